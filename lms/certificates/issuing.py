"""The giving (交付) of numbered papers. Numbers are taken only here, in the transaction that writes the papers."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from lms.certificates.candidates import departments_done
from lms.certificates.drafts import Draft, department_drafts, personal_drafts
from lms.certificates.layouts.glyphs import lacking_words, with_characters
from lms.certificates.models import Batch, Certificate, Giving, Series
from lms.certificates.papers.wording import number_text
from lms.certificates.series import held_series, take_numbers
from lms.certificates.standing import Standing, standings
from lms.certificates.subjects import Subject
from lms.certificates.tasks import have_drawn
from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date, fiscal_year, local_date
from lms.people.city import city
from lms.people.organisation import Organisation, organisation
from lms.records.models import Completion

_CHUNK = 5000
UNDER_WAY = "この担当の修了証書を、今、交付しているところです。終わってから、もう一度始めてください。"


class CannotGiveError(ValueError):
    """Why a paper cannot be given, in words for the person who wants to give it."""


@dataclass(frozen=True)
class Decision:
    """The 決裁, taken outside the system; an empty one shows in the register as 決裁未入力."""

    decided_on: date | None = None
    decided_by: str = ""
    document_number: str = ""


@transaction.atomic
def give_personal(
    *, completions: Sequence[Completion], decision: Decision, given_on: date, actor: str, at: datetime
) -> Batch:
    """修了証書 for completions of one office's courses, in the order given.

    A completion that has its paper gets no second one; when all have, the batch that holds the last of them returns.
    Who has a character in the name that no font has, and of which there is no 字形の画像, is left out.
    """
    offices = {completion.course.office for completion in completions}
    if len(offices) != 1:
        raise CannotGiveError("修了証書は、一つの担当の研修の修了を選んで交付してください。")
    office = offices.pop()
    series = held_series(office, Series.Kind.PERSONAL, fiscal_year(given_on), actor=actor, at=at)
    wanted = [completion.pk for completion in completions]
    rows = without_paper(wanted)
    if not rows:
        return _batch_of(Certificate.objects.filter(completion__in=wanted))
    check_day(given_on, max(row.completed_at for row in rows))
    return give_drafts(series, drawable(personal_drafts(rows, given_on)), given_on, decision, actor, at)


@transaction.atomic
def give_department(
    *,
    subject: Subject,
    year: int,
    departments: Collection[int],
    counted_on: date,
    decision: Decision,
    given_on: date,
    actor: str,
    at: datetime,
) -> Batch:
    """課別修了証明書 of a course or curriculum for reporting departments in which everybody who must has completed.

    A department that has its paper for the year gets no second one.
    """
    series = held_series(subject.office, Series.Kind.DEPARTMENT, fiscal_year(given_on), actor=actor, at=at)
    given_before = Certificate.objects.filter(department__in=departments, fiscal_year=year, subject_code=subject.code)
    held = set(given_before.values_list("department_id", flat=True))
    new = [pk for pk in departments if pk not in held]
    if not new:
        return _batch_of(given_before)
    drafts = checked_department_drafts(subject, year, counted_on, new, given_on)
    return give_drafts(series, drafts, given_on, decision, actor, at)


def checked_department_drafts(
    subject: Subject, year: int, counted_on: date, departments: Sequence[int], given_on: date
) -> list[Draft]:
    """Papers for departments in which, on the day counted, everybody who must has completed."""
    if given_on < counted_on:
        raise CannotGiveError("交付日は、基準日以後の日にしてください。")
    as_counted = organisation(counted_on)
    found = standings(as_counted, subject, year, counted_on, departments)
    _check_done(subject, year, counted_on, as_counted, found)
    return all_drawable(department_drafts(subject, year, counted_on, found, given_on))


def drawable(drafts: Sequence[Draft]) -> list[Draft]:
    """Without those that have a character which cannot be drawn, unless none is left."""
    found, lacking = with_characters(drafts)
    if lacking and not found:
        raise CannotGiveError(lacking_words(lacking))
    return found


def all_drawable(drafts: Sequence[Draft]) -> list[Draft]:
    found, lacking = with_characters(drafts)
    if lacking:
        raise CannotGiveError(lacking_words(lacking))
    return found


def without_paper(wanted: Sequence[int]) -> list[Completion]:
    """The completions, in the order wanted, that stand and hold no paper; read once the series is held."""
    found: dict[int, Completion] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Completion.objects.valid().filter(pk__in=wanted[start : start + _CHUNK], certificates=None)
        found.update((row.pk, row) for row in rows.select_related("course", "employee"))
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]


def _batch_of(certificates: QuerySet[Certificate]) -> Batch:
    last = certificates.order_by("-pk").select_related("batch").first()
    if last is None:
        raise CannotGiveError("交付できるものがありません。修了が取り消されていないかを確かめてください。")
    return last.batch


def check_day(given_on: date, last_completed: datetime) -> None:
    """Nobody is given a paper before the day of completing."""
    last = local_date(last_completed)
    if given_on < last:
        raise CannotGiveError(f"交付日は、修了日（最も遅い人は{era_date(last)}）以後の日にしてください。")


def check_order(series: Series, given_on: date) -> None:
    """Numbers follow the days of giving, as in a register that is written line by line; the caller holds the series."""
    last = last_given_on(series)
    if last and given_on < last:
        raise CannotGiveError(
            f"交付日は、同じ種類の証書を最後に交付した日（{era_date(last)}）以後の日にしてください。"
            "番号は、交付日の順に付けます。"
        )
    coming = Giving.objects.under_way().filter(series=series, batch__given_on__lt=given_on)
    if coming.exists():
        raise CannotGiveError(UNDER_WAY)


def last_given_on(series: Series) -> date | None:
    """The 交付日 of the last number; None before the first."""
    last = Certificate.objects.filter(series=series, number=series.last_number, replaces=None)
    return last.values_list("batch__given_on", flat=True).first()


def _check_done(
    subject: Subject, year: int, counted_on: date, as_counted: Organisation, found: Mapping[int, Standing]
) -> None:
    """By the counts, and by the very people of whom the papers will speak: a completion may have been taken back
    between the two readings."""
    done = {pk for _, pk in departments_done(as_counted, [subject], year, counted_on)}
    missing = [as_counted.name(pk) for pk, standing in found.items() if not (pk in done and standing.all_done)]
    if missing:
        raise CannotGiveError(
            f"{'、'.join(missing)}は、{era_date(counted_on)}現在で「{subject.title}」の受講対象者全員が"
            "修了していないため、課別修了証明書を交付できません。"
        )


def give_drafts(
    series: Series, drafts: Sequence[Draft], given_on: date, decision: Decision, actor: str, at: datetime
) -> Batch:
    """Write the papers with the next numbers of the series, which the caller holds, and have them drawn."""
    check_order(series, given_on)
    batch = write_batch(decision=decision, given_on=given_on, actor=actor, at=at)
    rows = write_papers(series, batch, drafts, at)
    append(
        actor=actor, action=given_action(series), subject=numbered(rows), at=at, facts=[batch, *rows],
        watched={Series: [series.pk]},
    )  # fmt: skip
    transaction.on_commit(partial(have_drawn, batch.pk, len(rows)))
    return batch


def write_papers(series: Series, batch: Batch, drafts: Sequence[Draft], at: datetime) -> list[Certificate]:
    """The rows alone, with the next numbers of the series, which the caller holds."""
    numbers, prefix = take_numbers(series, len(drafts)), city().certificate_prefix
    rows = [
        _certificate(series, batch, number, draft, prefix, at) for number, draft in zip(numbers, drafts, strict=True)
    ]
    Certificate.objects.bulk_create(rows, batch_size=500)
    return rows


def given_action(series: Series) -> str:
    """What a giving is called in the ledger."""
    return f"{series.get_kind_display()}の交付"


def numbered(rows: Sequence[Certificate]) -> str:
    """The papers of a series, in the order of their numbers, as the ledger names them."""
    first, last = rows[0], rows[-1]
    return f"{first.series.fiscal_year} {first.series.office} {first.number}-{last.number}"


def write_batch(*, decision: Decision, given_on: date, actor: str, at: datetime, reason: str = "") -> Batch:
    """The row alone; its papers and their entry in the ledger are the caller's."""
    return Batch.objects.create(given_on=given_on, given_by=actor, recorded_at=at, reason=reason, **asdict(decision))


def _certificate(series: Series, batch: Batch, number: int, draft: Draft, prefix: str, at: datetime) -> Certificate:
    public_id = secrets.token_hex(16)
    text = number_text(series.pattern, prefix, series.fiscal_year, number)
    return Certificate(
        series=series, number=number, number_text=text, batch=batch, public_id=public_id, recorded_at=at,
        payload=draft.payload(number=text, public_id=public_id), **draft.columns,
    )  # fmt: skip
