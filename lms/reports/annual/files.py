"""The report as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices

from lms.duties.models import TrainingPlan
from lms.reports.annual.content import AnnualReport, annual_report, report_title
from lms.reports.annual.disclosing import disclosed, public_title
from lms.reports.annual.docx import to_docx
from lms.reports.annual.figures import figures_of
from lms.reports.annual.pdf import to_pdf
from lms.reports.annual.texts import texts_of
from lms.reports.annual.xlsx import to_xlsx
from lms.reports.exporting import Drawn, Format, named_file

ANNUAL_FORMATS = (Format.PDF, Format.DOCX, Format.XLSX)
_WRITERS: dict[Format, Callable[[AnnualReport], bytes]] = {
    Format.PDF: to_pdf, Format.DOCX: to_docx, Format.XLSX: to_xlsx
}  # fmt: skip


class Edition(TextChoices):
    INSIDE = "inside", "庁内用"
    PUBLIC = "public", "公開用（5人未満の数を表示しない）"


@dataclass(frozen=True)
class AnnualFile:
    """Which report is wanted, as of when and for whom."""

    plan: TrainingPlan
    on: date
    edition: Edition

    @property
    def title(self) -> str:
        title = report_title(self.plan)
        return public_title(title) if self.edition is Edition.PUBLIC else title

    @property
    def conditions(self) -> dict[str, str]:
        return {"plan": str(self.plan.pk), "on": self.on.isoformat(), "edition": self.edition.value}


def annual_file(wanted: AnnualFile, form: Format, at: datetime, counted: Callable[[], None]) -> Drawn:
    """`counted` is called between the figures and the drawing. Raises UnwritableCharactersError."""
    plan, texts, figures = wanted.plan, texts_of(wanted.plan), figures_of(wanted.plan, wanted.on)
    counted()
    report = annual_report(plan, texts, figures, at)
    if wanted.edition is Edition.PUBLIC:
        report = disclosed(report, plan, texts, figures)
    tables = report.tables if form is Format.XLSX else report.tables_on_paper
    file = named_file(report.title, form, _WRITERS[form](report))
    return Drawn(file, sum(len(table.rows) for table in tables))
