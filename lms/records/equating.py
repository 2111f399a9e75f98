"""The acts by which the completion of one course comes to count as that of another, and no longer."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from courses.models import Course
from lms.ledger.appending import append
from lms.lib.fiscal_year import fiscal_year_of, start_of_year
from lms.records.equivalence import Equivalence
from lms.records.models import Completion
from lms.records.recording import record_equivalents


class EquivalenceError(ValueError):
    """The rule cannot be made or ended like this; the text says why, to the person who tried."""


@transaction.atomic
def count_as(
    *,
    course: Course,
    counts_as: Course,
    ground: str,
    starts_on: date,
    ends_on: date | None,
    actor: str,
    at: datetime,
) -> list[Completion]:
    """Make a rule. Completions of this fiscal year that it covers count at once; returns what they were counted as."""
    rule = Equivalence(
        course=course, counts_as=counts_as, ground=ground, starts_on=starts_on, ends_on=ends_on, recorded_at=at
    )
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise EquivalenceError("同じ読替えが既にあります。") from error
    append(actor=actor, action="読替えの登録", subject=_subject(rule), at=at, facts=[rule])
    return _counted(rule, actor, at)


def _counted(rule: Equivalence, actor: str, at: datetime) -> list[Completion]:
    """What completions of this fiscal year are counted as that were not yet."""
    since = start_of_year(fiscal_year_of(at))
    done = Completion.objects.valid().filter(course=rule.course, completed_at__gte=since).select_related("course")
    return record_equivalents(completions=list(done.order_by("pk")), rules=[rule], actor=actor, at=at)


@transaction.atomic
def end_equivalence(*, rule: Equivalence, ends_on: date, actor: str, at: datetime) -> list[Completion]:
    """The rule holds for completions until a day. What was counted by it stays counted; where the day is a later one
    than before, what this fiscal year's completions of the days between count as is recorded now and returned."""
    if ends_on < rule.starts_on:
        raise EquivalenceError("終了日は、開始日以後の日にしてください。")
    if not Equivalence.objects.known().filter(pk=rule.pk).void(at):
        raise EquivalenceError("この読替えは、ほかの人が既に変更しました。")
    ended = Equivalence.objects.create(
        course=rule.course, counts_as=rule.counts_as, ground=rule.ground, starts_on=rule.starts_on, ends_on=ends_on,
        recorded_at=at,
    )  # fmt: skip
    payload = {"voided": {Equivalence._meta.label: [rule.pk]}}
    append(actor=actor, action="読替えの終了", subject=_subject(rule), at=at, payload=payload, facts=[ended])
    return _counted(ended, actor, at) if rule.ends_on and rule.ends_on < ends_on else []


def _subject(rule: Equivalence) -> str:
    return f"{rule.course.code} {rule.counts_as.code}"
