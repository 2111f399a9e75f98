"""The list of people: found by any way of writing a name, and where they sit on a day."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lms.lib.text_keys import search_key
from lms.people.models import Employee, Posting
from lms.people.organisation import Organisation


@dataclass(frozen=True)
class Entry:
    """A person and where they sit. `beside`: in the list by a posting that is not the main one."""

    employee: Employee
    department: str
    job_title: str
    other_posts: str
    beside: bool


def matching(people: QuerySet[Employee], words: str) -> QuerySet[Employee]:
    """People whose name, 旧姓・通称, reading or number holds the words, whatever their width and kana."""
    key, number = search_key(words), unicodedata.normalize("NFKC", words).strip()
    if not key:
        return people
    named = Q(name_key__contains=key) | Q(usual_key__contains=key) | Q(kana_key__contains=key)
    return people.filter(named | Q(staff_number__icontains=number))


def posted(people: QuerySet[Employee], on: date, departments: Iterable[int] | None = None) -> QuerySet[Employee]:
    """Those who sit anywhere on a day, or in these departments."""
    there = Posting.objects.on(on)
    if departments is not None:
        there = there.filter(department__in=[*departments])
    return people.filter(pk__in=there.values("employee"))


def entries(
    employees: Iterable[Employee], organisation: Organisation, on: date, departments: frozenset[int] | None = None
) -> list[Entry]:
    """The rows of these people, in their order; `departments` is what the list is narrowed to. One query."""
    employees = list(employees)
    posts: dict[int, list[Posting]] = {}
    for post in Posting.objects.on(on).filter(employee__in=employees).order_by("department__code"):
        posts.setdefault(post.employee_id, []).append(post)
    return [_entry(person, posts.get(person.pk, []), organisation, departments) for person in employees]


def _entry(
    person: Employee, posts: list[Posting], organisation: Organisation, departments: frozenset[int] | None
) -> Entry:
    main = next((post for post in posts if post.kind == Posting.Kind.MAIN), None)
    others = [
        f"{organisation.name(post.department_id)}（{post.get_kind_display()}）" for post in posts if post is not main
    ]
    place = organisation.name(main.department_id) if main else ""
    beside = bool(departments is not None and posts) and (main is None or main.department_id not in departments)
    return Entry(person, place, main.job_title if main else "", "、".join(others), beside)
