"""What reading a file would change: the plan that is shown, confirmed and then carried out as it was shown."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from lms.importing.faults import Fault, Note


class Category(TextChoices):
    """Each person, department or role counts once, under the first of these that fits."""

    NEW = "new", "新規"
    LEFT = "left", "退職"
    MOVED = "moved", "異動"
    CHANGED = "changed", "変更"
    UNCHANGED = "unchanged", "変更なし"


@dataclass(frozen=True)
class CellChange:
    """One thing before and after, in words; empty: nothing was or will be there."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What becomes of one person, department or role. `subject` is the number or code."""

    row: int
    category: Category
    subject: str
    name: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The whole file against the database. `steps` are what is to be written, of a type for each kind of file."""

    on: date
    changes: tuple[Change, ...] = ()
    steps: tuple[Any, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(change.category.value for change in self.changes)
        return {category.value: found[category.value] for category in Category}

    def of(self, category: str) -> Sequence[Change]:
        return [change for change in self.changes if change.category == category]

    @property
    def can_be_applied(self) -> bool:
        return bool(self.steps) and not self.faults

    @property
    def digest(self) -> str:
        """The same for the same plan: whoever confirms names by it what was shown."""
        return hashlib.sha256(repr((self.on, self.changes, self.steps, self.faults)).encode()).hexdigest()
