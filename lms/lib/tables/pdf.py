"""A table as a paper of A4 pages, upright or lying as its columns need."""

from collections.abc import Sequence
from pathlib import Path

from django.template.loader import render_to_string

from lms.lib.pdf import render_pdf
from lms.lib.tables.cells import column_widths, fits_portrait
from lms.lib.tables.html import context
from lms.lib.tables.table import Table

# What draws a rate on paper, where no browser does.
PAPER_BAR = "tables/paper_bar.html"
TABLE_LOOK = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")


def to_pdf(table: Table) -> bytes:
    """The table as a file: the head again on every page, page numbers, the notes, the label of confidentiality."""
    heading = {"notes": table.notes, "confidentiality": table.confidentiality, "bar": PAPER_BAR}
    html = render_to_string("tables/paper.html", {**context(table), **heading})
    return render_pdf(html, stylesheets=(TABLE_LOOK, _proportions(column_widths(table))))


def _proportions(widths: Sequence[int]) -> str:
    """The page's direction, and a width for each column: measured here, WeasyPrint need not try them all out."""
    direction = "portrait" if fits_portrait(widths) else "landscape"
    columns = (
        f"col:nth-child({place}) {{ width: {width / sum(widths):.2%} }}" for place, width in enumerate(widths, start=1)
    )
    return f"@page {{ size: A4 {direction} }} {' '.join(columns)}"
