"""The 確定版 on paper: drawn of its payload and signed, once. What is asked for again is the file."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task

from lms.certificates.drawing import PaperLostError
from lms.duties.counting import total
from lms.ledger.appending import append
from lms.ledger.digests import Closed
from lms.lib import clock
from lms.lib.fiscal_year import TOKYO, era_date, fiscal_year_name
from lms.lib.kept_files import write_whole
from lms.lib.signatures.configured import signature_note, signed_paper
from lms.lib.tables import Cell, Rate, Table
from lms.lib.tables.pdf import to_pdf
from lms.people.city import city
from lms.reports.chain.freezing import counts_of_row
from lms.reports.models import FrozenReport
from lms.reports.tables import DEPARTMENT_COLUMNS, figures_row


def frozen_pdf(report: FrozenReport, at: datetime) -> bytes:
    """From its file, or drawn and signed now. Safe to do twice at once: the first that is entered counts.

    Raises PaperLostError where the file is missing or changed: no other can have its signature.
    """
    if report.sha256 is None:
        _draw(report, at)
        report.refresh_from_db(fields=["drawn_at", "sha256"])
    path = _path(report, str(report.sha256))
    content = path.read_bytes() if path.exists() else b""
    if sha256(content).hexdigest() != report.sha256:
        raise PaperLostError(
            "確定版のファイルが失われたか、書き換えられています。"
            "署名した報告は同じものを作り直せないため、控え（バックアップ）から戻してください。"
        )
    return content


@task()
def draw_frozen(report_id: int) -> None:
    """In the background, right after the figures were frozen."""
    frozen_pdf(FrozenReport.objects.select_related("requirement__plan").get(pk=report_id), clock.now())


def _draw(report: FrozenReport, at: datetime) -> None:
    content = signed_paper(to_pdf(frozen_table(report)), at)
    digest = sha256(content).hexdigest()
    write_whole(_path(report, digest), content)
    _enter(report, at, digest)


@transaction.atomic
def _enter(report: FrozenReport, at: datetime, digest: str) -> None:
    """Of two who draw at once, the first counts."""
    values = {"drawn_at": at, "sha256": digest}
    if FrozenReport.objects.filter(pk=report.pk, drawn_at=None).update(**values):
        closed = [Closed(FrozenReport, [report.pk], values)]
        append(actor="command:draw", action="確定版の作成", subject=f"確定版 {report.pk}", at=at, closed=closed)


def _path(report: FrozenReport, digest: str) -> Path:
    return Path(settings.DATA_DIR) / "reports" / f"{report.pk}-{digest[:16]}.pdf"


def frozen_table(report: FrozenReport) -> Table:
    """Figures and definitions. Names are for the office and the heads concerned, not for who reads this."""
    payload = report.payload
    rows: list[list[Cell]] = [figures_row(row["name"], counts_of_row(row)) for row in payload["rows"]]
    whole = total(counts_of_row(row) for row in payload["rows"])
    return Table(
        title=f"{payload['training']}　実施状況（{fiscal_year_name(report.requirement.plan.fiscal_year)}）",
        columns=DEPARTMENT_COLUMNS, rows=rows, total=figures_row("合計", whole), notes=_notes(report),
        confidentiality=city().confidentiality_label,
    )  # fmt: skip


def _notes(report: FrozenReport) -> list[tuple[str, str]]:
    payload, frozen = report.payload, report.recorded_at.astimezone(TOKYO)
    confirmed = [row for row in payload["rows"] if row["confirmed"]]
    notes = [
        ("研修計画", payload["plan"]),
        ("実施期間", payload["period"]),
        ("基準日", f"{era_date(report.on)}現在（確定版　第{report.version}版）"),
        ("確定日時", f"{era_date(frozen.date())} {frozen:%H:%M}"),
        (
            "修了率",
            str(Rate(sum(row["completed"] for row in payload["rows"]), sum(r["required"] for r in payload["rows"]))),
        ),
        ("所属長の確認", f"{len(confirmed)}所属／{len(payload['rows'])}所属"),
        ("定義", payload["definition"]),
        ("操作記録", payload["ledger"]),
    ]
    reason = [("改めた理由", report.reason)] if report.reason else []
    signature = [("電子署名", signature_note())] if signature_note() else []
    return [*notes, *reason, *signature]
