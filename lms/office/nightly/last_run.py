"""When the night's work was last carried out, and whether that is too long ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.ledger.models import LedgerEntry
from lms.office.nightly.carrying_out import ACTION, Outcome

# Once a day, and some hours for a night that begins late.
_LONGEST = timedelta(hours=30)


@dataclass(frozen=True)
class Run:
    """One night that came to its end."""

    ended_at: datetime
    outcomes: Sequence[Outcome]

    @property
    def failed(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.failed]


@dataclass(frozen=True)
class Nights:
    """The last nights, the newest first, as seen at a moment."""

    runs: Sequence[Run]
    at: datetime

    @property
    def last(self) -> Run | None:
        return self.runs[0] if self.runs else None

    @property
    def is_late(self) -> bool:
        return self.last is None or self.at - self.last.ended_at > _LONGEST

    @property
    def warning(self) -> str:
        """What is wrong with the night's work; empty where all is well."""
        if self.last is None:
            return "夜間処理が、まだ一度も終わっていません。"
        if self.is_late:
            return "夜間処理が、前回から30時間を過ぎても終わっていません。"
        if self.last.failed:
            return f"前回の夜間処理で、{len(self.last.failed)}件の処理が失敗しました。"
        return ""

    @property
    def failures(self) -> str:
        """What failed in the last night, and why, as far as it says."""
        failed = self.last.failed if self.last and not self.is_late else ()
        return "　".join(f"{outcome.title}：{outcome.said}" for outcome in failed)


def last_nights(at: datetime, number: int = 1) -> Nights:
    """One query."""
    entries = LedgerEntry.objects.filter(action=ACTION).order_by("-recorded_at", "-pk")[:number]
    runs = [Run(entry.recorded_at, [Outcome(**step) for step in entry.payload["steps"]]) for entry in entries]
    return Nights(runs, at)
