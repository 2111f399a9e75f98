"""Numbers of papers: sequential in a series, without gaps, never given twice."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from lms.certificates.models import Series
from lms.ledger.appending import append
from lms.people.roles import Office

# {prefix}: the city's words in front; {year}: the fiscal year in its era; {number}: the next number.
_PATTERNS = {
    (Office.SECURITY, Series.Kind.PERSONAL): "{prefix}{year}－{number}号",
    (Office.SECURITY, Series.Kind.DEPARTMENT): "{prefix}{year}－課{number}号",
    (Office.DX, Series.Kind.PERSONAL): "{prefix}{year}－DX{number}号",
    (Office.DX, Series.Kind.DEPARTMENT): "{prefix}{year}－DX課{number}号",
}


def held_series(office: str, kind: str, fiscal_year: int, *, actor: str, at: datetime) -> Series:
    """The series, begun with its first paper and held by this transaction until it ends: nobody else takes a number
    from it meanwhile.

    An UPDATE is what holds a row on PostgreSQL and the database on SQLite alike; SELECT FOR UPDATE does nothing there.
    """
    series, begun = Series.objects.get_or_create(
        office=office, kind=kind, fiscal_year=fiscal_year, defaults={"pattern": pattern(office, kind, fiscal_year)}
    )
    if begun:
        append(
            actor=actor, action="証書番号の系列の開始", subject=f"{fiscal_year} {office} {kind}", at=at,
            payload={"pattern": series.pattern}, watched={Series: [series.pk]},
        )  # fmt: skip
    hold(series)
    series.refresh_from_db()
    return series


def hold(series: Series) -> None:
    """Let nobody else give, give again or revoke in this series until the transaction ends."""
    Series.objects.filter(pk=series.pk).update(last_number=F("last_number"))


def take_numbers(series: Series, count: int) -> range:
    """The next `count` numbers of a series that is held. They go back if the transaction does not end well."""
    first = series.last_number + 1
    standing = Series.objects.filter(pk=series.pk, last_number=series.last_number)
    taken = standing.update(last_number=F("last_number") + count)
    if not taken:
        raise RuntimeError(f"{series} is not held")
    return range(first, first + count)


def kinds_of_series() -> list[tuple[Office, Series.Kind]]:
    """Every office with every kind of paper."""
    return list(_PATTERNS)


def open_year(office: str, kind: str, current: int) -> int:
    """The first year whose numbers can still look another way: the current one until its first paper is given."""
    begun = Series.objects.filter(office=office, kind=kind, fiscal_year=current, last_number__gt=0)
    return current + 1 if begun.exists() else current


@transaction.atomic
def change_patterns(
    *, patterns: Mapping[tuple[Office, Series.Kind], str], current: int, actor: str, at: datetime
) -> None:
    """番号の書式 from the open year on. Numbers that were given stay, and the rest of their year looks like them."""
    changes, changed = {}, []
    for (office, kind), wanted in patterns.items():
        series = held_series(office, kind, current, actor=actor, at=at)
        if series.last_number:
            series = held_series(office, kind, current + 1, actor=actor, at=at)
        if series.pattern != wanted:
            changes[str(series)] = [series.pattern, wanted]
            changed.append(series.pk)
            Series.objects.filter(pk=series.pk).update(pattern=wanted)
    if changes:
        append(
            actor=actor, action="証書の番号の書式の設定", subject="番号の書式", at=at,
            payload={"changes": changes}, watched={Series: changed},
        )  # fmt: skip


def pattern(office: str, kind: str, fiscal_year: int) -> str:
    """That of the series, or of the last one before it, or the usual one."""
    known = Series.objects.filter(office=office, kind=kind, fiscal_year__lte=fiscal_year).order_by("-fiscal_year")
    return known.values_list("pattern", flat=True).first() or _PATTERNS[Office(office), Series.Kind(kind)]
