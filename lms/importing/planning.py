"""From a file's bytes to the plan of what it would change. Reads the database, writes nothing."""

from collections.abc import Callable, Mapping
from datetime import date

from lms.importing import columns, files
from lms.importing.books import books, versions
from lms.importing.department_planning import plan_departments
from lms.importing.models import ImportBatch
from lms.importing.persons import staff
from lms.importing.plans import Plan
from lms.importing.role_planning import plan_roles
from lms.importing.staff_planning import plan_staff
from lms.people.organisation import organisation

_Kind = ImportBatch.Kind


def planned(*, kind: str, content: bytes, on: date) -> Plan:
    """What the file of the day `on` would change; `faults` says what is wrong with it."""
    needed, plan = _PLANNERS[_Kind(kind)]
    sheet = files.read(content, needed)
    return plan(sheet, on) if not sheet.faults else Plan(on, faults=sheet.faults)


def _departments(sheet: files.Sheet, on: date) -> Plan:
    return plan_departments(columns.typed(sheet.rows, columns.department_row, "所属コード"), versions(), on)


def _staff(sheet: files.Sheet, on: date) -> Plan:
    people = staff(columns.typed(sheet.rows, columns.staff_row, "職員番号"))
    return plan_staff(people, books(), organisation(on), on)


def _roles(sheet: files.Sheet, on: date) -> Plan:
    read = columns.typed(sheet.rows, columns.role_row, "職員番号")
    return plan_roles(read, books(), organisation(on), on)


_PLANNERS: Mapping[_Kind, tuple[tuple[str, ...], Callable[[files.Sheet, date], Plan]]] = {
    _Kind.DEPARTMENTS: (columns.DEPARTMENT_COLUMNS, _departments),
    _Kind.STAFF: (columns.STAFF_COLUMNS, _staff),
    _Kind.ROLES: (columns.ROLE_COLUMNS, _roles),
}
