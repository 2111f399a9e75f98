"""What a file of completions or of a drill would add to the books: shown, confirmed, then carried out as shown."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices

from lms.importing.reading.faults import Fault, Note

T = TypeVar("T")
MOST_ROWS = 60_000


class Becomes(TextChoices):
    """What becomes of a row."""

    NEW = "new", "新規"
    CHANGED = "changed", "変更"
    UNCHANGED = "unchanged", "変更なし"


@dataclass(frozen=True)
class Line:
    """One row of the file as the pages show it."""

    row: int
    becomes: Becomes
    number: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class RecordsPlan(Generic[T]):
    """The whole file against the books. `steps` are what is to be written."""

    lines: tuple[Line, ...] = ()
    steps: tuple[T, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.becomes.value for line in self.lines)
        return {one.value: found[one.value] for one in Becomes} | {"errors": len(self.faults)}

    @property
    def can_be_applied(self) -> bool:
        return bool(self.steps) and not self.faults

    @property
    def digest(self) -> str:
        """The same for the same plan: whoever confirms names by it what was shown."""
        return hashlib.sha256(repr((self.lines, self.steps, self.faults)).encode()).hexdigest()


def as_findings(plan: RecordsPlan[Any]) -> dict[str, Any]:
    """What a page shows of a plan, kept so that the file is not read again for each of its pages."""
    return {
        "digest": plan.digest,
        "can_be_applied": plan.can_be_applied,
        "lines": [astuple(line) for line in plan.lines],
        "faults": [astuple(fault) for fault in plan.faults],
        "notes": [astuple(note) for note in plan.notes],
    }


def lines_of(findings: Iterable[Sequence[Any]]) -> list[Line]:
    """Some of the lines that were kept."""
    return [Line(row, Becomes(becomes), number, name, tuple(words)) for row, becomes, number, name, words in findings]


def faults_of(findings: Iterable[Sequence[Any]]) -> list[Fault]:
    return [Fault(*fault) for fault in findings]


def too_many(rows: Sequence[object]) -> tuple[Fault, ...]:
    if len(rows) <= MOST_ROWS:
        return ()
    message = f"行が多すぎます（{len(rows):,}行）。{MOST_ROWS:,}行までのファイルに分けてください。"
    return (Fault(1, "", "", message),)
