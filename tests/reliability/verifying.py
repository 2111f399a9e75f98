"""What the database holds against what the clients remember."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from lms.ledger.models import LedgerEntry
from lms.records.models import Completion
from quizzes.models import Attempt, Response
from tests.reliability.learners import Memory


@dataclass(frozen=True)
class Findings:
    """`lost`: acknowledged answers that are not kept. `duplicates`: attempts, completions or traces made twice.

    `refused`: times that the server said in words that it could not do it now.
    """

    attempts: int
    acknowledged: int
    lost: int
    duplicates: int
    raw_errors: int
    refused: int

    @property
    def clean(self) -> bool:
        return not (self.lost or self.duplicates or self.raw_errors)

    def __str__(self) -> str:
        return (
            f"attempts {self.attempts}, acknowledged {self.acknowledged}, lost {self.lost}, "
            f"duplicates {self.duplicates}, raw 500s {self.raw_errors}"
        )


def findings(memories: Iterable[Memory]) -> Findings:
    memories = list(memories)
    connection.close()  # the one before was cut with the server
    kept = {(r.attempt_id, r.position): frozenset(r.value) for r in Response.objects.all()}
    lost = sum(
        not _is_kept(memory, key, value, kept.get(key))
        for memory in memories
        for key, value in memory.acknowledged.items()
    )
    not_closed = {pk for memory in memories for pk in memory.submitted} - _closed()
    return Findings(
        attempts=len({pk for memory in memories for pk in memory.attempts}),
        acknowledged=sum(memory.count for memory in memories),
        lost=lost + len(not_closed),
        duplicates=_duplicates(),
        raw_errors=sum(len(memory.raw_errors) for memory in memories),
        refused=sum(memory.refused for memory in memories),
    )


def _is_kept(memory: Memory, key: tuple[int, int], value: frozenset[str], kept: frozenset[str] | None) -> bool:
    """The answer itself, or one sent after it whose acknowledgement was lost on the way."""
    later = memory.sent[key][_last_index(memory.sent[key], value) :]
    return kept in later


def _last_index(sent: list[frozenset[str]], value: frozenset[str]) -> int:
    return max(index for index, one in enumerate(sent) if one == value)


def _closed() -> set[int]:
    return set(Attempt.objects.submitted().values_list("pk", flat=True))


def _duplicates() -> int:
    """More than one open attempt of a person, more than one completion of an attempt, more than one trace of an act."""
    open_ones = Counter(Attempt.objects.open().values_list("employee_id", "quiz_id"))
    earned = Counter(Completion.objects.filter(source="e-learning").values_list("source_id", flat=True))
    traces = LedgerEntry.objects.filter(action__in=["受験の開始", "解答の提出"]).values_list("action", "subject")
    return sum(number - 1 for counted in (open_ones, earned, Counter(traces)) for number in counted.values())
