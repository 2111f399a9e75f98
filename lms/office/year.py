"""年度更新: what the change of the fiscal year asks for, and how far it has come, computed from the facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min

from lms.duties.models import TrainingPlan
from lms.importing.models import ImportBatch
from lms.ledger.models import LedgerEntry
from lms.lib.fiscal_year import first_day, fiscal_year_name, last_day, local_date
from lms.people.account_review import accounts_after_service
from lms.people.models import RoleGrant
from lms.people.organisation import Node, Organisation
from lms.people.role_review import units_without_head
from lms.people.roles import Office, Role

HANDED_OVER = "引継書の出力"
_State = TrainingPlan.State
_BEGUN = (_State.RUNNING, _State.REPORTED, _State.CLOSED)
_HR = "人事担当"
_KINDS = {ImportBatch.Kind.DEPARTMENTS: "所属ファイルを取り込む", ImportBatch.Kind.STAFF: "職員ファイルを取り込む"}


@dataclass(frozen=True)
class Step:
    """One thing to do. `where`: name and arguments of the page's address; `on`: the day it was done, where known."""

    title: str
    note: str
    who: str
    done: bool
    on: date | None
    where: tuple[str, tuple[int, ...]]
    anchor: str = ""


@dataclass(frozen=True)
class Headless:
    """Reporting departments for which nobody is named on the first day of the year, or today."""

    without_head: list[Node]
    without_deputy: list[Node]


def steps(year: int, offices: Sequence[Office], lacking: Headless, on: date) -> list[Step]:
    """In the order in which they are done. Five queries, whatever the size of the city."""
    plans = _plans(year, offices)
    traces = _traces(year, offices)
    return [
        *_files(year), _roles(year), _heads(lacking),
        *(step for office in offices for step in _of_plans(year, office, plans, traces)),
        _accounts(on),
        *(_handover(year, office, traces) for office in offices),
    ]  # fmt: skip


def headless(organisation: Organisation, on: date) -> Headless:
    """Two queries."""
    held = set(RoleGrant.objects.on(on).filter(role=Role.DEPUTY).values_list("department", flat=True))
    without = [node for node in organisation.nodes.values() if node.reports and node.id not in held]
    return Headless(units_without_head(organisation, on), without)


def _files(year: int) -> Iterator[Step]:
    batches = ImportBatch.objects.standing().filter(on__range=(first_day(year), last_day(year)))
    applied = dict(batches.order_by().values_list("kind").annotate(Max("applied_at")))
    for kind, title in _KINDS.items():
        note = (
            "4月1日を基準日にします。組織の変更がなければ要りません。"
            if kind == "departments"
            else "4月1日を基準日にします。"
        )
        at = applied.get(kind)
        yield Step(title, note, _HR, at is not None, _day(at), ("imports", ()))


def _roles(year: int) -> Step:
    grants = RoleGrant.objects.known().filter(starts_on__range=(first_day(year), last_day(year)))
    at = grants.aggregate(at=Max("recorded_at"))["at"]
    note = "情報セキュリティ管理者、特定個人情報事務取扱担当者等を指定します。異動した人の役割は終わらせます。"
    return Step("役割の指定を改める", note, _HR, at is not None, _day(at), ("roles", ()))


def _heads(lacking: Headless) -> Step:
    number, deputies = len(lacking.without_head), len(lacking.without_deputy)
    note = f"指定のない報告単位は、所属長が{number}件、所属長の代理が{deputies}件です。"
    return Step("所属長とその代理を確かめる", note, _HR, number == 0, None, ("roles", ()), "heads")


def _of_plans(
    year: int, office: Office, plans: Mapping[tuple[int, str], TrainingPlan], traces: Mapping[tuple[str, str], datetime]
) -> Iterator[Step]:
    last, plan = plans.get((year - 1, office)), plans.get((year, office))
    subject, name = f"{year} {office}", f"{fiscal_year_name(year)}の研修計画"
    where = ("plan", (plan.pk,)) if plan else ("plans", ())
    yield Step(
        f"{name}を作成し、前年度の計画を写す", "実施期間の日付と曜日を見直します。", office.label,
        bool(plan and plan.lines), _day(traces.get(("研修計画の作成", subject))), where,
    )  # fmt: skip
    approved = plan.approved_on if plan else None
    yield Step(
        f"{name}の承認を入力する", "会議等の決裁の後に入力します。", office.label, bool(approved), approved, where
    )
    yield Step(
        f"{name}を開始する", "開始すると、受講対象者が決まります。", office.label, bool(plan and plan.state in _BEGUN),
        _day(traces.get(("研修計画の開始", subject))), where,
    )  # fmt: skip
    if last:
        done = last.state in (_State.REPORTED, _State.CLOSED)
        on = _day(traces.get(("研修計画の報告", f"{year - 1} {office}")))
        title = f"{fiscal_year_name(year - 1)}の研修計画を報告済みにする"
        yield Step(title, "実施状況を会議等に報告した後に行います。", office.label, done, on, ("plan", (last.pk,)))


def _accounts(on: date) -> Step:
    number = accounts_after_service(on).count()
    note = f"退職後も利用できる利用者は{number}人です。長くログインのない利用者も確かめます。"
    return Step("古い利用者を止める", note, _HR, number == 0, None, ("account_review", ()))


def _handover(year: int, office: Office, traces: Mapping[tuple[str, str], datetime]) -> Step:
    at = traces.get((HANDED_OVER, f"{year - 1} {office}"))
    title, note = f"{fiscal_year_name(year - 1)}の引継書を作る", "前の年度に何をいつ行ったかを、次の担当者に渡します。"
    return Step(title, note, office.label, at is not None, _day(at), ("handover", ()))


def _plans(year: int, offices: Iterable[str]) -> dict[tuple[int, str], TrainingPlan]:
    rows = TrainingPlan.objects.filter(fiscal_year__in=(year - 1, year), office__in=list(offices))
    return {(plan.fiscal_year, plan.office): plan for plan in rows.annotate(lines=Count("requirements"))}


def _traces(year: int, offices: Iterable[str]) -> dict[tuple[str, str], datetime]:
    """When each act was first done to a plan of the year and the one before."""
    actions = ("研修計画の作成", "研修計画の開始", "研修計画の報告", HANDED_OVER)
    subjects = [f"{one} {office}" for one in (year - 1, year) for office in offices]
    rows = LedgerEntry.objects.filter(action__in=actions, subject__in=subjects).order_by()
    found = rows.values_list("action", "subject").annotate(Min("recorded_at"))
    return {(action, subject): at for action, subject, at in found}


def _day(at: datetime | None) -> date | None:
    return local_date(at) if at else None
