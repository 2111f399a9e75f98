"""The steps of a plan as rows: what each kind of file writes, in a fixed number of statements."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lms.importing.carrying_out.coming import particulars, put_particulars
from lms.importing.comparing.books import POSTING_CELLS, department_ids
from lms.importing.comparing.plans import Plan
from lms.importing.comparing.spans import Edit
from lms.importing.comparing.staff_steps import PersonStep
from lms.importing.models import ImportBatch, StaffStatement
from lms.lib.facts import Fact
from lms.people.appointing import appoint, record_leaves
from lms.people.enrolling import enrol
from lms.people.granting import rewrite_grants
from lms.people.models import DepartmentVersion, Leave, Posting, RoleGrant
from lms.people.organising import found_departments, reorganise

# What the ledger keeps of a person before and after: everything that has no dates of its own.
UNDATED = ("number", "name", "kana", "usual_name", "email", "hired_on", "retired_on", "active_until")


@dataclass(frozen=True)
class Written:
    """The facts that were written, and what else the ledger keeps: what was voided, and undated values before.

    `people`: whose own rows were written, by id.
    """

    facts: list[Fact]
    payload: dict[str, Any] = field(default_factory=dict)
    people: Sequence[int] = ()


@dataclass(frozen=True)
class _Owned:
    """An edit of the rows of one person."""

    employee_id: int
    edit: Edit


# ---- departments ----------------------------------------------------------------------------------------------------


def _write_departments(plan: Plan, batch: str, at: datetime) -> Written:
    found_departments(codes=[step.code for step in plan.steps if step.founds])
    ids = department_ids()
    rows = [
        DepartmentVersion(
            department_id=ids[version.code], name=version.cells[0], parent_id=ids.get(version.cells[1]),
            appointing_authority=version.cells[2], reports=version.cells[3],
            starts_on=version.starts_on, ends_on=version.ends_on, batch=batch,
        )
        for step in plan.steps for version in step.add
    ]  # fmt: skip
    void = [version.id for step in plan.steps for version in step.void]
    return Written(reorganise(void=void, add=rows, at=at), {"voided": {"people.DepartmentVersion": void}})


# ---- roles ----------------------------------------------------------------------------------------------------------


def _write_roles(plan: Plan, batch: str, at: datetime) -> Written:
    owned = [_Owned(step.employee_id, step.grants) for step in plan.steps]
    return Written(_write_grants(owned, batch, at), {"voided": {"people.RoleGrant": _voided(owned)}})


def _write_grants(owned: Iterable[_Owned], batch: str, at: datetime) -> list[RoleGrant]:
    rows = [
        RoleGrant(
            employee_id=one.employee_id, role=span.key[0], department_id=span.key[1],
            starts_on=span.starts_on, ends_on=span.ends_on, batch=batch,
        )
        for one in owned for span in one.edit.add
    ]  # fmt: skip
    return rewrite_grants(void=_voided(owned), add=rows, at=at)


# ---- staff ----------------------------------------------------------------------------------------------------------


def _write_staff(plan: Plan, batch: str, at: datetime) -> Written:
    steps: list[PersonStep] = list(plan.steps)
    ids, people = _write_people(plan, batch, at)
    postings, leaves, grants = (
        [_Owned(ids[step.after.number], getattr(step, name)) for step in steps]
        for name in ("postings", "leaves", "grants")
    )
    facts = [
        *_write_statements(plan, ids, batch, at),
        *appoint(void=_voided(postings), add=_postings(postings, batch), at=at),
        *record_leaves(void=_voided(leaves), add=_leaves(leaves, batch), at=at),
        *_write_grants(grants, batch, at),
    ]
    voided = {
        "people.Posting": _voided(postings),
        "people.Leave": _voided(leaves),
        "people.RoleGrant": _voided(grants),
    }
    return Written(facts, {"voided": voided, "people": [_trace(step, ids) for step in steps if step.corrects]}, people)


def _write_people(plan: Plan, batch: str, at: datetime) -> tuple[dict[str, int], list[int]]:
    """Newcomers entered, known people corrected; employee ids by number, and whose rows were written."""
    newcomers = [step.after for step in plan.steps if step.is_new]
    known = [step for step in plan.steps if not step.is_new]
    made = enrol(newcomers=[particulars(person) for person in newcomers])
    corrected = put_particulars(
        people=[(step.known, step.after) for step in known if step.corrects], on=plan.on, batch=batch, at=at
    )
    ids = {step.after.number: step.known.id for step in known} | {one.staff_number: one.pk for one in made}
    return ids, [*corrected, *(one.pk for one in made)]


def _write_statements(plan: Plan, ids: Mapping[str, int], batch: str, at: datetime) -> list[StaffStatement]:
    """Under which number, also the one that a new number replaces, and whether the person leaves."""
    rows = [
        StaffStatement(
            employee_id=ids[step.after.number], staff_number=number, on=plan.on, retired_on=step.after.retired_on,
            batch=batch, recorded_at=at,
        )
        for step in plan.steps if step.states
        for number in dict.fromkeys(filter(None, (step.known.number, step.after.number)))
    ]  # fmt: skip
    return StaffStatement.objects.bulk_create(rows)


def _postings(owned: Iterable[_Owned], batch: str) -> list[Posting]:
    return [
        Posting(
            employee_id=one.employee_id, kind=span.key[0], department_id=span.key[1], starts_on=span.starts_on,
            ends_on=span.ends_on, batch=batch, **dict(zip(POSTING_CELLS, span.cells, strict=True)),
        )
        for one in owned for span in one.edit.add
    ]  # fmt: skip


def _leaves(owned: Iterable[_Owned], batch: str) -> list[Leave]:
    return [
        Leave(
            employee_id=one.employee_id, kind=span.key[0], starts_on=span.starts_on, ends_on=span.ends_on, batch=batch
        )
        for one in owned
        for span in one.edit.add
    ]


def _voided(owned: Iterable[_Owned]) -> list[int]:
    return [span.id for one in owned for span in one.edit.void if span.id is not None]


def _trace(step: PersonStep, ids: Mapping[str, int]) -> dict[str, Any]:
    """What has no dates, before and after, since the database keeps only the last. Of a newcomer there is no before."""
    names = ("number",) if step.is_new else UNDATED
    pairs = {name: (getattr(step.known, name), getattr(step.after, name)) for name in names}
    differing = {name: [_plain(old), _plain(new)] for name, (old, new) in pairs.items() if old != new}
    entered = {"entered": True} if step.arrives else {}
    return {"employee": ids[step.after.number], **entered, **differing}


def _plain(value: object) -> str:
    return "" if value is None else str(value)


WRITERS: Mapping[ImportBatch.Kind, Callable[[Plan, str, datetime], Written]] = {
    ImportBatch.Kind.DEPARTMENTS: _write_departments,
    ImportBatch.Kind.STAFF: _write_staff,
    ImportBatch.Kind.ROLES: _write_roles,
}
