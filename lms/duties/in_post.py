"""Everybody in post on a day, with what conditions ask about. Two queries whatever the size of the city."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet

from lms.duties.audience import Person, Post, unbroken
from lms.people.models import Posting, RoleGrant

_CHUNK = 5000
_DAY = timedelta(days=1)
_COLUMNS = (
    "employee_id", "kind", "starts_on", "ends_on", "department_id", "grade", "employment_type", "appointing_authority"
)  # fmt: skip
# Role, first and last day.
_Grant = tuple[str, date, date | None]


@dataclass(frozen=True)
class History:
    """All posts and roles of somebody that had begun by a day."""

    id: int
    posts: tuple[Post, ...]
    grants: tuple[_Grant, ...] = ()

    def on(self, day: date) -> Person:
        """As the person was on that day or an earlier one."""
        return Person(self.id, day, tuple(post for post in self.posts if post.starts_on <= day), self._roles(day))

    def _roles(self, day: date) -> dict[str, date]:
        held = {role for role, first, last in self.grants if first <= day and (last is None or last >= day)}
        return {
            role: unbroken(((first, last) for name, first, last in self.grants if name == role and first <= day), day)
            for role in held
        }

    def changes(self) -> set[date]:
        """The days on which something began, or was over."""
        spans = [*((post.starts_on, post.ends_on) for post in self.posts), *(grant[1:] for grant in self.grants)]
        return {first for first, _ in spans} | {last + _DAY for _, last in spans if last is not None}


def people_in_post(on: date) -> dict[int, Person]:
    """Those with a main posting on the day, by employee id."""
    return _seated(on, Posting.objects.known(), RoleGrant.objects.known())


def some_in_post(on: date, employees: Collection[int]) -> dict[int, Person]:
    """Of these few."""
    postings = Posting.objects.known().filter(employee__in=employees)
    return _seated(on, postings, RoleGrant.objects.known().filter(employee__in=employees))


def histories(on: date, employees: Collection[int]) -> dict[int, History]:
    """Of these few, in post or not."""
    postings = Posting.objects.known().filter(employee__in=employees)
    rows = _histories(on, postings, RoleGrant.objects.known().filter(employee__in=employees))
    return {history.id: history for history in rows}


def is_in_post(person: Person) -> bool:
    return any(post.main for post in person.current())


def _seated(on: date, postings: QuerySet[Posting], grants: QuerySet[RoleGrant]) -> dict[int, Person]:
    people = (history.on(on) for history in _histories(on, postings, grants))
    return {person.id: person for person in people if is_in_post(person)}


def _histories(on: date, postings: QuerySet[Posting], grants: QuerySet[RoleGrant]) -> Iterator[History]:
    held = _grants(grants.filter(starts_on__lte=on))
    begun = postings.filter(starts_on__lte=on).order_by("employee_id", "starts_on")
    rows = begun.values_list(*_COLUMNS).iterator(_CHUNK)
    for employee_id, of_one in groupby(rows, lambda row: row[0]):
        posts = tuple(
            Post(starts_on, ends_on, kind == Posting.Kind.MAIN, *rest) for _, kind, starts_on, ends_on, *rest in of_one
        )
        yield History(employee_id, posts, tuple(held.get(employee_id, ())))


def _grants(grants: QuerySet[RoleGrant]) -> dict[int, list[_Grant]]:
    found: dict[int, list[_Grant]] = defaultdict(list)
    for employee_id, *grant in grants.values_list("employee_id", "role", "starts_on", "ends_on"):
        found[employee_id].append(tuple(grant))
    return found
