"""What is written about standards: drafts, trials, adoption, exemplars."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from heard.inference import EncoderUnusable, load_encoder
from heard.signals import Encoder
from heard.standards import StandardError, builtin, builtin_text, read_standard
from heard.web.conversations.models import Conversation, Moment
from heard.web.conversations.rebuilding import conversation_from
from heard.web.organisation.actions import log
from heard.web.organisation.models import StandardVersion
from heard.web.organisation.queries import standard_in_use
from heard.web.people.models import Person
from heard.web.standards.models import Exemplar, Trial
from heard.web.standards.texts import check, named_text, next_text
from heard.web.standards.trying import compare

__all__ = [
    "NotAdopted",
    "add_exemplar",
    "adopt",
    "begin",
    "begin_trial",
    "discard",
    "draft",
    "remove_exemplar",
    "run_trial",
    "save",
]

TRIED = 2_000  # conversations that one trial looks at, the newest
LOOK_BACK = timedelta(days=31)


class NotAdopted(ValueError):
    """A draft that can't be adopted as it is; the message says why."""


@transaction.atomic
def draft(person: Person, name: str) -> StandardVersion:
    """The draft of the standard `name`: the one there is, else a new one from its newest version."""
    versions = StandardVersion.objects.filter(organisation=person.organisation, name=name).order_by("-version")
    newest = versions.first()
    if newest is not None and newest.adopted is None:
        return newest
    version = (newest.version if newest else builtin()[name].version) + 1
    made = StandardVersion.objects.create(
        organisation=person.organisation,
        name=name,
        version=version,
        text=next_text(newest.text if newest else builtin_text(name), version),
        written_by=person.name,
    )
    log(person.organisation, person, "began draft", made.reference)
    return made


@transaction.atomic
def begin(person: Person, name: str, based_on: str) -> StandardVersion:
    """The first draft of a new standard called `name`, with the text of the standard `based_on`."""
    newest = (
        StandardVersion.objects.filter(organisation=person.organisation, name=based_on).order_by("-version").first()
    )
    made = StandardVersion.objects.create(
        organisation=person.organisation,
        name=name,
        version=1,
        text=named_text(newest.text if newest else builtin_text(based_on), name, 1),
        written_by=person.name,
    )
    log(person.organisation, person, "began draft", made.reference)
    return made


def save(person: Person, version: StandardVersion, text: str) -> None:
    """Keeps a draft's text, finished or not."""
    if version.adopted is not None:
        raise NotAdopted(f"{version.reference} is adopted and never changes; begin a draft.")
    version.text, version.written_by = text, person.name
    version.save(update_fields=["text", "written_by"])
    log(person.organisation, person, "changed draft", version.reference)


def discard(person: Person, version: StandardVersion) -> None:
    """Removes a draft."""
    if version.adopted is None:
        log(person.organisation, person, "discarded draft", version.reference)
        version.delete()


@transaction.atomic
def adopt(person: Person, version: StandardVersion) -> None:
    """From now on `version` judges. What was judged before keeps the standard of its day. Raises NotAdopted."""
    checked = check(version.text, name=version.name, version=version.version)
    if checked.problems:
        raise NotAdopted(" ".join(checked.problems))
    now = timezone.now()
    StandardVersion.objects.filter(organisation=person.organisation, adopted__isnull=False, retired=None).update(
        retired=now
    )
    version.adopted, version.retired = now, None
    version.save(update_fields=["adopted", "retired"])
    log(person.organisation, person, "adopted standard", version.reference)


def begin_trial(person: Person, version: StandardVersion) -> Trial:
    """Puts a trial of a draft before the workers. Raises NotAdopted for a draft that can't be read."""
    try:
        read_standard(version.text, version.name)
    except StandardError as error:
        raise NotAdopted(str(error)) from None
    with transaction.atomic():
        trial = Trial.objects.create(
            draft=version,
            text=version.text,
            against=standard_in_use(person.organisation).reference,
            since=timezone.now() - LOOK_BACK,
            by=person,
        )
        log(person.organisation, person, "tried draft", version.reference)
        transaction.on_commit(lambda: import_string("heard.web.standards.tasks.try_out").enqueue(trial.pk))
    return trial


def run_trial(trial: Trial) -> None:
    """Holds the draft against last month's conversations; a worker does it."""
    organisation = trial.draft.organisation
    recent = Conversation.objects.filter(
        organisation=organisation, began__gte=trial.since, released__lte=timezone.now(), readable=True
    ).order_by("-began", "-pk")
    found = recent.count()
    rows = recent.select_related("record")[:TRIED]
    text = standard_in_use(organisation).text
    trial.outcome = compare(
        ((row.pk, conversation_from(row.record.analysis)) for row in rows.iterator(chunk_size=100)),
        read_standard(text, "the standard in use"),
        read_standard(trial.text, trial.draft.name),
        _encoder(),
    )
    trial.conversations, trial.left_out = min(found, TRIED), max(found - TRIED, 0)
    trial.finished = timezone.now()
    trial.save(update_fields=["outcome", "conversations", "left_out", "finished"])


def add_exemplar(
    person: Person, moment: Moment, standard: str, criterion: str, *, meets: bool, script: str, note: str
) -> Exemplar:
    """Keeps a real moment, anonymised by `person`, as an example of a criterion."""
    made = Exemplar.objects.create(
        organisation=person.organisation,
        standard=standard,
        criterion=criterion,
        meets=meets,
        script=script,
        note=note,
        moment=moment,
        added_by=person,
    )
    log(person.organisation, person, "added exemplar", f"{standard}: {criterion}")
    return made


def remove_exemplar(person: Person, exemplar: Exemplar) -> None:
    """Takes an example away again."""
    log(person.organisation, person, "removed exemplar", str(exemplar))
    exemplar.delete()


def _encoder() -> Encoder | None:
    try:
        return load_encoder()
    except EncoderUnusable:
        return None
