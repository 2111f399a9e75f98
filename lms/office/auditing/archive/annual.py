"""研修実施状況報告書 of each plan that ran, as its office takes it out: 庁内用, of the 基準日."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial

from lms.duties.models import TrainingPlan
from lms.ledger.models import AuditArchive
from lms.office.auditing.archive.writing import Piece
from lms.reports.annual.content import AnnualReport, annual_report
from lms.reports.annual.figures import figures_of
from lms.reports.annual.pdf import to_pdf
from lms.reports.annual.texts import texts_of
from lms.reports.annual.xlsx import to_xlsx

_State = TrainingPlan.State


def annual_reports(archive: AuditArchive, at: datetime) -> Iterator[Piece]:
    ran = TrainingPlan.objects.filter(
        fiscal_year=archive.fiscal_year, state__in=(_State.RUNNING, _State.REPORTED, _State.CLOSED)
    )
    for plan in ran.order_by("office"):
        report = cache(partial(_report, plan, archive, at))
        name = f"08_研修実施状況報告書/研修実施状況報告書_{plan.fiscal_year}_{plan.office}"
        yield Piece(f"{name}.pdf", plan.title, lambda report=report: [to_pdf(report())])
        yield Piece(f"{name}.xlsx", f"{plan.title}（表）", lambda report=report: [to_xlsx(report())])


def _report(plan: TrainingPlan, archive: AuditArchive, at: datetime) -> AnnualReport:
    return annual_report(plan, texts_of(plan), figures_of(plan, archive.on, archive.ordered_at), at)
