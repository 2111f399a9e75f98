"""Finding people by number or name, for those who write down what somebody did elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lms.lib.text_keys import search_key
from lms.people.models import Employee
from lms.people.organisation import organisation
from lms.people.postings import Seat, seats

MOST_FOUND = 50


@dataclass(frozen=True)
class Found:
    """A person with the seat of the day; without one, who is no longer or not yet in the city's service."""

    employee: Employee
    seat: Seat | None


def matching(text: str) -> QuerySet[Employee]:
    """By the beginning of the staff number, or by a part of name or kana, however it is typed."""
    key = search_key(text)
    if not key:
        return Employee.objects.none()
    named = Q(staff_number__istartswith=text.strip()) | Q(name_key__contains=key) | Q(kana_key__contains=key)
    return Employee.objects.filter(named).order_by("kana_key", "staff_number")


def seated(people: Sequence[Employee], on: date) -> list[Found]:
    """Two queries."""
    held = seats(organisation(on), on, [person.pk for person in people])
    return [Found(person, held.get(person.pk)) for person in people]


def by_number(numbers: Sequence[str]) -> dict[str, Employee]:
    """One query."""
    return {person.staff_number: person for person in Employee.objects.filter(staff_number__in=numbers)}
