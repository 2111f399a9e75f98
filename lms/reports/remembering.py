"""Figures remembered until a fact changes them. Every fact leaves an entry in the ledger, so its position says when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, cached_property
from hashlib import sha256
from typing import TypeVar, cast

from django.core.cache import caches

from courses.models import Course
from lms.duties.choosing import has_choices
from lms.reports.books import Books, books
from lms.reports.figures import Question

Found = TypeVar("Found")
_DAY = 24 * 60 * 60
# No act takes so long, be it an import or a night: what bears an earlier moment has been written by now.
_LONGEST_ACT = timedelta(hours=6)


class Memory:
    """What is known of the figures at a moment; made anew for every request.

    An answer as known at a moment that has passed never changes: it is remembered whatever is written since. (An
    erasure after the 保存期間 shows in it within a day.)
    """

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._has_choices = cache(has_choices)

    def of(self, name: str, question: Question, compute: Callable[[], Found]) -> Found:
        """What `compute` finds for the question, or found when the books stood as they stand now."""
        basis = question.known_at if self._is_past(question) else self._books.position
        return _remembered(_key(name, question, basis), compute)

    def of_duties(self, name: str, question: Question, compute: Callable[[], Found]) -> Found:
        """The same of what is counted of duties alone: it holds while only tests are taken and other trainings done."""
        return _remembered(_key(name, question, self._basis(question, question.courses)), compute)

    def by_training(
        self, name: str, question: Question, compute: Callable[[Question], Mapping[int, Found]]
    ) -> dict[int, Found]:
        """By course id; only the trainings of which something has changed are counted anew, together."""
        keys = {one.pk: self._key_of_training(name, question, one) for one in question.courses}
        found = {pk: caches["local"].get(key) for pk, key in keys.items()}
        if changed := tuple(course for course in question.courses if found[course.pk] is None):
            counted = compute(replace(question, courses=changed))
            caches["local"].set_many({keys[pk]: one for pk, one in counted.items()}, _DAY)
            found.update(counted)
        return cast("dict[int, Found]", found)

    def _key_of_training(self, name: str, question: Question, course: Course) -> str:
        return _key(name, replace(question, courses=(course,)), self._basis(question, (course,)))

    def _basis(self, question: Question, courses: Sequence[Course]) -> object:
        """What the figures of these trainings rest on."""
        if self._is_past(question):
            return question.known_at
        if self._has_choices(question.fiscal_year):
            # 選択必修: any training may count for the line.
            return self._books
        return [self._books.mark(course.code) for course in courses]

    def _is_past(self, question: Question) -> bool:
        return question.known_at is not None and question.known_at <= self._at - _LONGEST_ACT

    @cached_property
    def _books(self) -> Books:
        return books()


def _remembered(key: str, compute: Callable[[], Found]) -> Found:
    found = caches["local"].get(key)
    if found is None:
        found = compute()
        caches["local"].set(key, found, _DAY)
    return cast("Found", found)


def _key(name: str, question: Question, basis: object) -> str:
    return sha256(repr((name, _identity(question), basis)).encode()).hexdigest()


def _identity(question: Question) -> object:
    scope = "everywhere" if question.scope.everywhere else sorted(question.scope.departments.nodes)
    courses = [course.pk for course in question.courses]
    return question.fiscal_year, question.on, question.known_at, courses, scope, question.cut
