"""Rows that are found once and counted in several ways: one statement where a database would else find them anew for
each way."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Grouping = Sequence[str]


def counted(rows: QuerySet[Any], *groupings: Grouping) -> list[list[tuple[Any, ...]]]:
    """For each grouping, the values of its columns and how many rows have them, as the database gives them.

    `groupings` name fields or annotations of the rows; a plain value comes back as it is stored (on SQLite a bool as 0
    or 1, a moment as text).
    """
    names = list(dict.fromkeys(name for grouping in groupings for name in grouping))
    found: list[list[tuple[Any, ...]]] = [[] for _ in groupings]
    try:
        sql, values = rows.order_by().values_list(*names).query.sql_with_params()
    except EmptyResultSet:  # conditions that nothing can fulfil, such as to be one of none
        return found
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_statement(sql, names, groupings), values)
        for place, *columns, number in cursor.fetchall():
            found[place].append((*(columns[names.index(name)] for name in groupings[place]), number))
    return found


def _statement(sql: str, names: list[str], groupings: Sequence[Grouping]) -> str:
    """The first, empty part of the union tells PostgreSQL of which type each column is."""
    columns = ", ".join(_column(name, names) for name in names)
    parts = [f"SELECT 0, {columns}, 0 FROM found WHERE 1 = 0"]  # noqa: S608 - as below
    for place, grouping in enumerate(groupings):
        shown = ", ".join(_column(name, names) if name in grouping else "NULL" for name in names)
        by = ", ".join(_column(name, names) for name in grouping)
        parts.append(f"SELECT {place}, {shown}, COUNT(*) FROM found GROUP BY {by}")  # noqa: S608 - names of our own
    return f"WITH found ({columns}) AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}"


def _column(name: str, names: list[str]) -> str:
    return f"column_{names.index(name)}"
