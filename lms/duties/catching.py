"""Whom a rule catches on a day and why, before anybody has a duty from it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from lms.duties.asking import main_postings_caught
from lms.duties.audience import Condition, Person, Stored, condition, reason
from lms.duties.in_post import people_in_post, some_in_post
from lms.people.models import Employee, Posting
from lms.people.organisation import Organisation


@dataclass(frozen=True)
class Row:
    """One of them as a page shows it."""

    staff_number: str
    name: str
    department: str
    why: str


@dataclass(frozen=True)
class Caught:
    """The people of a day who fit a condition."""

    condition: Condition
    postings: QuerySet[Posting]
    organisation: Organisation
    on: date

    @property
    def employees(self) -> QuerySet[Employee]:
        """In the order of their kana."""
        caught = Employee.objects.filter(pk__in=self.postings.values("employee"))
        return caught.order_by("kana_key", "staff_number")

    def by_department(self) -> list[tuple[str, int]]:
        """How many in each 報告単位, counted at the main posting; the numbers add up to all. One query."""
        counts: Counter[int] = Counter()
        for pk, number in self.postings.order_by().values_list("department").annotate(Count("pk")):
            counts[self.organisation.reporting_unit(pk)] += number
        nodes = self.organisation.nodes.values()
        names = [(node.name, counts.pop(node.id)) for node in nodes if node.id in counts]
        return [*names, *(("所属がないところ", number) for number in [sum(counts.values())] if number)]

    def rows(self, employees: Sequence[Employee]) -> list[Row]:
        """Some of them, with why. Two queries."""
        people = some_in_post(self.on, [employee.pk for employee in employees])
        return [self._row(employee, people[employee.pk]) for employee in employees]

    def _row(self, employee: Employee, person: Person) -> Row:
        place = self.organisation.name(_seat(person))
        return Row(employee.staff_number, employee.shown_name, place, reason(self.condition, person))


def caught(stored: Stored, organisation: Organisation, on: date) -> Caught:
    """Asks nothing yet."""
    asked = condition(stored, organisation, on)
    return Caught(asked, main_postings_caught(stored, organisation, on), organisation, on)


def numbers_caught(audiences: Iterable[Stored], organisation: Organisation, on: date) -> list[int]:
    """How many each condition catches. Two queries, whatever their number."""
    people = people_in_post(on).values()
    conditions = [condition(stored, organisation, on) for stored in audiences]
    return [sum(asked.catches(person) for person in people) for asked in conditions]


def _seat(person: Person) -> int:
    return next(post.department_id for post in person.current() if post.main)
