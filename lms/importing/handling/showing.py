"""The rows of a preview, kept page by page, so that looking at one neither plans nor reads the others."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

from django.db import transaction

from lms.importing.comparing.plans import Category, CellChange, Change, Plan
from lms.importing.models import ImportBatch, ShownRows
from lms.importing.reading.faults import Fault, LeftOut, Note

PER_PAGE = 100
ERRORS, NOTES, LEFT_OUT = "errors", "notes", "left_out"
_CHUNK = 200


@transaction.atomic
def keep_rows(batch: ImportBatch, plan: Plan) -> None:
    """Keep the rows of a plan in place of those of the plan before it."""
    ShownRows.objects.filter(batch=batch).delete()
    ShownRows.objects.bulk_create(_pages(batch, plan), batch_size=_CHUNK)


def _pages(batch: ImportBatch, plan: Plan) -> Iterator[ShownRows]:
    rows: dict[str, list[Any]] = {ERRORS: [], NOTES: [], LEFT_OUT: []} | {one.value: [] for one in Category}
    rows[ERRORS] = [[one.row, one.column, one.text[:200], one.message] for one in plan.faults]
    rows[NOTES] = [[one.row, one.text] for one in plan.notes]
    rows[LEFT_OUT] = [[one.row, one.subject, one.name] for one in plan.left_out]
    for one in plan.changes:
        cells = [[cell.column, cell.before, cell.after] for cell in one.cells]
        rows[one.category.value].append([one.row, one.subject, one.name, cells])
    for key, found in rows.items():
        for page, start in enumerate(range(0, len(found), PER_PAGE)):
            yield ShownRows(batch=batch, key=key, page=page, content=_packed(found[start : start + PER_PAGE]))


def _packed(rows: Sequence[Any]) -> bytes:
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 1)


class KeptRows(Sequence):
    """The rows under one key as a sequence for the paginator: a slice reads the pages it needs."""

    def __init__(self, batch: ImportBatch, key: str) -> None:
        self._pages = ShownRows.objects.filter(batch=batch, key=key).order_by("page")
        self._count, self._key = batch.counts.get(key, 0), key

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _ = index.indices(self._count)
        first = start // PER_PAGE
        pages = self._pages.filter(page__gte=first, page__lte=max(stop - 1, start) // PER_PAGE)
        rows = [row for page in pages for row in json.loads(zlib.decompress(bytes(page.content)))]
        wanted = rows[start - first * PER_PAGE : stop - first * PER_PAGE]
        return list(_read(wanted, self._key))


def _read(rows: Iterable[list[Any]], key: str) -> Iterator[Any]:
    readers: dict[str, Callable[..., Any]] = {ERRORS: Fault, NOTES: Note, LEFT_OUT: LeftOut}
    if key in readers:
        yield from (readers[key](*row) for row in rows)
        return
    for row, subject, name, cells in rows:
        yield Change(row, Category(key), subject, name, tuple(CellChange(*cell) for cell in cells))
