"""A plan as lines of text for the terminal: what is wrong first, then how many, then every change."""

from collections.abc import Iterator

from lms.importing.comparing.plans import Category, CellChange, Change, Plan
from lms.importing.models import ImportBatch
from lms.importing.reading.faults import Fault

_UNITS = {ImportBatch.Kind.DEPARTMENTS: "所属", ImportBatch.Kind.STAFF: "人", ImportBatch.Kind.ROLES: "件"}


def lines(plan: Plan, kind: str) -> Iterator[str]:
    """What the file would change, or did."""
    if plan.faults:
        yield f"エラー {len(plan.faults)}件"
        yield from (f"  {fault_words(fault)}" for fault in plan.faults)
    unit = _UNITS[ImportBatch.Kind(kind)]
    yield "　".join(f"{Category(key).label} {count}{unit}" for key, count in plan.counts.items())
    yield from (f"注意　{note.row}行目　{note.text}" for note in plan.notes)
    for category in (one for one in Category if one != Category.UNCHANGED and plan.of(one)):
        yield f"{category.label}"
        yield from (f"  {change_words(change)}" for change in plan.of(category))


def left_out_lines(plan: Plan) -> Iterator[str]:
    """Which rows stay out when those at fault do."""
    yield f"誤りのある行と併せて除く行 {len(plan.left_out)}行"
    yield from (f"  {one.row}行目　{one.subject}　{one.name}".rstrip() for one in plan.left_out)


def fault_words(fault: Fault) -> str:
    text = f"「{fault.text}」" if fault.text else ""
    return f"{fault.row}行目　{fault.column}{text}　{fault.message}".replace("　　", "　")


def change_words(change: Change) -> str:
    cells = "、".join(cell_words(cell, change.category) for cell in change.cells)
    return f"{change.subject}　{change.name}　{cells}".rstrip()


def cell_words(cell: CellChange, category: Category) -> str:
    """Before and after; of somebody new there is no before."""
    before = "" if category is Category.NEW else f"{cell.before or 'なし'} → "
    return f"{cell.column} {before}{cell.after or 'なし'}"
