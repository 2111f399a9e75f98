"""Finding people by number or name, for those who write down what somebody did elsewhere."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lms.lib.text_keys import search_key
from lms.people import directory
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
    """As the list of people finds them; nobody where nothing is looked for."""
    if not search_key(text):
        return Employee.objects.none()
    return directory.matching(Employee.objects.all(), text).order_by("kana_key", "staff_number")


def seated(people: Sequence[Employee], on: date) -> list[Found]:
    """Two queries."""
    held = seats(organisation(on), on, [person.pk for person in people])
    return [Found(person, held.get(person.pk)) for person in people]


def numbers_in(text: str) -> list[str]:
    """Staff numbers in any width, with blanks, line breaks or commas between them; each once."""
    found = re.split(r"[\s,、]+", unicodedata.normalize("NFKC", text))
    return list(dict.fromkeys(filter(None, found)))


def by_number(numbers: Sequence[str]) -> dict[str, Employee]:
    """One query."""
    return {person.staff_number: person for person in Employee.objects.filter(staff_number__in=numbers)}
