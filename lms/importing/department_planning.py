"""A department file compared with the books. Pure, once the books have been read.

A department seen for the first time has no lower bound in time. A later change leaves the version before it as history;
a file of the same day as the one that brought a version corrects that version; an older file changes nothing.
Departments that are missing from the file stay.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lms.importing.books import Version
from lms.importing.columns import DepartmentRow, Typed
from lms.importing.faults import Fault, Note
from lms.importing.plans import Category, CellChange, Change, Plan

_COLUMNS = ("所属名", "上位所属コード", "任命権者", "報告単位")


@dataclass(frozen=True, kw_only=True)
class DepartmentStep:
    """Versions to take out of the books and to write into them for one department."""

    code: str
    is_new: bool = False
    void: tuple[Version, ...] = ()
    add: tuple[Version, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.void or self.add)


def plan_departments(read: Typed[DepartmentRow], books: Mapping[str, Sequence[Version]], on: date) -> Plan:
    """The plan for every department whose row can be read."""
    between = [*_doubled(read.rows), *_lost_parents(read, books), *_circles(read.rows)]
    wrong = {fault.row for fault in between}
    changes, steps, notes = [], [], []
    for row in read.rows:
        if row.row in wrong:
            continue
        known = _version_of(books.get(row.code, ()), on)
        step = _step(row, known, books.get(row.code), on)
        changes.append(_change(row, step, known))
        if step:
            steps.append(step)
        elif known and known.cells != _cells(row):
            notes.append(Note(row.row, f"所属コード{row.code}は、より新しい基準日の取込みの内容を残し、変えません。"))
    return Plan(on, tuple(changes), tuple(steps), tuple(sorted([*read.faults, *between])), tuple(notes))


# ---- what is wrong between rows -------------------------------------------------------------------------------------


def _doubled(rows: Sequence[DepartmentRow]) -> list[Fault]:
    counts = Counter(row.code for row in rows)
    words = "同じ所属コードの行が二つ以上あります。"
    return [Fault(row.row, "所属コード", row.code, words) for row in rows if counts[row.code] > 1]


def _lost_parents(read: Typed[DepartmentRow], books: Mapping[str, object]) -> list[Fault]:
    known = {row.code for row in read.rows} | set(books) | read.faulty | {""}
    words = "この上位所属コードの所属は、ファイルにも登録にもありません。"
    return [Fault(row.row, "上位所属コード", row.parent, words) for row in read.rows if row.parent not in known]


def _circles(rows: Sequence[DepartmentRow]) -> list[Fault]:
    parents = {row.code: row.parent for row in rows}
    words = "上位所属をたどると自分に戻ります。上位所属コードを直してください。"
    return [Fault(row.row, "上位所属コード", row.parent, words) for row in rows if _returns(row.code, parents)]


def _returns(code: str, parents: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    current = parents[code]
    while current in parents and current not in seen:
        if current == code:
            return True
        seen.add(current)
        current = parents[current]
    return False


# ---- one department -------------------------------------------------------------------------------------------------


def _cells(row: DepartmentRow) -> tuple[str, str, str, bool]:
    return row.name, row.parent, row.appointing_authority, row.reports


def _version_of(versions: Sequence[Version], on: date) -> Version | None:
    return next((version for version in versions if version.covers(on)), None)


def _step(row: DepartmentRow, known: Version | None, versions: Sequence[Version] | None, on: date) -> DepartmentStep:
    said = Version(code=row.code, cells=_cells(row), starts_on=on, ends_on=_day_before_next(versions or (), on))
    if versions is None:
        return DepartmentStep(code=row.code, is_new=True, add=(replace(said, starts_on=None),))
    if known is None:
        return DepartmentStep(code=row.code, add=(said,))
    if known.cells == said.cells or (known.told_on and known.told_on > on):
        return DepartmentStep(code=row.code)
    if on in (known.told_on, known.starts_on):
        corrected = replace(known, cells=said.cells, id=None, told_on=None)
        return DepartmentStep(code=row.code, void=(known,), add=(corrected,))
    before = replace(known, ends_on=on - timedelta(days=1), id=None, told_on=None)
    return DepartmentStep(code=row.code, void=(known,), add=(before, replace(said, ends_on=known.ends_on)))


def _day_before_next(versions: Sequence[Version], on: date) -> date | None:
    starts = [version.starts_on for version in versions if version.starts_on and version.starts_on > on]
    return min(starts) - timedelta(days=1) if starts else None


def _change(row: DepartmentRow, step: DepartmentStep, known: Version | None) -> Change:
    category = Category.NEW if step.is_new else Category.CHANGED if step else Category.UNCHANGED
    before = ("", "", "", "") if known is None else _texts(known.cells)
    pairs = zip(_COLUMNS, before, _texts(_cells(row)), strict=True) if step else ()
    cells = tuple(CellChange(column, was, will_be) for column, was, will_be in pairs if was != will_be)
    return Change(row=row.row, category=category, subject=row.code, name=row.name, cells=cells)


def _texts(cells: tuple[str, str, str, bool]) -> tuple[str, ...]:
    return (*cells[:3], "○" if cells[3] else "")
