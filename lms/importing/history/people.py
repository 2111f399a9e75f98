"""Whose rows they are: the people whom a file names by their staff numbers."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from lms.importing.reading.faults import Fault
from lms.people.models import Employee

T = TypeVar("T")
_CHUNK = 2000


class Named(NamedTuple):
    """A person whom a file names."""

    id: int
    name: str


def people_of(numbers: Collection[str]) -> dict[str, Named]:
    """By staff number; who is unknown is missing."""
    found: dict[str, Named] = {}
    for part in chunks(sorted(set(numbers))):
        rows = Employee.objects.filter(staff_number__in=part).order_by().values_list("staff_number", "pk", "name")
        found.update((number, Named(pk, name)) for number, pk, name in rows)
    return found


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many values as one question may hold, at a time."""
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def unknown_person(row: int, number: str) -> Fault:
    message = "この職員番号の職員は登録されていません。番号を直すか、先に職員のファイルを取り込んでください。"
    return Fault(row, "職員番号", number, message)


def second_rows(keys: Iterable[tuple[int, object]]) -> dict[int, int]:
    """Of pairs of a row's number and what it says: the rows that say the same as an earlier one, with that one."""
    first: dict[object, int] = {}
    return {row: first[key] for row, key in keys if first.setdefault(key, row) != row}
