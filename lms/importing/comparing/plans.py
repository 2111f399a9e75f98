"""What reading a file would change: the plan that is shown, confirmed and then carried out as it was shown."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import TextChoices

from lms.importing.comparing.reach import DROP_WARNING
from lms.importing.reading.faults import Fault, LeftOut, Note


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
    """What becomes of one person, department or role. `subject` is the number or code; row 0: not in the file."""

    row: int
    category: Category
    subject: str
    name: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class Drop:
    """How many of those in service a 全件入替え does not list, and so sends away."""

    absent: int
    in_service: int

    @property
    def is_large(self) -> bool:
        return self.absent > self.in_service * DROP_WARNING

    @property
    def words(self) -> str:
        percent = self.absent * 100 / self.in_service if self.in_service else 0
        return f"ファイルにない職員は{self.absent}人で、在籍する{self.in_service}人の{percent:.1f}％です。"


@dataclass(frozen=True)
class Consent:
    """What the clerk has agreed to beforehand: to go without the rows at fault, and that so many leave."""

    leaves_out: bool = False
    accepts_drop: bool = False


@dataclass(frozen=True)
class Plan:
    """The whole file against the database. `steps` are what is to be written, of a type for each kind of file.

    `left_out` are the rows for which there is no step, because they or others of the same person are at fault.
    """

    on: date
    changes: tuple[Change, ...] = ()
    steps: tuple[Any, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    drop: Drop | None = None
    headings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    batch: str = ""  # under which it was written

    @cached_property
    def counts(self) -> dict[str, int]:
        found = Counter(change.category.value for change in self.changes)
        return {category.value: found[category.value] for category in Category}

    def of(self, category: str) -> Sequence[Change]:
        return [change for change in self.changes if change.category == category]

    @property
    def can_be_applied(self) -> bool:
        return bool(self.steps) and not self.faults

    @property
    def can_leave_out(self) -> bool:
        """Whether something remains without the rows at fault. A whole replacement must be whole."""
        return bool(self.steps and self.faults and self.left_out) and self.drop is None

    @property
    def needs_consent(self) -> bool:
        """Whether so many would leave that it is asked about first."""
        return self.drop is not None and self.drop.is_large

    def allows(self, consent: Consent) -> bool:
        """Whether it may be written, given what the clerk agreed to."""
        agreed = consent.accepts_drop or not self.needs_consent
        return agreed and (self.can_be_applied or (consent.leaves_out and self.can_leave_out))

    @cached_property
    def digest(self) -> str:
        """The same for the same plan: whoever confirms names by it what was shown."""
        digest = hashlib.sha256(repr((self.on, self.faults, self.drop)).encode())
        for part in (*self.changes, *self.steps):
            digest.update(repr(part).encode())
        return digest.hexdigest()
