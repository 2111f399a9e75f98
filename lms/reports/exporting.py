"""Taking a table out as a file. Every file leaves its trace: who took what, and what for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import TextChoices

from lms.ledger.appending import append
from lms.lib.facts import Fact
from lms.lib.tables import Table
from lms.lib.tables.csv import to_csv
from lms.lib.tables.pdf import to_pdf
from lms.lib.tables.xlsx import to_xlsx

# A paper of more rows is read by nobody, and drawing it would hold a worker for minutes.
MOST_ROWS_ON_PAPER = 1000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Format(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    PDF = "pdf", "PDF"
    PLAIN_CSV = "csv-utf8", "CSV（UTF-8、BOMなし）"
    SHIFT_JIS = "csv-sjis", "CSV（シフトJIS）"
    DOCX = "docx", "Word（DOCX）"

    @property
    def extension(self) -> str:
        return self.value.partition("-")[0]


# What every list is offered as; シフトJIS is for programs that read nothing else.
USUAL = (Format.CSV, Format.XLSX, Format.PDF, Format.PLAIN_CSV)
FOR_PROGRAMS = (Format.CSV, Format.PLAIN_CSV, Format.SHIFT_JIS)


class TooManyRowsError(ValueError):
    """The message says what to do instead."""


_WRITERS: dict[Format, Callable[[Table], bytes]] = {
    Format.CSV: to_csv,
    Format.XLSX: to_xlsx,
    Format.PDF: to_pdf,
    Format.PLAIN_CSV: partial(to_csv, encoding="utf-8"),
    Format.SHIFT_JIS: partial(to_csv, encoding="cp932"),
}
_MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.PLAIN_CSV: "text/csv; charset=utf-8",
    Format.SHIFT_JIS: "text/csv; charset=shift_jis",
    Format.DOCX: DOCX,
}


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Drawn:
    """A file, and how many rows its tables have."""

    file: File
    rows: int


def file_of(table: Table, form: Format) -> File:
    """Raises TooManyRowsError for PDF, and what the writers of lms.lib.tables raise."""
    refuse_too_long(form, len(table.rows))
    return named_file(table.title, form, _WRITERS[form](table))


def named_file(title: str, form: Format, content: bytes) -> File:
    return File(f"{title}.{form.extension}", _MEDIA_TYPES[form], content)


def refuse_too_long(form: Format, number: int) -> None:
    """Raises TooManyRowsError for so many rows on paper."""
    if form is Format.PDF and number > MOST_ROWS_ON_PAPER:
        raise TooManyRowsError(
            f"PDFにできるのは{MOST_ROWS_ON_PAPER:,}件までです（今は{number:,}件）。"
            "CSV又はXLSXを選んでください。絞り込める画面では、絞り込んでも構いません。"
        )


def record_export(
    *, table: Table, form: Format, purpose: str, conditions: dict[str, str], actor: str, at: datetime
) -> None:
    """Of a table as a file."""
    what = f"{table.title} {form.label}"
    record_taken_out(what=what, purpose=purpose, conditions=conditions, rows=len(table.rows), actor=actor, at=at)


@transaction.atomic
def record_taken_out(
    *,
    what: str,
    purpose: str,
    conditions: dict[str, str],
    rows: int,
    actor: str,
    at: datetime,
    facts: Sequence[Fact] = (),
) -> None:
    """What was taken out, by its conditions and size; never the names in it. `facts`: what became true thereby."""
    payload = {"purpose": purpose, "conditions": conditions, "rows": rows}
    append(actor=actor, action="出力", subject=what, at=at, payload=payload, facts=facts)
