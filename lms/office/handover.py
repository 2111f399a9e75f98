"""引継書: what an office did in a fiscal year and when, for whoever does it next. From the facts alone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet

from lms.certificates.models import Certificate, Series
from lms.duties.counting import counts_by_department, total
from lms.duties.models import Exemption, Requirement, TrainingPlan
from lms.importing.models import ImportBatch
from lms.ledger.appending import append
from lms.ledger.models import LedgerEntry
from lms.lib.fiscal_year import (
    TOKYO,
    end_of_year,
    era_date,
    fiscal_year_name,
    last_day,
    local_date,
    short_era_date,
    start_of_year,
)
from lms.lib.tables import Column, Kind, Rate, Table
from lms.office.year import HANDED_OVER
from lms.people.organisation import organisation
from lms.people.roles import Office

Row = tuple[str, date, str]
_COLUMNS = (Column("what", "行ったこと"), Column("on", "日", Kind.DATE), Column("detail", "内容"))
# Acts upon a plan or one of its lines, by what the ledger names as their subject.
_PLAN_ACTS = (
    "研修計画の作成", "実施研修の追加", "実施研修の削除", "実施の通知の記録", "研修計画の開始", "再受講の求め",
    "研修計画の変更",
    "研修計画の報告", "研修計画の終了",
)  # fmt: skip
# Acts of the year that concern the whole city.
_CITY_ACTS = (
    "所属の新設", "所属の変更", "所属の統合", "所属の分割", "所属の廃止", "役割の指定", "役割の終了", "出席簿の記録",
    "読替えの登録", "標的型訓練の結果の記録", "証書の名義人の登録",
)  # fmt: skip


def handover_table(office: Office, year: int, on: date, at: datetime, confidentiality: str) -> Table:
    """A line for each thing done, in the order of the days; the year's figures as notes. Eight queries."""
    lines = list(Requirement.objects.filter(plan__fiscal_year=year, plan__office=office).select_related("course"))
    subjects = [f"{year} {office}", *(f"{year} {line.course.code}" for line in lines)]
    rows = [
        *_approval(office, year), *_acts(_PLAN_ACTS, LedgerEntry.objects.filter(subject__in=subjects)),
        *_acts(_CITY_ACTS, _during(LedgerEntry.objects.all(), "recorded_at", year)),
        *_imports(year), *_papers(office, year), *_exemptions(office, year),
    ]  # fmt: skip
    title = f"{fiscal_year_name(year)}　{office.label}　引継書"
    notes = [*_figures(lines, year, min(on, last_day(year))), ("出力日時", _moment(at))]
    return Table(title, _COLUMNS, sorted(rows, key=lambda row: row[1]), notes, confidentiality=confidentiality)


@transaction.atomic
def hand_over(*, office: Office, year: int, purpose: str, actor: str, at: datetime) -> None:
    """The note was taken out; 年度更新 shows it as done."""
    append(actor=actor, action=HANDED_OVER, subject=f"{year} {office}", at=at, payload={"purpose": purpose})


def _approval(office: Office, year: int) -> Iterator[Row]:
    plan = TrainingPlan.objects.filter(fiscal_year=year, office=office).first()
    if plan and plan.approved_on:
        yield "研修計画の承認", plan.approved_on, f"{plan.approved_by}　{plan.document_number}"


def _acts(actions: Iterable[str], entries: QuerySet[LedgerEntry]) -> Iterator[Row]:
    """One line for each kind of act: a year's 300 appointments are one piece of work to whoever reads this."""
    found = entries.filter(action__in=list(actions)).order_by().values_list("action")
    spans = found.annotate(Min("recorded_at"), Max("recorded_at"), Count("pk"), order=Min("pk")).order_by("order")
    for action, first, last, number, _ in spans:
        detail = (
            f"{number}件"
            if local_date(first) == local_date(last)
            else (f"{number}件（最後は{short_era_date(local_date(last))}）")
        )
        yield action, local_date(first), detail


def _imports(year: int) -> Iterator[Row]:
    applied = _during(ImportBatch.objects.standing(), "applied_at", year)
    for batch in applied.defer("content", "seen", "notes").order_by("applied_at"):
        detail = f"{batch.filename}（基準日{short_era_date(batch.on)}、約{batch.rows}行）"
        yield f"{batch.get_kind_display()}の取込み", local_date(batch.applied_at), detail


def _papers(office: Office, year: int) -> Iterator[Row]:
    given = Certificate.objects.filter(series__office=office, fiscal_year=year).order_by()
    for on, kind, number in given.values_list("batch__given_on", "series__kind").annotate(Count("pk")):
        yield f"{Series.Kind(kind).label}の交付", on, f"{number}件"


def _exemptions(office: Office, year: int) -> Iterator[Row]:
    rows = Exemption.objects.known().filter(requirement__plan__fiscal_year=year, requirement__plan__office=office)
    found = rows.aggregate(first=Min("starts_on"), last=Max("starts_on"), number=Count("pk"))
    if found["number"]:
        yield "受講免除の決定", found["first"], f"{found['number']}件（最後は{short_era_date(found['last'])}）"


def _figures(lines: Iterable[Requirement], year: int, on: date) -> Iterator[tuple[str, str]]:
    """How each training stood at the end of the year."""
    counts = counts_by_department(organisation(on), year, on)
    yield "受講状況の基準日", era_date(on)
    for line in lines:
        of_city = total(found for (course, _), found in counts.items() if course == line.course_id)
        span = f"{short_era_date(line.opens_on)}から{short_era_date(line.due_on)}まで"
        rate = Rate(of_city.completed, of_city.required)
        yield (
            "受講状況",
            f"{line.course.title}（{span}）　修了率{rate}　猶予{of_city.deferred}人　免除{of_city.exempt}人",
        )


def _during(rows: QuerySet, moment: str, year: int) -> QuerySet:
    return rows.filter(**{f"{moment}__gte": start_of_year(year), f"{moment}__lt": end_of_year(year)})


def _moment(at: datetime) -> str:
    return f"{era_date(local_date(at))} {at.astimezone(TOKYO):%H:%M}"
