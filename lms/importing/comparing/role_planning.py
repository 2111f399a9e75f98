"""A file of roles compared with the books. Pure, once the books have been read.

A role is known by person, role, department and 指定日. An empty 解除日 says nothing about the end, so reading an old
list again does not give back a role that has ended since; whoever gets it again has a new 指定日. Roles that are
missing from the file stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.importing.comparing.books import Books, Person, unknown_department
from lms.importing.comparing.plans import Category, CellChange, Change, Plan
from lms.importing.comparing.spans import NOTHING, Edit, Span
from lms.importing.comparing.staff_wording import day_words, role_words
from lms.importing.reading.columns import RoleRow, Typed
from lms.importing.reading.faults import Fault, LeftOut
from lms.people.organisation import Organisation


@dataclass(frozen=True)
class GrantStep:
    """What is to be written for one row."""

    employee_id: int
    grants: Edit


@dataclass(frozen=True)
class _Given:
    """A row with the person and the span that it means."""

    row: RoleRow
    person: Person
    span: Span


def plan_roles(read: Typed[RoleRow], books: Books, organisation: Organisation, on: date) -> Plan:
    """The plan for everybody whose rows can all be read."""
    unknown = _unknown(read.rows, books)
    wrong = {fault.row for fault in unknown}
    given = [_given(row, books) for row in read.rows if row.row not in wrong]
    doubled = _doubled(given)
    wrong |= {fault.row for fault in doubled}
    out = read.faulty | {row.number for row in read.rows if row.row in wrong}
    compared = [_compared(one, organisation) for one in given if one.row.number not in out]
    left_out = [LeftOut(row.row, row.number, _name(row.number, books)) for row in read.rows if row.number in out]
    return Plan(
        on,
        changes=tuple(change for change, _ in compared),
        steps=tuple(step for _, step in compared if step.grants),
        faults=tuple(sorted([*read.faults, *unknown, *doubled])),
        left_out=tuple(sorted([*read.bad, *left_out])),
    )


def _name(number: str, books: Books) -> str:
    person = _person(number, books)
    return person.name if person else ""


def _unknown(rows: Iterable[RoleRow], books: Books) -> list[Fault]:
    found = []
    for row in rows:
        if _person(row.number, books) is None:
            words = "この職員番号の職員は登録されていません。番号を直すか、先に職員のファイルを取り込んでください。"
            found.append(Fault(row.row, "職員番号", row.number, words))
        if row.department and row.department not in books.departments:
            words = unknown_department(row.department, books.codes_without_zeros)
            found.append(Fault(row.row, "所属コード", row.department, words))
    return found


def _person(number: str, books: Books) -> Person | None:
    return books.by_number.get(number) or books.formerly(number)


def _given(row: RoleRow, books: Books) -> _Given:
    key = (row.role.value, books.departments.get(row.department))
    person = books.by_number.get(row.number) or books.people[books.former_numbers[row.number]]
    return _Given(row, person, Span(key=key, starts_on=row.starts_on, ends_on=row.ends_on))


def _doubled(given: Iterable[_Given]) -> list[Fault]:
    first: dict[tuple[object, ...], int] = {}
    found = []
    for one in given:
        known = first.setdefault((one.person.id, one.span.key, one.span.starts_on), one.row.row)
        if known != one.row.row:
            words = f"{known}行目と同じ職員・役割・所属・指定日です。どちらかを削ってください。"
            found.append(Fault(one.row.row, "役割", one.row.role.label, words))
    return found


def _compared(given: _Given, organisation: Organisation) -> tuple[Change, GrantStep]:
    known = next((grant for grant in given.person.grants if grant.same_row(given.span)), None)
    cells: tuple[CellChange, ...] = ()
    if known is None:
        category, edit = Category.NEW, Edit(add=(given.span,))
        cells = (CellChange("役割", "", role_words(given.span, organisation)),)
    elif given.span.ends_on in (None, known.ends_on):
        category, edit = Category.UNCHANGED, NOTHING
    else:
        category, edit = Category.CHANGED, Edit(void=(known,), add=(given.span,))
        cells = (CellChange("解除日", day_words(known.ends_on), day_words(given.span.ends_on)),)
    row = given.row
    change = Change(row=row.row, category=category, subject=row.number, name=given.person.name, cells=cells)
    return change, GrantStep(given.person.id, edit)
