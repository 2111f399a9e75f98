"""庁外用: what leaves the city tells nothing of few people, neither by itself nor by subtraction."""

from dataclasses import dataclass

from django.db.models import TextChoices

from lms.duties.counting import Counts
from lms.lib.tables import Cell
from lms.reports.annual.masking import masked, total_may_show
from lms.reports.outside.figures import rate_of

# In words: a dash at the beginning of a cell is taken for a formula, and for a nought by who reads.
HIDDEN = "非公表"


class Edition(TextChoices):
    OUTSIDE = "outside", "庁外用（5人未満の数を表示しない）"
    INSIDE = "inside", "庁内用（全ての数を表示する）"


@dataclass(frozen=True)
class Shown:
    """The cells of one training."""

    required: Cell
    completed: Cell
    unfinished: Cell
    overdue: Cell
    deferred: Cell
    exempt: Cell
    rate: Cell


def shown(counts: Counts, edition: Edition) -> Shown:
    if edition is Edition.INSIDE:
        return Shown(
            counts.required, counts.completed, counts.unfinished, counts.overdue, counts.deferred, counts.exempt,
            rate_of(counts),
        )  # fmt: skip
    return _disclosed(counts)


def _disclosed(counts: Counts) -> Shown:
    """対象者 is 修了者 and 未修了者 together, 期限超過 is part of the latter: each sum is looked at with its parts."""
    parts = [counts.completed, counts.unfinished]
    completed, unfinished = masked(parts)
    required = counts.required if total_may_show(parts) else None
    overdue, _ = masked([counts.overdue, counts.unfinished - counts.overdue])
    deferred, exempt = masked([counts.deferred, counts.exempt], with_total=False)
    hides_rate = None in (completed, unfinished, required)
    return Shown(
        _cell(required), _cell(completed), _cell(unfinished), _cell(None if unfinished is None else overdue),
        _cell(deferred), _cell(exempt), HIDDEN if hides_rate else rate_of(counts),
    )  # fmt: skip


def _cell(count: int | None) -> Cell:
    return HIDDEN if count is None else count
