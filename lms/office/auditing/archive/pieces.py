"""What stands in 監査資料, folder by folder. Every figure and list is the same row by row as on its page."""

from collections.abc import Callable, Iterator
from datetime import datetime

from lms.duties.models import TrainingPlan
from lms.ledger.heads import signed_head
from lms.ledger.models import AuditArchive
from lms.lib.fiscal_year import first_day, local_date
from lms.lib.tables.csv import to_csv
from lms.office.auditing.acts import ACTS
from lms.office.auditing.archive.annual import annual_reports
from lms.office.auditing.archive.held import held, surveys
from lms.office.auditing.archive.papers import certificates, confirmed_reports, frozen_reports
from lms.office.auditing.archive.plans import plan_list, plan_pdf
from lms.office.auditing.archive.readme import readme
from lms.office.auditing.archive.results import results
from lms.office.auditing.archive.writing import Piece
from lms.office.auditing.extracting import csv_of, lines
from lms.office.auditing.searching import SearchForm


def pieces(archive: AuditArchive, at: datetime, hold_on: Callable[[], None]) -> list[Piece]:
    """In the order in which they are written; the words that explain them come first. What takes long says now and
    then to `hold_on`."""
    found = [
        *_plans(archive, at), *results(archive, at), *confirmed_reports(archive), *frozen_reports(archive, at, hold_on),
        certificates(archive, at, hold_on), *_ledger(archive, at, hold_on), *annual_reports(archive, at),
        *held(archive, at), *surveys(archive, at),
    ]  # fmt: skip
    return [Piece("はじめにお読みください.txt", "この説明", lambda: [readme(archive, found, at)]), *found]


def _plans(archive: AuditArchive, at: datetime) -> Iterator[Piece]:
    plans = list(TrainingPlan.objects.filter(fiscal_year=archive.fiscal_year).order_by("office"))
    yield Piece(
        "01_研修計画/研修計画の一覧.csv", "研修計画の状態、承認した会議等、承認日、文書番号",
        lambda: [to_csv(plan_list(plans, at))],
    )  # fmt: skip
    # As the page of the plan prints it: of today, or of the first day of a year to come.
    on = max(local_date(archive.ordered_at), first_day(archive.fiscal_year))
    for plan in plans:
        yield Piece(
            f"01_研修計画/研修計画_{plan.fiscal_year}_{plan.office}.pdf", plan.title,
            lambda plan=plan: [plan_pdf(plan, on, at)],
        )  # fmt: skip


def _ledger(archive: AuditArchive, at: datetime, hold_on: Callable[[], None]) -> Iterator[Piece]:
    """Of the period, and the head of the whole chain."""
    days = {"first": archive.first.isoformat(), "last": archive.on.isoformat()}
    search = SearchForm(days, ACTS)
    search.full_clean()
    yield Piece(
        "07_操作記録/操作記録.csv", "期間中の操作記録（番号、ハッシュ値、前の記録のハッシュ値とも）",
        lambda: csv_of(lines(search, archive.last, lambda _: hold_on())),
    )  # fmt: skip
    head = signed_head(at)
    if head is not None:
        yield Piece("07_操作記録/連鎖の先頭.json", "作成した時の最後の番号とハッシュ値（署名付き）", lambda: [head])
