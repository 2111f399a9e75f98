"""確定: the figures of all departments on a day, kept for ever as they were."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from lms.duties.counting import Counts, total
from lms.duties.models import Requirement
from lms.duties.routes import Step, route_of
from lms.ledger.appending import append
from lms.ledger.heads import head_line
from lms.lib.fiscal_year import era_date, local_date
from lms.people.models import Employee
from lms.people.organisation import organisation
from lms.people.refusals import RefusedError
from lms.reports.chain.confirming import last_reports
from lms.reports.figures import Question, department_figures
from lms.reports.groups import Group
from lms.reports.models import DepartmentReport, FrozenReport
from lms.reports.people import duties_in, people
from lms.reports.reach import everything
from lms.reports.tables import DEFINITION


@dataclass(frozen=True)
class Row:
    """A department then and, where it still has figures, now."""

    name: str
    then: Counts
    now: Counts | None

    @property
    def changed(self) -> bool:
        """Whether what a report says of the department is another; who began, or is late, changes by itself."""
        return self.now is None or _reported(self.then) != _reported(self.now)


def _reported(counts: Counts) -> tuple[int, ...]:
    return counts.required, counts.completed, counts.deferred, counts.exempt


def freeze(*, requirement: Requirement, on: date, reason: str, by: Employee, at: datetime) -> FrozenReport:
    """Another version of what was frozen before needs a reason. Raises RefusedError."""
    try:
        return _freeze(requirement, on, reason, by, at)
    except IntegrityError as error:
        raise RefusedError("同時に、ほかの人が確定しました。画面を開き直して確かめてください。") from error


@transaction.atomic
def _freeze(requirement: Requirement, on: date, reason: str, by: Employee, at: datetime) -> FrozenReport:
    last = last_frozen(requirement)
    if last is not None and not reason:
        raise RefusedError("確定版を改めるときは、その理由を入力してください。")
    version = last.version + 1 if last else 1
    row = FrozenReport.objects.create(
        requirement=requirement, version=version, on=on, frozen_by=by, reason=reason if last else "",
        recorded_at=at, **snapshot(requirement, on, at),
    )  # fmt: skip
    subject = f"{requirement.plan.fiscal_year} {requirement.course.code} 第{version}版"
    append(actor=by.staff_number, action="報告の確定", subject=subject, at=at, facts=[row])
    return row


def last_frozen(requirement: Requirement) -> FrozenReport | None:
    return FrozenReport.objects.filter(requirement=requirement).defer("payload", "unfinished").first()


def question_of(requirement: Requirement, on: date) -> Question:
    return Question(requirement.plan.fiscal_year, on, (requirement.course,), everything(organisation(on)))


def snapshot(requirement: Requirement, on: date, at: datetime) -> dict[str, Any]:
    """Everything that the report will ever say of that day: `payload`, and beside it the list of `unfinished`."""
    question = question_of(requirement, on)
    figures, confirmed = department_figures(question), last_reports(requirement.department_reports.all())
    payload = {
        "training": requirement.course.title,
        "plan": requirement.plan.title,
        "period": f"{era_date(requirement.opens_on)}から{era_date(requirement.due_on)}まで",
        "people": figures.people,
        "rows": [
            {"code": row.department.code, "name": row.department.name, **asdict(row.counts),
             "confirmed": _confirmation(confirmed.get(row.department.id))}
            for row in figures.rows
        ],
        "definition": DEFINITION,
        "ledger": head_line(at),
        "route": [asdict(step) for step in route_of(requirement.plan)],
    }  # fmt: skip
    return {"payload": payload, "unfinished": _unfinished(question, confirmed)}


def _confirmation(report: DepartmentReport | None) -> dict[str, Any] | None:
    if report is None:
        return None
    return {"version": report.version, "on": local_date(report.recorded_at).isoformat()}


def _unfinished(question: Question, confirmed: dict[int, DepartmentReport]) -> list[list[str]]:
    """別紙: names, for the office and the head concerned only. Reasons as the heads gave them."""
    reasons = {key: words for report in confirmed.values() for key, words in report.named["reasons"].items()}
    found = people(question, question.scope.departments, duties_in(question, Group.UNFINISHED))
    return [
        [one.department, one.staff_number, one.name, one.standing.state.label,
         *reasons.get(str(one.employee_id), ("", ""))]
        for one in found
    ]  # fmt: skip


def counts_of_row(row: dict[str, Any]) -> Counts:
    return Counts(**{name: row[name] for name in asdict(Counts())})


def beside(report: FrozenReport, today: date) -> tuple[list[Row], Row]:
    """The frozen figures and the live ones of the same training, department by department, and both totals."""
    live = {row.department.code: row for row in department_figures(question_of(report.requirement, today)).rows}
    rows = [
        Row(row["name"], counts_of_row(row), live[row["code"]].counts if row["code"] in live else None)
        for row in report.payload["rows"]
    ]
    known = {row["code"] for row in report.payload["rows"]}
    rows += [Row(row.department.name, Counts(), row.counts) for code, row in live.items() if code not in known]
    return rows, Row("合計", total(row.then for row in rows), total(row.counts for row in live.values()))


def route(report: FrozenReport) -> list[Step]:
    """The route as it was when the report was frozen."""
    return [Step(**step) for step in report.payload["route"]]
