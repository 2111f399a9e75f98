"""The tables of the report as a workbook, one sheet each."""

from dataclasses import replace

from lms.lib.tables.xlsx import to_workbook
from lms.reports.annual.content import AnnualReport


def to_xlsx(report: AnnualReport) -> bytes:
    """Raises UnwritableCharactersError."""
    notes = [(report.title, line) for line in report.foot]
    return to_workbook(
        report.title,
        [replace(table, notes=notes, confidentiality=report.confidentiality) for table in report.tables],
    )
