"""What was held and answered, as numbers without names: 集合研修, 出席簿, 標的型訓練 and アンケート."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Count, Q

from courses.models import Course
from lms.certificates.register.naming import nameable
from lms.ledger.models import AuditArchive
from lms.lib.fiscal_year import era_date
from lms.lib.tables import Column, Kind, Table
from lms.lib.tables.csv import to_csv
from lms.office.auditing.archive.plans import moment
from lms.office.auditing.archive.writing import Piece
from lms.people.city import city
from lms.records.drill import PhishingDrill
from lms.records.drill_counts import MASKED, counts, total
from lms.records.models import AttendanceSheet
from lms.records.session import TrainingSession
from lms.reports.survey_tables import figures_table
from lms.reports.surveys import results, satisfactions

# In a CSV a sign alone would pass for the beginning of a formula.
HIDDEN = "非表示"
_FOLDER = "09_集合研修・訓練・アンケート"
_SESSIONS = (
    Column("held_on", "開催日", Kind.DATE), Column("training", "研修"), Column("title", "開催回の名前"),
    Column("capacity", "定員", Kind.NUMBER), Column("signed_up", "申込み", Kind.NUMBER),
    Column("came", "出席者", Kind.NUMBER), Column("state", "中止"),
)  # fmt: skip
_SHEETS = (
    Column("held_on", "実施日", Kind.DATE), Column("training", "研修"), Column("method", "受講方法"),
    Column("sheets", "出席簿", Kind.NUMBER), Column("came", "出席者", Kind.NUMBER),
)  # fmt: skip
_DRILLS = (
    Column("sent_on", "実施日", Kind.DATE), Column("title", "訓練名"), Column("delivered", "配信"),
    Column("opened", "開封"), Column("reported", "報告"),
)  # fmt: skip


def held(archive: AuditArchive, at: datetime) -> Iterator[Piece]:
    tables: tuple[tuple[str, str, Callable[[AuditArchive], Table]], ...] = (
        ("集合研修の開催回", "開催回ごとの定員、申込みと出席者の数", _sessions),
        ("出席簿の人数", "集合研修、課内研修、訓練等の日ごとの出席者の数（確認を待つものを除く）", _sheets),
        ("標的型訓練", "訓練ごとの配信、開封と報告の数", _drills),
    )
    for name, about, table in tables:
        yield Piece(
            f"{_FOLDER}/{name}.csv", about, lambda table=table: [to_csv(_explained(table(archive), archive, at))]
        )


def surveys(archive: AuditArchive, at: datetime) -> Iterator[Piece]:
    """Of the year: nobody knows on which day an answer was given. Where too few have answered there is no file."""
    year, courses = archive.fiscal_year, Course.objects.order_by("code")
    found = satisfactions(courses, year)
    answered = [course for course in courses if course.pk in found]
    for place, course in enumerate(answered, start=1):
        yield Piece(
            f"{_FOLDER}/アンケート_{place:02}_{nameable(course.code)}.csv",
            f"アンケートの質問ごとの件数と平均（{course.title}）",
            lambda course=course: [
                to_csv(figures_table(course, year, results(course, year), at, city().confidentiality_label))
            ],
        )


def _explained(table: Table, archive: AuditArchive, at: datetime) -> Table:
    period = f"{era_date(archive.first)}から{era_date(archive.on)}まで"
    notes = [("期間", period), ("出力日時", moment(at))]
    return replace(table, notes=notes, confidentiality=city().confidentiality_label)


def _sessions(archive: AuditArchive) -> Table:
    came = Q(sheets__in=AttendanceSheet.objects.standing())
    rows = TrainingSession.objects.filter(held_on__range=(archive.first, archive.on)).select_related("course")
    counted = rows.annotate(came=Count("sheets__attendants__employee", filter=came, distinct=True))
    return Table("集合研修の開催回", _SESSIONS, [
        [one.held_on, one.course.title, one.title, one.capacity, one.taken, one.came, "中止" * one.is_called_off]
        for one in counted.order_by("held_on", "starts_at", "pk")
    ])  # fmt: skip


def _sheets(archive: AuditArchive) -> Table:
    rows = AttendanceSheet.objects.standing().filter(
        held_on__range=(archive.first, archive.on), recorded_at__lte=archive.ordered_at
    )
    counted = rows.values_list("held_on", "course__title", "method").annotate(
        Count("pk", distinct=True), Count("attendants__employee", distinct=True)
    )
    return Table("出席簿の人数", _SHEETS, [
        [held_on, title, AttendanceSheet.Method(method).label, sheets, people]
        for held_on, title, method, sheets, people in counted.order_by("held_on", "course__title", "method")
    ])  # fmt: skip


def _drills(archive: AuditArchive) -> Table:
    rows = PhishingDrill.objects.standing().filter(sent_on__range=(archive.first, archive.on)).order_by("sent_on", "pk")
    return Table("標的型訓練", _DRILLS, [[one.sent_on, one.title, *_deeds(one)] for one in rows])


def _deeds(drill: PhishingDrill) -> list[str]:
    """As the page of the drill has its total: nothing where that would betray the few of one department."""
    whole = total(counts(drill).values())
    if whole is None:
        return [HIDDEN] * 3
    shown = (f"{whole.delivered}", whole.opened_text, whole.reported_text)
    return [HIDDEN if words == MASKED else words for words in shown]
