"""Figures remembered until a fact changes. Every fact leaves an entry in the ledger, so its position says when.

Chapters that were read leave none; with them a figure is remembered only when the last was read a while ago.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import TypeVar, cast

from django.core.cache import caches

from lms.ledger.position import position
from lms.records.models import LessonRead
from lms.reports.figures import Question

Found = TypeVar("Found")
_DAY = 24 * 60 * 60
# No request takes so long: chapters that were read before it have been seen by now.
_SETTLED = timedelta(minutes=2)
# Nor does any act, be it an import or a night: what bears an earlier moment has been written by now.
_LONGEST_ACT = timedelta(hours=6)


class Memory:
    """What is known of the figures at a moment; made anew for every request."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def of(self, name: str, question: Question, compute: Callable[[], Found]) -> Found:
        """What `compute` finds for the question, or found when the books stood as they stand now.

        An answer as known at a moment that has passed never changes: it is remembered whatever is written since. (An
        erasure after the 保存期間 shows in it within a day.)
        """
        books = question.known_at if self._is_past(question) else self._books
        if books is None:
            return compute()
        key = sha256(repr((name, _identity(question), books)).encode()).hexdigest()
        found = caches["local"].get(key)
        if found is None:
            found = compute()
            caches["local"].set(key, found, _DAY)
        return cast("Found", found)

    def _is_past(self, question: Question) -> bool:
        return question.known_at is not None and question.known_at <= self._at - _LONGEST_ACT

    @cached_property
    def _books(self) -> object | None:
        """None while chapters are being read."""
        last = LessonRead.objects.order_by("-pk").values_list("pk", "recorded_at").first()
        if last is not None and last[1] > self._at - _SETTLED:
            return None
        return last, position()


def _identity(question: Question) -> object:
    scope = "everywhere" if question.scope.everywhere else sorted(question.scope.departments.nodes)
    courses = [course.pk for course in question.courses]
    return question.fiscal_year, question.on, question.known_at, courses, scope, question.cut
