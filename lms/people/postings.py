"""Where people sat on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import BigIntegerField, DateField, QuerySet

from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Posting
from lms.people.organisation import Organisation


@dataclass(frozen=True)
class Seat:
    """A person's main posting on a day; `department_name` is that of the 報告単位, as papers print it."""

    department_id: int
    department_name: str
    job_title: str
    grade: str
    employment_type: str


def seat(employee_id: int, on: date) -> Seat | None:
    """One person's main posting on a day, without reading the whole organisation. Two small queries."""
    found = _main_postings(employee=employee_id, on=on)
    return Seat(found[0][0], _printed_name(found[0][0], on), *found[0][1:]) if found else None


# From the department up to the first 報告単位.
_UPWARDS = """
WITH RECURSIVE upwards (name, parent_id, reports, step) AS (
  SELECT name, parent_id, reports, 0 FROM people_departmentversion
  WHERE department_id = %(department)s AND voided_at IS NULL
    AND (starts_on IS NULL OR starts_on <= %(on)s) AND (ends_on IS NULL OR ends_on >= %(on)s)
  UNION ALL
  SELECT above.name, above.parent_id, above.reports, step + 1
  FROM upwards JOIN people_departmentversion above ON above.department_id = upwards.parent_id
  WHERE NOT upwards.reports AND above.voided_at IS NULL
    AND (above.starts_on IS NULL OR above.starts_on <= %(on)s) AND (above.ends_on IS NULL OR above.ends_on >= %(on)s)
)
SELECT name, reports FROM upwards ORDER BY step
"""


def _printed_name(department_id: int, on: date) -> str:
    """As `Organisation.reporting_unit` finds it."""
    with connection.cursor() as cursor:
        cursor.execute(_UPWARDS, {"department": department_id, "on": on})
        found = cursor.fetchall()
    return next((name for name, reports in reversed(found) if reports), found[0][0] if found else "")


def _rows_of_main_postings() -> QuerySet:
    own = Posting.objects.on(Parameter("on", DateField())).filter(employee=Parameter("employee", BigIntegerField()))
    fields = ("department_id", "job_title", "grade", "employment_type")
    return own.filter(kind=Posting.Kind.MAIN).order_by().values_list(*fields)


_main_postings = Prepared(_rows_of_main_postings)


def seats(
    organisation: Organisation, on: date, employees: Iterable[int] | None = None, known_at: datetime | None = None
) -> dict[int, Seat]:
    """Main postings on a day by employee id, of everybody or of `employees`. One query."""
    postings = Posting.objects.on(on, known_at).filter(kind=Posting.Kind.MAIN)
    if employees is not None:
        postings = postings.filter(employee__in=employees)
    rows = postings.values_list("employee_id", "department_id", "job_title", "grade", "employment_type")
    return {row[0]: Seat(row[1], organisation.name(organisation.reporting_unit(row[1])), *row[2:]) for row in rows}
