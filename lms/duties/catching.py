"""Whom a rule catches on a day and why, before anybody has a duty from it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.duties.audience import Condition, Person, Stored, condition, reason
from lms.duties.in_post import people_in_post
from lms.people.models import Employee
from lms.people.organisation import Organisation


@dataclass(frozen=True)
class Caught:
    """The people of a day who fit a condition, by employee id."""

    condition: Condition
    people: Mapping[int, Person]

    def __len__(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class Row:
    """One of them as a page shows it."""

    staff_number: str
    name: str
    department: str
    why: str


def caught(audiences: Iterable[Stored], organisation: Organisation, on: date) -> list[Caught]:
    """For each condition whom it catches. Two queries, whatever their number."""
    people = people_in_post(on)
    conditions = [condition(stored, organisation, on) for stored in audiences]
    return [
        Caught(asked, {pk: person for pk, person in people.items() if asked.catches(person)}) for asked in conditions
    ]


def in_order(found: Caught) -> list[int]:
    """Their ids in the order of their kana. One query, over the whole city: a database takes only so many ids."""
    ordered = Employee.objects.order_by("kana_key", "staff_number").values_list("pk", flat=True)
    return [pk for pk in ordered.iterator() if pk in found.people]


def rows(found: Caught, ids: Sequence[int], organisation: Organisation) -> list[Row]:
    """Some of them, in the order of `ids`. One query."""
    employees = Employee.objects.in_bulk(ids)
    return [_row(employees[pk], found.people[pk], found.condition, organisation) for pk in ids]


def _row(employee: Employee, person: Person, asked: Condition, organisation: Organisation) -> Row:
    place = organisation.name(_seat(person))
    return Row(employee.staff_number, employee.shown_name, place, reason(asked, person))


def by_department(found: Caught, organisation: Organisation) -> list[tuple[str, int]]:
    """How many in each 報告単位, counted at the main posting; the numbers add up to all."""
    counts = Counter(organisation.reporting_unit(_seat(person)) for person in found.people.values())
    names = [(node.name, counts.pop(node.id)) for node in organisation.nodes.values() if node.id in counts]
    return [*names, *(("所属がないところ", number) for number in [sum(counts.values())] if number)]


def _seat(person: Person) -> int:
    return next(post.department_id for post in person.current() if post.main)
