"""保存期間が満了した記録: found anew every night, listed until somebody decides."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Model, Q, QuerySet

from lms.importing.models import ImportBatch
from lms.ledger.models import Erasure, Expired, Kept, LedgerEntry
from lms.lib.fiscal_year import end_of_year, last_day, local_date
from lms.office.retaining.periods import kept_until, last_expired_year, periods
from lms.office.retaining.personal import REPORTS
from lms.people.models import Employee, Posting
from lms.records.models import RecordsFile, SurveyAnswer
from lms.records.surveys.answering import answers_that_say_more

_CHUNK = 2000
# Under these keys an entry's contents may speak of a person. Digests, counts and days tell nothing of anybody.
PERSONAL_KEYS = (
    "reason", "理由", "note", "changes", "people", "address", "conditions", "result", "score", "passed",
    "before", "after", "headings", "person",
)  # fmt: skip
# Key of a row and the last day of its period.
Due = Iterator[tuple[str, date]]


def due(kind: Kept, on: date, among: Sequence[str] | None = None) -> Due:
    """What of a kind has run out by a day; perhaps only some records are asked about."""
    years = periods()[kind].years
    for key, event in _EVENTS[kind](last_expired_year(years, on), among):
        yield key, kept_until(event, years)


@transaction.atomic
def list_expired(*, on: date) -> int:
    """Bring the list up to the day: new ones come, and what is no longer due goes unless it is decided on. How many."""
    for kind in Kept:
        found = dict(due(kind, on))
        undecided = Expired.objects.filter(kind=kind, disposal=None)
        listed = dict(undecided.values_list("key", "kept_until"))
        gone = [key for key, day in listed.items() if found.get(key) != day]
        for start in range(0, len(gone), _CHUNK):
            undecided.filter(key__in=gone[start : start + _CHUNK]).delete()
        rows = [Expired(kind=kind, key=key, kept_until=day) for key, day in found.items() if listed.get(key) != day]
        Expired.objects.bulk_create(rows, batch_size=_CHUNK, ignore_conflicts=True)
    return Expired.objects.filter(disposal=None).count()


def _people(year: int, among: Sequence[str] | None) -> Due:
    """Who sat somewhere for the last time in that fiscal year or before, by the last day."""
    asked = Q() if among is None else Q(employee__in=among)
    posts = Posting.objects.known().filter(asked).order_by().values_list("employee")
    ended = posts.annotate(open=Count("pk", filter=Q(ends_on=None)), last=Max("ends_on"))
    gone = set(_erased(Employee))
    for pk, _, last in ended.filter(open=0, last__lte=last_day(year)).iterator(_CHUNK):
        if str(pk) not in gone:
            yield str(pk), last


def _entries(year: int, among: Sequence[str] | None) -> Due:
    asked = Q() if among is None else Q(pk__in=among)
    old = LedgerEntry.objects.sealed().filter(recorded_at__lt=end_of_year(year), payload__has_any_keys=PERSONAL_KEYS)
    yield from _dated(old.filter(asked).order_by().values_list("pk", "recorded_at"))


def _files(year: int, among: Sequence[str] | None) -> Due:
    """Key with the table in front: there are two of them."""
    for model, moment in FILES.items():
        old = model._default_manager.filter(**{f"{moment}__lt": end_of_year(year)}).exclude(content=b"")
        for key, day in _dated(old.order_by().values_list("pk", moment)):
            if among is None or f"{model._meta.label} {key}" in among:
                yield f"{model._meta.label} {key}", day


def _reports(year: int, among: Sequence[str] | None) -> Due:
    """Key with the table in front, as above."""
    for model, which in REPORTS.items():
        label, gone = model._meta.label, set(_erased(model))
        old = model.objects.filter(which, recorded_at__lt=end_of_year(year))
        for key, day in _dated(old.order_by().values_list("pk", "recorded_at")):
            if key not in gone and (among is None or f"{label} {key}" in among):
                yield f"{label} {key}", day


def _surveys(year: int, among: Sequence[str] | None) -> Due:
    """Key: the fiscal year. A smaller part would tell that somebody answered there."""
    old = answers_that_say_more(SurveyAnswer.objects.filter(fiscal_year__lte=year))
    for of_year in old.order_by().values_list("fiscal_year", flat=True).distinct():
        if among is None or str(of_year) in among:
            yield str(of_year), last_day(of_year)


def _dated(rows: QuerySet) -> Due:
    at: datetime
    for key, at in rows.iterator(_CHUNK):
        yield str(key), local_date(at)


def _erased(model: type[Model]) -> QuerySet:
    return Erasure.objects.filter(label=model._meta.label).values_list("key", flat=True)


FILES: dict[type[Model], str] = {ImportBatch: "uploaded_at", RecordsFile: "handed_in_at"}
_EVENTS: dict[Kept, Callable[[int, Sequence[str] | None], Due]] = {
    Kept.PERSON: _people, Kept.ENTRY: _entries, Kept.FILE: _files, Kept.REPORT: _reports, Kept.SURVEY: _surveys,
}  # fmt: skip
