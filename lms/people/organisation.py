"""The organisation on a day, read once and then asked in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from lms.people.models import DepartmentMerger, DepartmentVersion


@dataclass(frozen=True)
class Node:
    """A department as it was on the day."""

    id: int
    code: str
    name: str
    parent_id: int | None
    appointing_authority: str
    reports: bool


@dataclass(frozen=True)
class Organisation:
    """All departments of a day by id."""

    nodes: dict[int, Node]

    @cached_property
    def _children(self) -> dict[int | None, list[int]]:
        children: dict[int | None, list[int]] = {}
        for node in self.nodes.values():
            children.setdefault(node.parent_id, []).append(node.id)
        return children

    def below(self, ids: Iterable[int]) -> frozenset[int]:
        """These departments and everything under them."""
        found: set[int] = set()
        waiting = [i for i in ids if i in self.nodes]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self._children.get(current, ()))
        return frozenset(found)

    def upwards(self, department_id: int) -> list[int]:
        """A department, the one above it, and so on."""
        found: list[int] = []
        current: int | None = department_id
        while current is not None and current in self.nodes and current not in found:
            found.append(current)
            current = self.nodes[current].parent_id
        return found

    def reporting_unit(self, department_id: int) -> int:
        """The nearest 報告単位 at or above a department, else the department itself (市長, 副市長, 教育長)."""
        current: int | None = department_id
        while current is not None and current in self.nodes:
            if self.nodes[current].reports:
                return current
            current = self.nodes[current].parent_id
        return department_id

    def by_code(self, code: str) -> Node | None:
        return next((node for node in self.nodes.values() if node.code == code), None)

    def standing_for(self, code: str) -> Node | None:
        """The department of a code or, where that one was merged, the one that stands in its place. Only a code that
        is gone costs a query, once."""
        met: set[str] = set()
        while (node := self.by_code(code)) is None and code in self._successors and code not in met:
            met.add(code)
            code = self._successors[code]
        return node

    @cached_property
    def _successors(self) -> dict[str, str]:
        mergers = DepartmentMerger.objects.order_by("pk")
        return dict(mergers.values_list("department__code", "into__code"))

    def name(self, department_id: int) -> str:
        node = self.nodes.get(department_id)
        return node.name if node else ""


def organisation(on: date, known_at: datetime | None = None) -> Organisation:
    """The departments of a day. One query."""
    rows = DepartmentVersion.objects.on(on, known_at).values_list(
        "department_id", "department__code", "name", "parent_id", "appointing_authority", "reports"
    )
    return Organisation({row[0]: Node(*row) for row in rows.order_by("department__code")})
