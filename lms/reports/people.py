"""The people behind the figures: one row a duty, in the order of their kana."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from django.db.models import F, QuerySet

from courses.models import Course
from lms.duties.models import Duty, Requirement
from lms.duties.status import DAYS_AFTER_RETURN, OUT_OF_COUNT, State, due_on, seated_in
from lms.lib.fiscal_year import first_day, local_date
from lms.people.models import Leave, Posting
from lms.people.organisation import Node, Organisation
from lms.reports.figures import Question
from lms.reports.groups import Group
from lms.reports.reminding import Reminded, reminded


@dataclass(frozen=True)
class Standing:
    """How one duty stands. No 受講期限 for those who need not complete now."""

    state: State
    due_on: date | None
    completed_on: date | None
    reminded: Reminded | None = None


@dataclass(frozen=True)
class Person:
    """One duty of one person, at the main posting of the day; `other_posts` names the departments beside it."""

    employee_id: int
    name: str
    staff_number: str
    department: str
    job_title: str
    other_posts: str
    course: Course
    standing: Standing
    duty: Duty


def duties_in(question: Question, group: Group, row: Node | None = None) -> QuerySet[Duty]:
    """The duties of a group; with `row`, only those that the report counts in that department's own row."""
    duties = question.duties().filter(group.condition(question.on, question.known_at))
    if row is not None:
        departments = question.scope.departments
        own = [pk for pk in departments.nodes if departments.reporting_unit(pk) == row.id]
        duties = duties.filter(seated_in(own, question.on, question.known_at))
    ordered = duties.order_by("employee__kana_key", "employee__staff_number", "requirement__course__code")
    columns = ordered.only(
        "due_on", "requirement", "counts_from", "counts_until", "employee__name", "employee__usual_name",
        "employee__staff_number",
    )  # fmt: skip
    return columns.select_related("employee").annotate(job_title=F("employee__postings__job_title"))


def people(question: Question, city: Organisation, duties: Iterable[Duty]) -> list[Person]:
    """Three queries beside that of the duties."""
    return [*listed(question, city, [duties])]


def with_reminders(found: Sequence[Person], until: date) -> list[Person]:
    """A page or paper of them, not thousands, with 最終督促日 as of a day. One query."""
    asked = reminded([one.duty.pk for one in found], until)
    return [replace(one, standing=replace(one.standing, reminded=asked.get(one.duty.pk))) for one in found]


def listed(question: Question, city: Organisation, portions: Iterable[Iterable[Duty]]) -> Iterator[Person]:
    """The same for duties that come portion by portion."""
    returns = returns_of_year(question.fiscal_year, question.on, question.known_at)
    others = _other_posts(city, question.on, question.known_at)
    asked = Requirement.objects.filter(plan__fiscal_year=question.fiscal_year).select_related("course").in_bulk()
    for duty in chain.from_iterable(portions):
        # Handed over rather than joined: ten thousand duties share a handful of requirements.
        duty.requirement = asked[duty.requirement_id]
        yield _person(duty, city, standing(duty, question.on, returns), others.get(duty.employee_id, []))


def _person(duty: Duty, city: Organisation, stands: Standing, others: list[str]) -> Person:
    return Person(
        duty.employee_id, duty.employee.shown_name, duty.employee.staff_number, place(city, duty.department_id),
        duty.job_title, "、".join(others), duty.requirement.course, stands, duty,
    )  # fmt: skip


def standing(duty: Duty, on: date, returns: dict[int, list[date]]) -> Standing:
    """Of a duty that carries `state` and `completed_at`."""
    state = State(duty.state)
    due = None if state in OUT_OF_COUNT else due_on(duty, on, returns.get(duty.employee_id, ()))
    return Standing(state, due, local_date(duty.completed_at) if duty.completed_at else None)


def place(city: Organisation, department_id: int) -> str:
    """「福祉課　社会福祉係」: the 報告単位, and the department itself where that is another."""
    unit = city.reporting_unit(department_id)
    names = [city.name(unit)] if unit == department_id else [city.name(unit), city.name(department_id)]
    return "　".join(names)


def returns_of_year(fiscal_year: int, on: date, known_at: datetime | None) -> dict[int, list[date]]:
    """The last days of those absences that can still move a 受講期限 of the year, by employee id. One query."""
    earliest = first_day(fiscal_year) - timedelta(days=DAYS_AFTER_RETURN)
    ended = Leave.objects.known(known_at).filter(ends_on__lt=on, ends_on__gte=earliest)
    found: dict[int, list[date]] = defaultdict(list)
    for employee_id, last in ended.values_list("employee_id", "ends_on"):
        found[employee_id].append(last)
    return found


def _other_posts(city: Organisation, on: date, known_at: datetime | None) -> dict[int, list[str]]:
    """Names of the departments in which people sit beside their main posting, by employee id. One query."""
    posts = Posting.objects.on(on, known_at).exclude(kind=Posting.Kind.MAIN).order_by("department__code")
    found: dict[int, list[str]] = defaultdict(list)
    for employee_id, department_id in posts.values_list("employee_id", "department_id"):
        found[employee_id].append(city.name(department_id))
    return found
