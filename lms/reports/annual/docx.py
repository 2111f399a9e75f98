"""The report as a DOCX, to be edited before the meeting."""

import io
from collections.abc import Iterator

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from lms.lib.docx_page import a_page
from lms.lib.tables import Table
from lms.lib.tables.unwritable import refuse_not_in_xml
from lms.reports.annual.content import AnnualReport


def to_docx(report: AnnualReport) -> bytes:
    """A4 upright; each separate sheet begins a page. Raises UnwritableCharactersError."""
    refuse_not_in_xml([[words] for words in _words(report)], form="Word")
    document = a_page(report.title, 9)
    for words in filter(None, (report.confidentiality, report.head, report.office)):
        document.add_paragraph(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _centred(document, report.title, 14)
    _centred(document, report.subtitle, 10.5)
    _write_sections(document, report)
    for line in report.foot:
        document.add_paragraph(line)
    for sheet in report.sheets:
        document.add_page_break()
        _heading(document, sheet.on_paper.title)
        if sheet.note:
            document.add_paragraph(sheet.note)
        _table(document, sheet.on_paper)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _words(report: AnnualReport) -> Iterator[str]:
    """All that somebody wrote: the office its texts, others titles and questions."""
    yield from (report.title, report.head, *report.foot)
    for section in report.sections:
        yield from section.lines
    for table in report.tables_on_paper:
        yield from (cell for row in table.all_rows for cell in row if isinstance(cell, str))


def _write_sections(document: Doc, report: AnnualReport) -> None:
    for section in report.sections:
        _heading(document, f"{section.number}　{section.title}")
        for line in filter(None, section.lines):
            document.add_paragraph(line)
        if section.table is not None:
            _table(document, section.table)


def _centred(document: Doc, words: str, size: float) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(words).font.size = Pt(size)


def _heading(document: Doc, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.add_run(words).bold = True


def _table(document: Doc, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = column.label
    for row in table.all_rows:
        for cell, column, value in zip(grid.add_row().cells, table.columns, row, strict=True):
            cell.text = "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
            if column.is_figure:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
