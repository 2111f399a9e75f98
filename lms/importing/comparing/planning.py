"""From a file's bytes to the plan of what it would change. Reads the database, writes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from lms.importing.comparing.books import books, versions
from lms.importing.comparing.department_planning import plan_departments
from lms.importing.comparing.persons import Staff, staff
from lms.importing.comparing.plans import Plan
from lms.importing.comparing.reach import Reach
from lms.importing.comparing.role_planning import plan_roles
from lms.importing.comparing.staff_planning import plan_everybody, plan_staff
from lms.importing.gaiji import has_gaiji
from lms.importing.models import ColumnMapping, ImportBatch, NameReplacement
from lms.importing.reading import columns, files
from lms.lib.telling import Tell, nobody
from lms.people.organisation import organisation

_Kind = ImportBatch.Kind


def planned(*, kind: str, content: bytes, on: date, reach: str = Reach.LISTED, tell: Tell = nobody) -> Plan:
    """What the file of the day `on` would change; `faults` says what is wrong with it."""
    needed, plan = _PLANNERS[_Kind(kind)]
    sheet = files.read(content, needed, mapping_of(kind))
    tell(30)
    if sheet.faults:
        return Plan(on, faults=sheet.faults, headings=sheet.headings, missing=sheet.missing)
    return replace(plan(sheet, on, Reach(reach), tell), headings=sheet.headings)


def needed_columns(kind: str) -> tuple[str, ...]:
    return _PLANNERS[_Kind(kind)][0]


def mapping_of(kind: str) -> dict[str, str]:
    """Which heading of the city's files stands for which column of ours, as somebody once said."""
    found = ColumnMapping.objects.filter(kind=kind).values_list("headings", flat=True).first()
    return found or {}


def _departments(sheet: files.Sheet, on: date, reach: Reach, tell: Tell) -> Plan:
    return plan_departments(columns.typed(sheet.rows, columns.department_row, "所属コード"), versions(), on)


def _staff(sheet: files.Sheet, on: date, reach: Reach, tell: Tell) -> Plan:
    people = _with_real_characters(staff(columns.typed(sheet.rows, columns.staff_row, "職員番号")))
    tell(50)
    known = books()
    tell(65)
    plan = plan_everybody if reach == Reach.EVERYBODY else plan_staff
    return plan(people, known, organisation(on), on)


def _with_real_characters(read: Staff) -> Staff:
    """The names for whose 外字 somebody has chosen a character, with that character."""
    chosen = dict(NameReplacement.objects.values_list("raw", "chosen"))
    people = tuple(
        replace(one, main=replace(one.main, name=chosen[one.main.name]))
        if has_gaiji(one.main.name) and one.main.name in chosen
        else one
        for one in read.people
    )
    return replace(read, people=people)


def _roles(sheet: files.Sheet, on: date, reach: Reach, tell: Tell) -> Plan:
    read = columns.typed(sheet.rows, columns.role_row, "職員番号")
    return plan_roles(read, books(), organisation(on), on)


_PLANNERS: Mapping[_Kind, tuple[tuple[str, ...], Callable[[files.Sheet, date, Reach, Tell], Plan]]] = {
    _Kind.DEPARTMENTS: (columns.DEPARTMENT_COLUMNS, _departments),
    _Kind.STAFF: (columns.STAFF_COLUMNS, _staff),
    _Kind.ROLES: (columns.ROLE_COLUMNS, _roles),
}
