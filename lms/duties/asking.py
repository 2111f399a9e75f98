"""The conditions of `lms.duties.audience` once more, as filters of the database: for counting whom a rule catches.

What they mean is said there, for one person; a property test holds the two together.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import DateField, Exists, Func, OuterRef, Q, QuerySet

from lms.duties.audience import EVERYBODY, AudienceError, Stored
from lms.lib.fiscal_year import first_day, fiscal_year
from lms.people.models import Posting, RoleGrant
from lms.people.organisation import Organisation

_MAIN = Posting.Kind.MAIN


def main_postings_caught(stored: Stored, organisation: Organisation, on: date) -> QuerySet[Posting]:
    """The main postings, one a person, of those whom a condition catches on a day."""
    posts = Posting.objects.on(on)
    if stored == EVERYBODY:
        return posts.filter(kind=_MAIN)
    fitting = posts.filter(_filter(stored, organisation, on)).values("employee")
    return posts.filter(kind=_MAIN, employee__in=fitting)


def _filter(stored: Stored, organisation: Organisation, on: date) -> Q:
    """On one post of the day. Raises AudienceError for what cannot be read."""
    kind, of = stored.get("is"), stored.get("of", [])
    if kind in _COMBINED:
        parts = [_filter(one, organisation, on) for one in of]
        return _COMBINED[kind](parts)
    if kind not in _PLAIN:
        raise AudienceError(f"対象者の条件「{kind}」は読めません。")
    return _PLAIN[kind](of, organisation, on)


def _newcomer(_of: list[str], _organisation: Organisation, on: date) -> Q:
    """Some main posting of this fiscal year was not preceded by another to the day: service began with it."""
    mains = Posting.objects.known().filter(kind=_MAIN)
    before = mains.filter(
        Q(ends_on=None) | Q(ends_on__gte=_DayBefore(OuterRef("starts_on"))),
        employee=OuterRef("employee"), starts_on__lt=OuterRef("starts_on"),
    )  # fmt: skip
    begun = mains.filter(~Exists(before), starts_on__range=(first_day(fiscal_year(on)), on))
    return Q(employee__in=begun.values("employee"))


def _role(of: list[str], _organisation: Organisation, on: date) -> Q:
    return Q(employee__in=RoleGrant.objects.on(on).filter(role__in=of).values("employee"))


def _department(of: list[str], organisation: Organisation, _on: date) -> Q:
    nodes = [node.id for code in of if (node := organisation.standing_for(code))]
    return Q(department__in=organisation.below(nodes))


def _of_post(column: str) -> Callable[[list[str], Organisation, date], Q]:
    return lambda of, _organisation, _on: Q(**{f"{column}__in": of})


_EVERYBODY = Q(pk__isnull=False)  # an empty Q would vanish among others, and its negation too
_COMBINED: Mapping[str, Callable[[list[Q]], Q]] = {
    "all": lambda parts: reduce(and_, parts, _EVERYBODY),
    "any": lambda parts: reduce(or_, parts, ~_EVERYBODY),
    "not": lambda parts: ~reduce(or_, parts, ~_EVERYBODY),
}
_PLAIN: Mapping[str, Callable[[list[str], Organisation, date], Q]] = {
    "everybody": lambda _of, _organisation, _on: _EVERYBODY,
    "newcomer": _newcomer,
    "role": _role,
    "employment": _of_post("employment_type"),
    "grade": _of_post("grade"),
    "authority": _of_post("appointing_authority"),
    "department": _department,
}


class _DayBefore(Func):
    """The day before a day; Django's own subtraction gives SQLite a moment, which is no day to compare with."""

    output_field = DateField()

    def as_sqlite(self, compiler: object, connection: object, **context: object) -> tuple[str, list]:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '-1 day')", **context)

    def as_postgresql(self, compiler: object, connection: object, **context: object) -> tuple[str, list]:
        return self.as_sql(compiler, connection, template="(%(expressions)s - 1)", **context)
