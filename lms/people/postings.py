"""Where people sat on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

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


def seats(
    organisation: Organisation, on: date, employees: Iterable[int] | None = None, known_at: datetime | None = None
) -> dict[int, Seat]:
    """Main postings on a day by employee id, of everybody or of `employees`. One query."""
    postings = Posting.objects.on(on, known_at).filter(kind=Posting.Kind.MAIN)
    if employees is not None:
        postings = postings.filter(employee__in=employees)
    rows = postings.values_list("employee_id", "department_id", "job_title", "grade", "employment_type")
    return {row[0]: Seat(row[1], organisation.name(organisation.reporting_unit(row[1])), *row[2:]) for row in rows}
