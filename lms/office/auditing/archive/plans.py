"""研修計画 as the page shows and prints it."""

from collections.abc import Sequence
from datetime import date, datetime

from lms.duties.models import TrainingPlan
from lms.duties.paper import plan_table
from lms.lib.fiscal_year import TOKYO, era_date, local_date
from lms.lib.tables import Column, Kind, Table
from lms.lib.tables.pdf import to_pdf
from lms.people.city import city
from lms.people.organisation import organisation

_COLUMNS = (
    Column("title", "研修計画"), Column("office", "担当"), Column("state", "状態"),
    Column("approved_by", "承認した会議等"), Column("approved_on", "承認日", Kind.DATE),
    Column("document_number", "文書番号"),
)  # fmt: skip


def plan_list(plans: Sequence[TrainingPlan], at: datetime) -> Table:
    rows = [
        [plan.title, plan.get_office_display(), plan.get_state_display(), plan.approved_by, plan.approved_on,
         plan.document_number]
        for plan in plans
    ]  # fmt: skip
    return Table("研修計画の一覧", _COLUMNS, rows, [("出力日時", moment(at))])


def plan_pdf(plan: TrainingPlan, on: date, at: datetime) -> bytes:
    lines = list(plan.requirements.select_related("course").prefetch_related("choices__course"))
    return to_pdf(plan_table(plan, lines, organisation(on), city(), on, at))


def moment(at: datetime) -> str:
    return f"{era_date(local_date(at))} {at.astimezone(TOKYO):%H:%M}"
