"""庁外用: what leaves the city tells nothing of few people, neither by itself nor by subtraction.

猶予 and 免除 are never given: beside 対象者 of a second training for the same people, or beside the number of staff
that a city publishes, the one would tell the other, and with it the illness of one. What is left is that 対象者 of two
trainings may differ by few, which by itself does not say why.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from lms.duties.counting import Counts
from lms.lib.tables import Cell
from lms.reports.annual.masking import is_few, tells_of_few
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
    """Of 対象者, 修了者 and 未修了者 all or nothing, for two of them give the third; 期限超過 is part of the last."""
    hidden = tells_of_few(counts.required, counts.completed)
    late = hidden or tells_of_few(counts.unfinished, counts.overdue)
    return Shown(
        HIDDEN if hidden else counts.required, HIDDEN if hidden else counts.completed,
        HIDDEN if hidden else counts.unfinished, HIDDEN if late else counts.overdue,
        HIDDEN, HIDDEN, HIDDEN if hidden else rate_of(counts),
    )  # fmt: skip


def unless_few(count: int) -> Cell:
    return HIDDEN if is_few(count) else count
