"""What a file would change as its page shows it: the figures, and the rows behind the one that was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.importing.comparing.plans import Category
from lms.importing.handling.showing import ERRORS, LEFT_OUT, NOTES, KeptRows
from lms.importing.models import ImportBatch

# Rows that are no figure of their own, reached by a link.
_BESIDE = {NOTES: "注意", LEFT_OUT: "除かれる行"}
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
    """The figures, the chosen key and its rows; `subject` and `name` head the columns that say whose row it is."""

    figures: tuple[Figure, ...]
    key: str
    label: str
    rows: KeptRows
    subject: str
    name: str


def figures(counts: Mapping[str, int], kind: str, chosen: str = "") -> tuple[Figure, ...]:
    """The counts that a kind of file can have, errors last."""
    categories = _STAFF if kind == ImportBatch.Kind.STAFF else _OTHERS
    unit = _SUBJECTS[ImportBatch.Kind(kind)][2]
    found = [Figure(one.value, str(one.label), counts.get(one.value, 0), unit, one == chosen) for one in categories]
    return (*found, Figure(ERRORS, "エラー", counts.get(ERRORS, 0), "件", chosen == ERRORS))


def preview(batch: ImportBatch, wanted: str) -> Preview:
    """Without a wish the errors come first, then whatever changes."""
    counts, kind = batch.counts, ImportBatch.Kind(batch.kind)
    labels = {figure.key: figure.label for figure in figures(counts, kind)} | _BESIDE
    changing = (key for key in (ERRORS, *labels) if counts.get(key) and key not in _BESIDE)
    chosen = wanted if wanted in labels else next(changing, ERRORS)
    subject, name, _ = _SUBJECTS[kind]
    return Preview(figures(counts, kind, chosen), chosen, labels[chosen], KeptRows(batch, chosen), subject, name)
