"""Everybody in post on a day, with what conditions ask about. Two queries whatever the size of the city."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from lms.duties.audience import Person, Post
from lms.people.models import Posting, RoleGrant

_CHUNK = 5000
_COLUMNS = (
    "employee_id", "kind", "starts_on", "ends_on", "department_id", "grade", "employment_type", "appointing_authority"
)  # fmt: skip


def people_in_post(on: date) -> dict[int, Person]:
    """Those with a main posting on the day, by employee id."""
    return _people(on, Posting.objects.known(), RoleGrant.objects.on(on))


def some_in_post(on: date, employees: Collection[int]) -> dict[int, Person]:
    """Of these few."""
    postings = Posting.objects.known().filter(employee__in=employees)
    return _people(on, postings, RoleGrant.objects.on(on).filter(employee__in=employees))


def _people(on: date, postings: QuerySet[Posting], grants: QuerySet[RoleGrant]) -> dict[int, Person]:
    roles = _roles(grants)
    return {person.id: person for person in _seated(on, postings, roles)}


def _seated(on: date, postings: QuerySet[Posting], roles: dict[int, dict[str, date]]) -> Iterator[Person]:
    begun = postings.filter(starts_on__lte=on).order_by("employee_id", "starts_on")
    rows = begun.values_list(*_COLUMNS).iterator(_CHUNK)
    for employee_id, of_one in groupby(rows, lambda row: row[0]):
        posts = tuple(_posts(of_one))
        person = Person(employee_id, on, posts, roles.get(employee_id, {}))
        if any(post.main for post in person.current()):
            yield person


def _posts(rows: Iterable[tuple]) -> Iterator[Post]:
    for _employee, kind, starts_on, ends_on, *rest in rows:
        yield Post(starts_on, ends_on, kind == Posting.Kind.MAIN, *rest)


def _roles(grants: QuerySet[RoleGrant]) -> dict[int, dict[str, date]]:
    """Roles held on the day with the first day of each; a role held in two places counts from the earlier one."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    last_first = grants.order_by("-starts_on")
    for employee_id, role, starts_on in last_first.values_list("employee_id", "role", "starts_on"):
        found[employee_id][role] = starts_on
    return found
