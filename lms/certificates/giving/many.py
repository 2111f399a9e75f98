"""A giving to thousands: confirmed at once, then carried out a few hundred papers at a time by one worker.

Each step is a transaction of its own that takes the next numbers of the series and says how far the giving is, so a
worker that dies leaves neither a gap nor a double, and nobody else waits long for the series.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from courses.models import Course
from lms.certificates.drafts import personal_drafts, ways
from lms.certificates.issuing import (
    UNDER_WAY,
    CannotGiveError,
    Decision,
    check_day,
    check_order,
    given_action,
    last_given_on,
    numbered,
    without_paper,
    write_batch,
    write_papers,
)
from lms.certificates.layouts.glyphs import with_characters
from lms.certificates.models import Batch, Certificate, Giving, Series
from lms.certificates.series import held_series, hold
from lms.certificates.signers import NoSignerError
from lms.certificates.tasks import have_drawn
from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date, fiscal_year
from lms.lib.work import Hold, done_under, let_go_on, take
from lms.people.roles import Office
from lms.records.models import Completion

# To so many a giving is carried out while the person waits; more go to the background.
AT_ONCE = 500
_STEP = 250
_CHUNK = 5000


@transaction.atomic
def order_giving(
    *, completions: Sequence[int], office: Office, decision: Decision, given_on: date, actor: str, at: datetime
) -> Batch:
    """Write down who is to get a 修了証書, in the order of the numbers. Raises CannotGiveError and NoSignerError."""
    series = held_series(office, Series.Kind.PERSONAL, fiscal_year(given_on), actor=actor, at=at)
    if Giving.objects.under_way().filter(series=series).exists():
        raise CannotGiveError(UNDER_WAY)
    check_order(series, given_on)
    _check_signers(completions, given_on)
    check_day(given_on, _last_completed(completions))
    batch = write_batch(decision=decision, given_on=given_on, actor=actor, at=at)
    Giving.objects.create(batch=batch, series=series, completions=list(completions), total=len(completions))
    append(
        actor=actor, action=f"{given_action(series)}の開始", subject=f"{series.fiscal_year} {series.office}", at=at,
        payload={"件数": len(completions)}, facts=[batch],
    )  # fmt: skip
    return batch


def _check_signers(completions: Sequence[int], on: date) -> None:
    """Whoever the papers will name has to be in office."""
    way_for = ways(on)
    for part in _parts(completions):
        for course in Course.objects.filter(completions__in=part).distinct():
            way_for(course)


def _last_completed(completions: Sequence[int]) -> datetime:
    rows = (Completion.objects.filter(pk__in=part).aggregate(last=Max("completed_at")) for part in _parts(completions))
    return max(row["last"] for row in rows)


def _parts(completions: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as a statement takes."""
    return (completions[start : start + _CHUNK] for start in range(0, len(completions), _CHUNK))


def under_way(office: str) -> Giving | None:
    """The giving of an office's papers that waits for a worker or has one."""
    return Giving.objects.under_way().filter(series__office=office).first()


def carry_out(*, batch_id: int, now: Callable[[], datetime]) -> None:
    """Give to those who wait for their papers, unless somebody else does it or somebody has stopped it."""
    mine = take(Giving, batch_id, now())
    if mine is None:
        return
    giving: Giving = mine.work
    with done_under(mine, NoSignerError):
        for start in range(giving.done, giving.total, _STEP):
            _give_some(giving, start, mine, now())
    undrawn = Certificate.objects.filter(batch=batch_id, drawn_at=None).count()
    if undrawn:
        have_drawn(batch_id, undrawn)


@transaction.atomic
def _give_some(giving: Giving, start: int, mine: Hold, at: datetime) -> None:
    """The next papers, for those who still have none and whose completion still stands."""
    series, batch = giving.series, giving.batch
    hold(series)
    series.refresh_from_db()
    part = giving.completions[start : start + _STEP]
    # Who cannot be drawn is left out, as the look before giving says.
    drafts, _ = with_characters(personal_drafts(without_paper(part), batch.given_on))
    if drafts:
        rows = write_papers(series, batch, drafts, at)
        append(
            actor=batch.given_by, action=given_action(series), subject=numbered(rows), at=at, facts=rows,
            watched={Series: [series.pk]},
        )  # fmt: skip
    mine.tell(start + len(part), at)


@transaction.atomic
def let_giving_go_on(*, giving: Giving, at: datetime) -> bool:
    """Whether it may be carried out now. Raises CannotGiveError while another one of the series is under way."""
    hold(giving.series)
    others = Giving.objects.under_way().filter(series=giving.series_id).exclude(pk=giving.pk)
    if others.exists():
        raise CannotGiveError(UNDER_WAY)
    last = last_given_on(Series.objects.get(pk=giving.series_id))
    if last and giving.batch.given_on < last:
        raise CannotGiveError(
            f"中止の後に、{era_date(last)}を交付日として別の証書を交付したため、続きから交付できません。"
            "まだ交付していない人は、改めて選んで交付してください。"
        )
    return let_go_on(giving, at)


def carry_out_what_was_left(*, now: Callable[[], datetime]) -> int:
    """Go on with givings whose worker was killed; says with how many."""
    left = list(Giving.objects.free(now()).filter(state=Giving.State.WORKING).values_list("pk", flat=True))
    for batch_id in left:
        carry_out(batch_id=batch_id, now=now)
    return len(left)
