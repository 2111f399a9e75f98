"""統合: one department goes over into another on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from lms.ledger.appending import append
from lms.people.appointing import appoint
from lms.people.locking import lock_departments
from lms.people.models import Department, DepartmentMerger, DepartmentVersion, Posting, RoleGrant
from lms.people.organising import reorganise
from lms.people.refusals import RefusedError
from lms.people.reorganising import end_department, verify, version_on
from lms.people.revising import reaching, revised, until_day_before

_DAY = timedelta(days=1)
_MAIN = Posting.Kind.MAIN


@dataclass(frozen=True)
class Merged:
    """How many people and lower departments went over, and which roles ended, perhaps to be given anew."""

    people: int
    departments: int
    roles: list[RoleGrant]


@transaction.atomic
def merge_departments(*, department: Department, into: Department, on: date, actor: str, at: datetime) -> Merged:
    """The first one ends; from that day its people and the departments below it belong to the other."""
    lock_departments()
    if department == into:
        raise RefusedError("統合する先には、別の所属を選んでください。")
    old, new = version_on(department, on), version_on(into, on)
    moved = _move_people(old, new, on, at)
    below = _move_below(old, new, on, at)
    ended = end_department(department=department, on=on, at=at)
    verify([into.pk, *{row.department_id for row in below.rows}], on)
    merger = DepartmentMerger.objects.create(department=department, into=into, merged_on=on, recorded_at=at)
    append(
        actor=actor, action="所属の統合", subject=f"{department.code} {into.code}", at=at,
        payload={
            "on": on.isoformat(),
            "voided": {
                "people.Posting": moved.voided,
                "people.DepartmentVersion": [*below.voided, *ended.voided["people.DepartmentVersion"]],
                "people.RoleGrant": ended.voided["people.RoleGrant"],
            },
        },
        facts=[merger, *moved.rows, *below.rows, *ended.versions, *ended.roles],
    )  # fmt: skip
    people = {row.employee_id for row in moved.rows}
    return Merged(len(people), len({row.department_id for row in below.rows}), ended.roles)


@dataclass(frozen=True)
class _Moved:
    rows: list
    voided: list[int]


def _move_people(old: DepartmentVersion, new: DepartmentVersion, on: date, at: datetime) -> _Moved:
    """Every posting goes on in the other department; on days of a better one there it would say the same twice."""
    leaving = list(reaching(Posting, on).filter(department=old.department_id).order_by("pk"))
    there = list(
        reaching(Posting, on).filter(department=new.department_id, employee__in={row.employee_id for row in leaving})
    )
    mains = [_continued(row, old, new, on) for row in leaving if row.kind == _MAIN]
    kept = {row.pk: _outside(row, mains) for row in there if row.kind != _MAIN}
    replaced = [row for row in there if row.kind != _MAIN and kept[row.pk] != [(row.starts_on, row.ends_on)]]
    add = [rest for row in leaving for rest in until_day_before(row, on)] + mains
    for row in replaced:
        add += _cut(row, kept[row.pk])
    for row in leaving:
        if row.kind != _MAIN:
            beside = _continued(row, old, new, on)
            add += _cut(beside, _outside(beside, [*mains, *there]))
    void = [row.pk for row in [*leaving, *replaced]]
    return _Moved(appoint(void=void, add=add, at=at), void)


def _outside(row: Posting, others: Iterable[Posting]) -> list[tuple[date, date | None]]:
    """The first and last days of what remains of a posting without the days of the same person's other ones."""
    left = [(row.starts_on, row.ends_on or date.max)]
    for other in others:
        if other.employee_id == row.employee_id:
            left = [part for first, last in left for part in _without(first, last, other)]
    return [(first, None if last == date.max else last) for first, last in left]


def _without(first: date, last: date, other: Posting) -> Iterator[tuple[date, date]]:
    if first < other.starts_on:
        yield first, min(last, other.starts_on - _DAY)
    if other.ends_on and other.ends_on < last:
        yield max(first, other.ends_on + _DAY), last


def _cut(row: Posting, parts: Iterable[tuple[date, date | None]]) -> list[Posting]:
    return [revised(row, starts_on=first, ends_on=last) for first, last in parts]


def _continued(row: Posting, old: DepartmentVersion, new: DepartmentVersion, on: date) -> Posting:
    """Who appoints changes with the department, unless the posting said something of its own."""
    same = row.appointing_authority == old.appointing_authority
    return revised(
        row, department_id=new.department_id, starts_on=max(row.starts_on, on),
        appointing_authority=new.appointing_authority if same else row.appointing_authority,
    )  # fmt: skip


def _move_below(old: DepartmentVersion, new: DepartmentVersion, on: date, at: datetime) -> _Moved:
    """The departments that hung below hang below the other."""
    rows = list(reaching(DepartmentVersion, on).filter(parent=old.department_id))
    add = [rest for row in rows for rest in until_day_before(row, on)]
    for row in rows:
        begins = on if row.starts_on is None else max(on, row.starts_on)
        above = old.parent_id if row.department_id == new.department_id else new.department_id
        add.append(revised(row, parent_id=above, starts_on=begins))
    void = [row.pk for row in rows]
    return _Moved(reorganise(void=void, add=add, at=at), void)
