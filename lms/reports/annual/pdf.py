"""The report as a PDF: one A4 sheet, then the separate sheets."""

from pathlib import Path

from django.template.loader import render_to_string

from lms.lib.pdf import render_pdf
from lms.lib.tables.html import context
from lms.lib.tables.pdf import PAPER_BAR
from lms.reports.annual.content import AnnualReport

_LOOK = Path(__file__).with_name("annual.css").read_text(encoding="utf-8")


def to_pdf(report: AnnualReport) -> bytes:
    sections = [(section, context(section.table) if section.table else None) for section in report.sections]
    sheets = [(context(sheet.table), sheet.picture) for sheet in report.sheets]
    content = {"report": report, "sections": sections, "sheets": sheets, "bar": PAPER_BAR}
    return render_pdf(render_to_string("reports/annual/paper.html", content), stylesheets=(_LOOK,))
