"""The two abstract shapes of a fact. A fact is recorded once; a mistake is voided, once, and another fact is added.

When the time for which it is to be kept is over, the personal words of a fact may be erased: `erases` says which
columns then hold what. The database lets that pass only for rows that an erasure of the ledger names
(lms.ledger.retention).
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, NoReturn, Self, cast

from django.db import models
from django.db.models import Q


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a fact from Python."""


class FactQuerySet(models.QuerySet):
    """Rows that are added and, at most, closed: `update` may set only the model's `sets_once` columns."""

    def update(self, **values: Any) -> int:
        if not set(values) <= set(cast("type[Fact]", self.model).sets_once):
            raise AppendOnlyError(f"{self.model.__name__} is append-only")
        return super().update(**values)

    def erase(self) -> int:
        """Put the model's blanks in place of its personal words. The database refuses it without an erasure."""
        return super().update(**cast("type[Fact]", self.model).erases)

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is append-only")


class Fact(models.Model):
    """A row that is written once. `sets_once` names the columns that may be filled later, one time."""

    sets_once: tuple[str, ...] = ()
    erases: ClassVar[Mapping[str, Any]] = {}
    # Columns that are younger than their table, with what the older rows hold.
    newer: ClassVar[Mapping[str, Any]] = {}

    recorded_at = models.DateTimeField("記録日時")

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} is append-only")


def new_salt() -> str:
    return secrets.token_hex(16)


class Salted(models.Model):
    """Personal words in a fact: with the salt gone, nobody can try out what they were against the ledger's digest."""

    salt = models.CharField(max_length=32, blank=True, default=new_salt, editable=False)

    class Meta:
        abstract = True


def spans(day: Any, relation: str = "") -> Q:
    """Whether a day lies within the span of a dated fact, or of those that `relation` ("role_grants__") leads to."""
    begun = Q(**{f"{relation}starts_on": None}) | Q(**{f"{relation}starts_on__lte": day})
    return begun & (Q(**{f"{relation}ends_on": None}) | Q(**{f"{relation}ends_on__gte": day}))


class DatedFactQuerySet(FactQuerySet):
    """Facts with a span of days and a life as knowledge."""

    def known(self, at: datetime | None = None) -> Self:
        """What stood in the books at `at`; without it, what stands now."""
        if at is None:
            return self.filter(voided_at=None)
        return self.filter(recorded_at__lte=at).filter(Q(voided_at=None) | Q(voided_at__gt=at))

    def on(self, day: date, known_at: datetime | None = None) -> Self:
        """What was true on `day`, as known at `known_at`."""
        return self.known(known_at).filter(spans(day))

    def void(self, at: datetime) -> int:
        """Take these facts out of the books from `at` on; questions as known before still see them."""
        return self.update(voided_at=at)


class DatedFact(Fact):
    """True from `starts_on` to `ends_on`, both inclusive; no `ends_on` means until further notice."""

    sets_once = ("voided_at",)

    starts_on = models.DateField("開始日")
    ends_on = models.DateField("終了日", null=True, blank=True)
    voided_at = models.DateTimeField("取消日時", null=True, blank=True, editable=False)

    objects = DatedFactQuerySet.as_manager()  # type: ignore[misc]  # the stubs know no second manager type

    class Meta:
        abstract = True
