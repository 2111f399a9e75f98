"""The organisation of a day as a clerk reads it: from the top down, with the people who sit there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from lms.people.models import Posting
from lms.people.organisation import Node, Organisation


@dataclass(frozen=True)
class Branch:
    """A department, how deep it hangs, and how many people sit there by main posting and beside another one."""

    node: Node
    depth: int
    main: int
    beside: int

    @property
    def indent(self) -> str:
        return "　" * self.depth


@dataclass(frozen=True)
class Tree:
    """Every person counts once, at the main posting, so that `people` is the number of distinct people."""

    branches: tuple[Branch, ...]
    people: int

    @property
    def homeless(self) -> int:
        """People whose main posting is in a department that does not exist on the day."""
        return self.people - sum(branch.main for branch in self.branches)


def tree(organisation: Organisation, on: date) -> Tree:
    """One query."""
    main, beside = Q(kind=Posting.Kind.MAIN), ~Q(kind=Posting.Kind.MAIN)
    rows = Posting.objects.on(on).order_by().values("department_id").annotate(
        mains=Count("employee", filter=main, distinct=True), besides=Count("employee", filter=beside, distinct=True)
    )  # fmt: skip
    counts = {row["department_id"]: (row["mains"], row["besides"]) for row in rows}
    branches = [Branch(node, depth, *counts.get(node.id, (0, 0))) for node, depth in _from_the_top(organisation)]
    return Tree(tuple(branches), sum(mains for mains, _ in counts.values()))


def _from_the_top(organisation: Organisation) -> Iterator[tuple[Node, int]]:
    children: dict[int | None, list[Node]] = {}
    for node in organisation.nodes.values():
        above = node.parent_id if node.parent_id in organisation.nodes else None
        children.setdefault(above, []).append(node)
    waiting = [(node, 0) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in reversed(children.get(node.id, [])))
