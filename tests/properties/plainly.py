"""The status of duties computed once more, slowly and obviously, from the raw rows: no query of the product is used."""

from collections import Counter
from datetime import date, datetime, timedelta

from lms.duties.models import Duty, Exemption, RequirementChoice
from lms.lib.fiscal_year import end_of_day
from lms.people.models import DepartmentVersion, Leave, Posting
from lms.records.models import Completion, CompletionCancellation, LessonRead

States = dict[tuple[int, int], str]


def known(row: object, at: datetime) -> bool:
    return row.recorded_at <= at and (row.voided_at is None or row.voided_at > at)


def holds(row: object, on: date) -> bool:
    return (row.starts_on is None or row.starts_on <= on) and (row.ends_on is None or row.ends_on >= on)


def states(year: int, on: date, at: datetime) -> States:
    """By person and requirement, how each duty stood on a day, as known at a moment."""
    seats = seats_of(on, at)
    found = {}
    for duty in Duty.objects.filter(fiscal_year=year).select_related("requirement"):
        gone = duty.closed_on is not None and duty.closed_on <= on and duty.closed_at <= at
        if duty.recorded_at <= at and duty.opened_on <= on and not gone and duty.employee_id in seats:
            found[duty.employee_id, duty.requirement_id] = _state(duty, on, at)
    return found


def seats_of(on: date, at: datetime) -> dict[int, int]:
    posts = [post for post in Posting.objects.all() if post.kind == "main" and known(post, at) and holds(post, on)]
    return {post.employee_id: post.department_id for post in posts}


def _state(duty: Duty, on: date, at: datetime) -> str:
    done = {row.course_id for row in Completion.objects.filter(employee=duty.employee_id) if _counts(duty, row, on, at)}
    chosen = done & _choices(duty)
    if duty.requirement.course_id in done or (duty.requirement.needed and len(chosen) >= duty.requirement.needed):
        return "completed"
    mine = [row for row in Exemption.objects.filter(employee=duty.employee_id) if known(row, at)]
    if any(row.requirement_id == duty.requirement_id and holds(row, on) for row in mine):
        return "exempt"
    leaves = [row for row in Leave.objects.filter(employee=duty.employee_id) if known(row, at)]
    if any(holds(row, on) for row in leaves):
        return "deferred"
    if on > max(_last_days(duty, leaves, on)):
        return "overdue"
    return "in_progress" if chosen or _has_read(duty, on, at) else "not_started"


def _choices(duty: Duty) -> set[int]:
    return {row.course_id for row in RequirementChoice.objects.filter(requirement=duty.requirement_id)}


def _last_days(duty: Duty, leaves: list[Leave], on: date) -> list[date]:
    days = [duty.due_on]
    if duty.requirement.second_opens_on and duty.requirement.second_opens_on <= on:
        days.append(duty.requirement.second_due_on)
    return days + [row.ends_on + timedelta(days=30) for row in leaves if row.ends_on and row.ends_on < on]


def _counts(duty: Duty, done: Completion, on: date, at: datetime) -> bool:
    cancelled = CompletionCancellation.objects.filter(completion=done).first()
    """Whatever the course is."""
    if done.recorded_at > at:
        return False
    if cancelled and cancelled.recorded_at <= at:
        return False
    in_time = duty.counts_until is None or done.completed_at < duty.counts_until
    return duty.counts_from <= done.completed_at < end_of_day(on) and in_time


def _has_read(duty: Duty, on: date, at: datetime) -> bool:
    asked = _choices(duty) | {duty.requirement.course_id}
    rows = LessonRead.objects.filter(employee=duty.employee_id, course__in=asked)
    return any(
        row.fiscal_year >= duty.fiscal_year
        and row.recorded_at >= duty.counts_from
        and row.recorded_at < min(end_of_day(on), at)
        and (duty.counts_until is None or row.recorded_at < duty.counts_until)
        for row in rows
    )


def reporting_units(on: date, at: datetime) -> dict[int, int]:
    """Each department's nearest 報告単位 at or above it, or itself."""
    versions = {row.department_id: row for row in DepartmentVersion.objects.all() if known(row, at) and holds(row, on)}
    found = {}
    for pk in versions:
        climb = pk
        while climb in versions and not versions[climb].reports:
            climb = versions[climb].parent_id
        found[pk] = climb if climb in versions else pk
    return found


def sums(year: int, on: date, at: datetime) -> dict[tuple[int, int], Counter[str]]:
    """States counted by requirement and reporting unit."""
    seats, units = seats_of(on, at), reporting_units(on, at)
    found: dict[tuple[int, int], Counter[str]] = {}
    for (person, requirement), state in states(year, on, at).items():
        found.setdefault((requirement, units[seats[person]]), Counter())[state] += 1
    return found
