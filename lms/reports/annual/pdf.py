"""The report as a PDF: one A4, then the separate sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.template.loader import render_to_string

from lms.lib.pdf import page_count, render_pdf
from lms.lib.tables.html import context
from lms.lib.tables.pdf import PAPER_BAR
from lms.reports.annual.content import AnnualReport

_LOOK = Path(__file__).with_name("annual.css").read_text(encoding="utf-8")
# Of the letters, in points; none smaller.
_SIZES = (9, 8.5, 8)
# How a section stands on the A4: two of half its width make a row; a table has its lines on its left.
_PLACES = {"５": "half", "６": "half", "７": "beside"}
# Texts of so few characters take no more room than to say where they are.
_SHORT = 40


def to_pdf(report: AnnualReport) -> bytes:
    """In the largest letters with which the A4 is one; failing that, with its longest texts on a sheet of their own."""
    ways = [*_ways(report)]
    one, size = next((way for way in ways if _is_one_page(*way)), ways[-1])
    return render_pdf(_html(one), stylesheets=_looks(size))


def _ways(report: AnnualReport) -> Iterator[tuple[AnnualReport, float]]:
    yield from ((report, size) for size in _SIZES)
    lengths = {section.number: sum(map(len, section.lines)) for section in report.sections}
    longest = [number for number in sorted(lengths, key=lengths.__getitem__, reverse=True) if lengths[number] > _SHORT]
    yield from ((_without(report, longest[:number]), _SIZES[-1]) for number in range(1, len(longest) + 1))


def _without(report: AnnualReport, moved: Sequence[str]) -> AnnualReport:
    """The lines of these sections on a sheet of their own."""
    pointer = (f"{report.name_of_rest}のとおり",)
    kept = (replace(one, lines=pointer) if one.number in moved else one for one in report.sections)
    rest = (replace(one, table=None) for one in report.sections if one.number in moved)
    return replace(report, sections=tuple(kept), rest=tuple(rest))


def _is_one_page(report: AnnualReport, size: float) -> bool:
    alone = replace(report, sheets=(), rest=())
    return page_count(_html(alone), stylesheets=_looks(size)) == 1


def _looks(size: float) -> tuple[str, ...]:
    return _LOOK, f"html {{ font-size: {size}pt; }}"


def _html(report: AnnualReport) -> str:
    sections = [
        (section, _PLACES.get(section.number, ""), context(section.table) if section.table else None)
        for section in report.sections
    ]
    sheets = [(sheet, context(sheet.on_paper)) for sheet in report.sheets]
    content = {"report": report, "sections": sections, "sheets": sheets, "bar": PAPER_BAR}
    return render_to_string("reports/annual/paper.html", content)
