"""How Heard judges, what it never does, and the compliance pack: as pages, as print, as HTML and Markdown."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heard.web.organisation.access import EVERYONE, open_to, public
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.people.models import Person
from heard.web.privacy.documents.facts import Facts, facts_of, shipped_facts
from heard.web.privacy.documents.judging import how_heard_judges
from heard.web.privacy.documents.never import what_heard_never_does
from heard.web.privacy.documents.pack import PACK
from heard.web.privacy.documents.text import Document, as_markdown

__all__ = ["how", "never", "one", "pack"]


@public
@require_GET
def how(request: HttpRequest) -> HttpResponse:
    """How Heard judges; with the organisation's own choices for who is signed in."""
    return render(request, "privacy/document.html", {"document": how_heard_judges(_facts(request))})


@public
@require_GET
def never(request: HttpRequest) -> HttpResponse:
    """What Heard never does."""
    return render(request, "privacy/document.html", {"document": what_heard_never_does(_facts(request))})


@open_to(*EVERYONE)
@require_GET
def pack(request: HttpRequest) -> HttpResponse:
    """Every text of the pack; ?format=md and ?format=html give all of it as a file."""
    facts = facts_of(person_of(request).organisation)
    documents = [write(facts) for write in PACK.values()]
    return _download(request, "heard-compliance-pack", documents) or render(
        request, "privacy/pack.html", {"documents": documents}
    )


@open_to(*EVERYONE)
@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One text of the pack; ?format=md and ?format=html give it as a file."""
    if name not in PACK:
        raise Http404
    document = PACK[name](facts_of(person_of(request).organisation))
    crumbs = [{"title": _("Compliance pack"), "url": reverse("privacy:pack")}]
    return _download(request, f"heard-{name}", [document]) or render(
        request, "privacy/document.html", {"document": document, "crumbs": crumbs, "may_download": True}
    )


def _facts(request: HttpRequest) -> Facts:
    return facts_of(request.user.organisation) if isinstance(request.user, Person) else shipped_facts()


def _download(request: HttpRequest, name: str, documents: list[Document]) -> HttpResponse | None:
    """The texts as a file, where the address asks for one."""
    asked = request.GET.get("format")
    if asked not in ("md", "html"):
        return None
    person = person_of(request)
    log(person.organisation, person, "exported compliance pack", name.removeprefix("heard-"), format=asked)
    if asked == "md":
        content, kind = "\n\n".join(as_markdown(document) for document in documents), "text/markdown"
    else:
        content = render_to_string("privacy/document_download.html", {"documents": documents})
        kind = "text/html"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{asked}"'}
    return HttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)
