"""The API by which programs bring conversations in, and the address that Chatwoot sends to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from ninja.responses import Status

from heard.web.intake.access import import_for
from heard.web.intake.actions import take_in
from heard.web.intake.characters import storable
from heard.web.intake.chatwoot import BadSignature, check, gather
from heard.web.intake.models import ChatwootSource
from heard.web.intake.pushed import Judged, NotTaken, checked, lines
from heard.web.intake.schemas import CONVERSATIONS, Gathered, ImportOut, Problems, RejectOut, Taken
from heard.web.organisation.access import public
from heard.web.people.access import PerMinute, Token, person_of

__all__ = ["router"]

router = Router(tags=["bringing in"])
TOO_BIG = "The body has more than 5 MB. Send fewer conversations at a time."
LARGEST = 2**63 - 1  # of a number that a database keeps


@router.post(
    "/imports",
    response={200: Taken, 202: Taken, 409: Problems, 413: Problems, 422: Problems},
    auth=Token("conversations:write"),
    throttle=PerMinute(),
    operation_id="bring_in",
    summary="Bring conversations in",
    openapi_extra=CONVERSATIONS,
)
def bring_in(request: HttpRequest) -> Status[Any]:
    """One conversation, or up to 100 in a list, in Heard's own form. All of them are taken, or none.

    202: they are being analysed; ask `url` how far that is. 200: all are known, and nothing is done. The same
    conversation may be sent any number of times; one that went on or was corrected replaces what was stored under its
    id, unless people have judged that: 409.
    """
    person = person_of(request)
    try:
        found = checked(person.organisation, request.body)
    except RequestDataTooBig:
        return Status(413, {"detail": TOO_BIG})
    except NotTaken as error:
        return Status(409 if isinstance(error, Judged) else 422, {"detail": error.detail, "problems": error.problems})
    if not found.new:
        return Status(200, {"taken": 0, "known": found.known})
    brought = take_in(
        person.organisation,
        person,
        "api",
        "api.jsonl",
        [lines(found.new)],
        format="jsonl",
        total=len(found.new),
    )
    url = request.build_absolute_uri(reverse("api-1:import_state", args=[brought.pk]))
    return Status(202, {"taken": len(found.new), "known": found.known, "import_id": brought.pk, "url": url})


@router.get(
    "/imports/{int:number}",
    response={200: ImportOut, 404: Problems},
    auth=Token("conversations:write"),
    throttle=PerMinute(),
    operation_id="import_state",
    url_name="import_state",
    summary="How far an import is",
)
def import_state(request: HttpRequest, number: int) -> Any:
    """Its counts (read = stored + known + rejected + left out), and the first hundred records that were rejected."""
    if number > LARGEST:
        raise Http404
    brought = import_for(person_of(request), number)
    told = brought.rejects.filter(on_purpose=False)[: ImportOut.MOST_REJECTS]
    rejects = [RejectOut(id=reject.file, what=reject.what, cure=reject.cure) for reject in told]
    facts = {name: getattr(brought, name) for name in ImportOut.model_fields if name != "rejects"}
    return ImportOut(**facts, rejects=rejects)


@router.post(
    "/chatwoot/{str:key}",
    response={200: Gathered, 401: Problems, 404: Problems, 413: Problems, 422: Problems},
    auth=None,
    throttle=PerMinute(),
    operation_id="chatwoot",
    url_name="chatwoot",
    summary="What Chatwoot sends",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
@public
def chatwoot(request: HttpRequest, key: str) -> Status[Any]:
    """A webhook of Chatwoot (4.11.2 or later), signed with its secret. A delivery that comes twice counts once."""
    source = get_object_or_404(ChatwootSource.objects.select_related("organisation"), key=key)
    now = timezone.now()
    try:
        body = request.body
        check(source, request.headers, body, now)
        event = storable(json.loads(body))
    except RequestDataTooBig:
        return Status(413, {"detail": TOO_BIG})
    except BadSignature as error:
        return Status(401, {"detail": f"The delivery was not taken: {error}."})
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, Mapping):
        return Status(422, {"detail": "The body is no JSON object."})
    done = gather(source, request.headers.get("X-Chatwoot-Delivery", ""), event, now)
    return Status(200, {"done": done})
