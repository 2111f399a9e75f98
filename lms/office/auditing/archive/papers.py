"""What was reported and given: 課別研修実施状況報告書, 確定版 and 修了証書交付台帳."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from lms.certificates.drawing import PaperLostError
from lms.certificates.models import Certificate
from lms.certificates.papers.layout import draw
from lms.certificates.register.choosing import in_order
from lms.certificates.register.naming import nameable
from lms.certificates.register.table import register_table
from lms.ledger.models import AuditArchive
from lms.lib.fiscal_year import era_date, fiscal_year_name
from lms.lib.tables.csv import to_csv
from lms.office.auditing.archive.writing import Piece
from lms.reports.chain.drawing import frozen_pdf
from lms.reports.models import DepartmentReport, FrozenReport


def confirmed_reports(archive: AuditArchive) -> Iterator[Piece]:
    """Every version that a head confirmed, drawn of the words that were kept."""
    rows = DepartmentReport.objects.filter(
        requirement__plan__fiscal_year=archive.fiscal_year,
        recorded_at__lte=archive.ordered_at,
        on__range=(archive.first, archive.on),
    ).select_related("requirement__course", "department")
    ordered = rows.defer("payload", "named").order_by("requirement__course__code", "department__code", "version")
    for place, row in enumerate(ordered, start=1):
        course, code = row.requirement.course, row.department.code
        yield Piece(
            f"04_課別研修実施状況報告書/{place:05}_{nameable(course.code)}_{nameable(code)}_第{row.version}版.pdf",
            f"{course.title}　所属コード{code}　第{row.version}版（{era_date(row.on)}現在）",
            lambda pk=row.pk: [draw(DepartmentReport.objects.get(pk=pk).words)],
        )  # fmt: skip


def frozen_reports(archive: AuditArchive, at: datetime, hold_on: Callable[[], None]) -> Iterator[Piece]:
    """The signed files, as they are kept; where one is lost, words that say so stand in its place."""
    rows = FrozenReport.objects.filter(
        requirement__plan__fiscal_year=archive.fiscal_year,
        recorded_at__lte=archive.ordered_at,
        on__range=(archive.first, archive.on),
    ).select_related("requirement__plan", "requirement__course")
    for place, report in enumerate(rows.order_by("requirement__course__code", "version"), start=1):
        course = report.requirement.course
        name = f"05_確定版/{place:03}_{nameable(course.code)}_第{report.version}版"
        about = f"{course.title}　第{report.version}版（{era_date(report.on)}現在）"
        hold_on()
        yield _frozen(name, about, report, at)


def _frozen(name: str, about: str, report: FrozenReport, at: datetime) -> Piece:
    """Looked at now, since words name what is lost, and read again in its turn: so memory holds one at a time."""
    try:
        frozen_pdf(report, at)
    except PaperLostError as error:
        words = str(error).encode()
        return Piece(f"{name}_失われたファイル.txt", f"{about}　失われたため入っていません", lambda: [words])
    return Piece(f"{name}.pdf", about, lambda: [frozen_pdf(report, at)])


def certificates(archive: AuditArchive, at: datetime, hold_on: Callable[[], None]) -> Piece:
    """Of all numbers of the year, whatever the period, as they stand now: a gap would look like one torn out."""

    def rows() -> Iterable[bytes]:
        wanted = Certificate.objects.filter(
            series__fiscal_year=archive.fiscal_year, recorded_at__lte=archive.ordered_at
        )
        title = f"修了証書交付台帳（{fiscal_year_name(archive.fiscal_year)}）"
        keys = list(in_order(wanted).values_list("pk", flat=True))
        return [to_csv(register_table(title, keys, at, lambda _: hold_on()))]

    return Piece("06_証書/修了証書交付台帳.csv", "この年度の番号の証書の交付、再交付、取消し", rows)
