"""Entries as a file: ordered by a person, with a purpose, written by a worker where there are many of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from lms.ledger.appending import append
from lms.ledger.models import Extract, LedgerEntryQuerySet
from lms.lib.fiscal_year import TOKYO, era_date, local_date
from lms.lib.kept_files import whole_file
from lms.lib.tables import Column, Kind, Table
from lms.lib.tables.csv import csv_lines
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.lib.tables.xlsx import to_xlsx
from lms.lib.work import done_under, take
from lms.office.auditing.files import newest_entry, path_of
from lms.office.auditing.searching import SearchForm
from lms.office.auditing.wording import Line, Names, noted

# A workbook of more rows is opened by no office computer; CSV and JSON know no limit.
MOST_ROWS_IN_WORKBOOK = 20_000
_AT_ONCE = 1000
_CHUNK = 1000
_COLUMNS = (
    Column("seq", "番号", Kind.CODE), Column("recorded_at", "日時"), Column("actor", "行った人", Kind.CODE),
    Column("actor_name", "氏名"), Column("action", "操作"), Column("subject", "対象"), Column("noted", "内容"),
    Column("digest", "内容のダイジェスト"), Column("hash", "ハッシュ値"), Column("previous", "前の記録のハッシュ値"),
)  # fmt: skip


class TooManyRowsError(ValueError):
    """The message says what to do instead."""


@transaction.atomic
def order_extract(*, search: SearchForm, form: str, purpose: str, actor: str, at: datetime) -> Extract:
    """Write down what is wanted, with its trace: the conditions and the size, never what is in the file."""
    rows = search.found()
    total = rows.order_by().count()
    if form == Extract.Form.XLSX and total > MOST_ROWS_IN_WORKBOOK:
        raise TooManyRowsError(
            f"XLSXにできるのは{MOST_ROWS_IN_WORKBOOK:,}件までです（今は{total:,}件）。"
            "期間などで絞り込むか、CSVかJSONを選んでください。"
        )
    row = Extract.objects.create(
        form=form, purpose=purpose, conditions=search.conditions, acts=sorted(search.readable), total=total,
        last=newest_entry(), ordered_at=at, ordered_by=actor,
    )  # fmt: skip
    append(
        actor=actor, action="出力", subject=f"操作記録 {row.get_form_display()}", at=at,
        payload={"purpose": purpose, "conditions": search.conditions, "rows": total},
    )  # fmt: skip
    return row


def is_small(extract: Extract) -> bool:
    return extract.total <= _AT_ONCE


def make_extract(*, extract_id: int, now: Callable[[], datetime]) -> None:
    """Write the file, unless somebody else does or has done so; how it ended stands in the row."""
    hold = take(Extract, extract_id, now(), done=0)
    if hold is None:
        return
    extract: Extract = hold.work
    search = SearchForm(extract.conditions, extract.acts)
    search.full_clean()
    with done_under(hold, UnwritableCharactersError), whole_file(path_of(extract)) as file:
        found = lines(search, extract.last, lambda done: hold.tell(done, now()))
        _WRITERS[Extract.Form(extract.form)](file, found)


def lines(search: SearchForm, last: int, tell: Callable[[int], None]) -> Iterator[Line]:
    """Of all that is found up to the entry `last`, in the order in which they were written. Names are looked up for a
    thousand at a time."""
    rows: LedgerEntryQuerySet = search.found().filter(pk__lte=last).order_by("pk")
    done, reached = 0, 0
    while entries := list(rows.filter(pk__gt=reached)[:_CHUNK]):
        names = Names(entries)
        yield from (names.line(entry) for entry in entries)
        done, reached = done + len(entries), entries[-1].pk
        tell(done)


def csv_of(found: Iterator[Line]) -> Iterator[bytes]:
    return csv_lines(_COLUMNS, (_cells(line) for line in found))


def _cells(line: Line) -> list[str]:
    entry = line.entry
    said = "　".join(f"{label}：{text}" for label, text in noted(entry.payload))
    return [
        str(entry.seq or ""), moment(entry.recorded_at), entry.actor, line.actor, entry.action, line.subject, said,
        entry.digest, entry.hash or "", entry.previous or "",
    ]  # fmt: skip


def moment(at: datetime) -> str:
    return f"{era_date(local_date(at))} {at.astimezone(TOKYO):%H:%M:%S}"


def _write_csv(file: IO[bytes], lines: Iterator[Line]) -> None:
    file.writelines(csv_of(lines))


def _write_xlsx(file: IO[bytes], lines: Iterator[Line]) -> None:
    file.write(to_xlsx(Table("操作記録", _COLUMNS, [_cells(line) for line in lines])))


def _write_json(file: IO[bytes], lines: Iterator[Line]) -> None:
    """For programs: what the chain is computed of, and the digests of the rows that an entry vouches for."""
    for line in lines:
        said = dict(zip((column.key for column in _COLUMNS), _cells(line), strict=True)) | _exact(line)
        file.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")


def _exact(line: Line) -> Mapping[str, Any]:
    entry = line.entry
    return {
        "seq": entry.seq, "recorded_at": entry.recorded_at.isoformat(), "subject": entry.subject,
        "subject_in_words": line.subject, "facts": entry.payload.get("facts", []),
    }  # fmt: skip


_WRITERS: dict[str, Callable[[IO[bytes], Iterator[Line]], None]] = {
    Extract.Form.CSV: _write_csv, Extract.Form.XLSX: _write_xlsx, Extract.Form.JSON: _write_json,
}  # fmt: skip
