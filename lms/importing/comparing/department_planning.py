"""A department file compared with the books. Pure, once the books have been read.

The departments of the very first file have no lower bound in time; one that is first seen in the file of a later day
starts on that day. A later change leaves the version before it as history;
a file of the same day as the one that brought a version corrects that version; an older file changes nothing.
Departments that are missing from the file stay.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lms.importing.comparing.books import Version, without_zeros
from lms.importing.comparing.plans import Category, CellChange, Change, Plan
from lms.importing.reading.columns import DepartmentRow, Typed
from lms.importing.reading.faults import Fault, LeftOut, Note

_COLUMNS = ("所属名", "上位所属コード", "任命権者", "報告単位")


@dataclass(frozen=True, kw_only=True)
class DepartmentStep:
    """Versions to take out of the books and to write into them for one department."""

    code: str
    founds: bool = False
    void: tuple[Version, ...] = ()
    add: tuple[Version, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.void or self.add)


def plan_departments(read: Typed[DepartmentRow], books: Mapping[str, Sequence[Version]], on: date) -> Plan:
    """The plan for every department whose row can be read."""
    between = [*_doubled(read.rows), *_lost_zeros(read.rows, books), *_lost_parents(read, books)]
    circles = _circles(read.rows, books, on)
    faults = tuple(sorted([*read.faults, *between, *circles]))
    good = _without({fault.row for fault in faults}, read.rows, books, on)
    since = None if _is_first_day(books, on) else on
    changes, steps, notes = [], [], _fewer_digits(good, books)
    for row in good:
        known = _version_of(books.get(row.code, ()), on)
        step = _step(row, known, books.get(row.code), on, since)
        changes.append(_change(row, step, known, books.get(row.code)))
        if step:
            steps.append(step)
        elif known and known.cells != _cells(row):
            notes.append(Note(row.row, f"所属コード{row.code}は、より新しい基準日の取込みの内容を残し、変えません。"))
    kept = {row.row for row in good}
    out = [LeftOut(row.row, row.code, row.name) for row in read.rows if row.row not in kept]
    left_out = tuple(sorted([*read.bad, *out]))
    return Plan(on, tuple(changes), tuple(steps), faults, tuple(notes), left_out)


def _is_first_day(books: Mapping[str, Sequence[Version]], on: date) -> bool:
    """Whether nothing is known of the organisation but what files of this day, or later ones, have told."""
    told = (version.told_on for versions in books.values() for version in versions)
    return all(day is not None and day >= on for day in told)


def _without(
    wrong: set[int], rows: Sequence[DepartmentRow], books: Mapping[str, Sequence[Version]], on: date
) -> list[DepartmentRow]:
    """The rows that can stand without those at fault: a department needs its parent, and no circle may arise."""
    good = [row for row in rows if row.row not in wrong]
    while True:
        known = {row.code for row in good} | {code for code, versions in books.items() if versions} | {""}
        circles = {fault.row for fault in _circles(good, books, on)}
        fewer = [row for row in good if row.parent in known and row.row not in circles]
        if len(fewer) == len(good):
            return good
        good = fewer


# ---- what is wrong between rows -------------------------------------------------------------------------------------


def _doubled(rows: Sequence[DepartmentRow]) -> list[Fault]:
    counts = Counter(row.code for row in rows)
    words = "同じ所属コードの行が二つ以上あります。一つにしてください。"
    return [Fault(row.row, "所属コード", row.code, words) for row in rows if counts[row.code] > 1]


def _lost_zeros(rows: Sequence[DepartmentRow], books: Mapping[str, Sequence[Version]]) -> list[Fault]:
    """New codes that are known ones, or another row's, but for leading zeros, which Excel drops from figures."""
    standing = {code for code, versions in books.items() if versions}
    known = without_zeros({row.code for row in rows}) | without_zeros(standing)
    words = "所属コード「{}」と、先頭の0だけが違います。桁数をそろえてください。"
    return [
        Fault(row.row, "所属コード", row.code, words.format(meant))
        for row in rows
        if row.code not in standing and (meant := known[row.code.lstrip("0")]) != row.code
    ]


def _fewer_digits(rows: Sequence[DepartmentRow], books: Mapping[str, Sequence[Version]]) -> list[Note]:
    """New codes of figures, shorter than another beside them: in a first file nothing else shows that zeros went."""
    beside: dict[str, str] = {}
    for row in rows:
        if row.code.isdecimal():
            beside[row.parent] = max(beside.get(row.parent, ""), row.code, key=len)
    words = "所属コード{}は、同じ上位所属の「{}」より桁数が少ないため、先頭の0が落ちていないかを確かめてください。"
    return [
        Note(row.row, words.format(row.code, beside[row.parent]))
        for row in rows
        if row.code not in books and row.code.isdecimal() and len(row.code) < len(beside[row.parent])
    ]


def _lost_parents(read: Typed[DepartmentRow], books: Mapping[str, Sequence[Version]]) -> list[Fault]:
    standing = {code for code, versions in books.items() if versions}
    known = {row.code for row in read.rows} | standing | read.faulty | {""}
    whole = without_zeros(known)
    lost = "この上位所属コードの所属は、ファイルにも登録にもありません。コードを直すか、その所属の行を加えてください。"
    zeros = "所属コード「{}」と、先頭の0だけが違います。0を補ってください。"
    return [
        Fault(row.row, "上位所属コード", row.parent, zeros.format(meant) if meant else lost)
        for row in read.rows
        if row.parent not in known
        for meant in [whole.get(row.parent.lstrip("0"))]
    ]


def _circles(
    rows: Sequence[DepartmentRow], books: Mapping[str, Sequence[Version]], on: date
) -> list[Fault]:  # fmt: skip
    """Also those that arise together with departments that the file does not list."""
    standing = {code: _version_of(versions, on) for code, versions in books.items()}
    parents = {code: version.cells[1] for code, version in standing.items() if version}
    parents |= {row.code: row.parent for row in rows}
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


def _step(
    row: DepartmentRow, known: Version | None, versions: Sequence[Version] | None, on: date, since: date | None
) -> DepartmentStep:
    """`versions` is None for a code that was never used, empty for one of which no version stands."""
    said = Version(code=row.code, cells=_cells(row), starts_on=on, ends_on=_day_before_next(versions or (), on))
    if not versions:
        return DepartmentStep(code=row.code, founds=versions is None, add=(replace(said, starts_on=since),))
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


def _change(
    row: DepartmentRow, step: DepartmentStep, known: Version | None, versions: Sequence[Version] | None
) -> Change:
    category = Category.NEW if not versions else Category.CHANGED if step else Category.UNCHANGED
    before = ("", "", "", "") if known is None else _texts(known.cells)
    pairs = zip(_COLUMNS, before, _texts(_cells(row)), strict=True) if step else ()
    cells = tuple(CellChange(column, was, will_be) for column, was, will_be in pairs if was != will_be)
    return Change(row=row.row, category=category, subject=row.code, name=row.name, cells=cells)


def _texts(cells: tuple[str, str, str, bool]) -> tuple[str, ...]:
    return (*cells[:3], "○" if cells[3] else "")
