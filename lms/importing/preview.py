"""A plan as its page shows it: the figures, and the rows behind the one that was chosen. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.importing.faults import Fault
from lms.importing.models import ImportBatch
from lms.importing.plans import Category, Change, Plan

ERRORS = "errors"
_STAFF = (Category.NEW, Category.CHANGED, Category.MOVED, Category.LEFT, Category.UNCHANGED)
_OTHERS = (Category.NEW, Category.CHANGED, Category.UNCHANGED)
_SUBJECTS = {
    ImportBatch.Kind.DEPARTMENTS: ("所属コード", "所属名", "所属"),
    ImportBatch.Kind.STAFF: ("職員番号", "氏名", "人"),
    ImportBatch.Kind.ROLES: ("職員番号", "氏名", "件"),
}


@dataclass(frozen=True)
class Figure:
    """One count, with the rows behind it under `key`."""

    key: str
    label: str
    count: int
    unit: str
    chosen: bool


@dataclass(frozen=True)
class Preview:
    """The figures, the chosen one and its rows; `subject` and `name` head the columns that say whose row it is."""

    figures: tuple[Figure, ...]
    label: str
    shows_errors: bool
    rows: Sequence[Change] | Sequence[Fault]
    subject: str
    name: str


def figures(counts: Mapping[str, int], kind: str, chosen: str = "") -> tuple[Figure, ...]:
    """The counts that a kind of file can have, errors last."""
    categories = _STAFF if kind == ImportBatch.Kind.STAFF else _OTHERS
    unit = _SUBJECTS[ImportBatch.Kind(kind)][2]
    found = [Figure(one.value, str(one.label), counts.get(one.value, 0), unit, one == chosen) for one in categories]
    return (*found, Figure(ERRORS, "エラー", counts.get(ERRORS, 0), "件", chosen == ERRORS))


def preview(plan: Plan, kind: str, wanted: str) -> Preview:
    """Without a wish the errors come first, then whatever changes."""
    counts = {**plan.counts, ERRORS: len(plan.faults)}
    known = [figure.key for figure in figures(counts, kind)]
    chosen = wanted if wanted in known else next((key for key in (ERRORS, *known) if counts[key]), ERRORS)
    shown = figures(counts, kind, chosen)
    subject, name, _ = _SUBJECTS[ImportBatch.Kind(kind)]
    return Preview(
        figures=shown,
        label=next(figure.label for figure in shown if figure.chosen),
        shows_errors=chosen == ERRORS,
        rows=plan.faults if chosen == ERRORS else plan.of(chosen),
        subject=subject,
        name=name,
    )
