"""実施状況の報告: the heads confirm, the office freezes, the report goes its way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.certificates.candidates import counting_day
from lms.certificates.papers.layout import draw
from lms.certificates.standing import standings
from lms.certificates.subjects import course_subject
from lms.certificates.views.answers import pdf_answer, says_when_lost
from lms.certificates.views.report import Asked, taken_out
from lms.duties.models import Requirement
from lms.duties.routes import Step, holds
from lms.lib import clock
from lms.lib.fiscal_year import first_day
from lms.people.organisation import Node, organisation
from lms.people.refusals import RefusedError
from lms.people.views.acting import Page, acted
from lms.people.visibility import Viewer
from lms.reports.chain import access
from lms.reports.chain.circular import circular_docx
from lms.reports.chain.confirming import confirm, last_reports, seen
from lms.reports.chain.drawing import draw_frozen, frozen_pdf
from lms.reports.chain.forms import ConfirmForm, FreezeForm, PurposeForm, StepForm
from lms.reports.chain.freezing import beside, freeze, question_of, route
from lms.reports.chain.stepping import must_say_when, next_step, take_step
from lms.reports.exporting import DOCX, File, TooManyRowsError, record_taken_out
from lms.reports.figures import department_figures
from lms.reports.models import DepartmentReport, FrozenReport, ReportStep
from lms.reports.views.sending import file_response

_act = require_http_methods(["GET", "HEAD", "POST"])


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form gets: of a page that is only pressed it may be empty, and was sent all the same."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True)
class Stage:
    """A step of the route: taken, next, or still to come."""

    number: int
    step: Step
    taken: ReportStep | None
    coming: bool


@login_required
@require_safe
def chains(request: HttpRequest) -> HttpResponse:
    """The trainings whose reports one sees, and those that one's departments have to confirm."""
    rows, own = access.whole_chains(request.viewer), _own(request.viewer)
    if not (rows or own or request.viewer.departments(access.REPORTING)):
        raise Http404
    content = {"rows": _listed(rows), "own": own}
    return render(request, "reports/chain/list.html", content)


def _listed(rows: list[Requirement]) -> list[dict[str, Any]]:
    confirmed = _confirmed_departments(rows)
    last = {row.requirement_id: row for row in _frozen(rows)}
    return [{"row": row, "confirmed": confirmed.get(row.pk, 0), "frozen": last.get(row.pk)} for row in rows]


def _confirmed_departments(rows: list[Requirement]) -> dict[int, int]:
    found = DepartmentReport.objects.filter(requirement__in=rows).values_list("requirement")
    return dict(found.annotate(Count("department", distinct=True)))


def _frozen(rows: list[Requirement]) -> list[FrozenReport]:
    """The last version comes last."""
    found = FrozenReport.objects.filter(requirement__in=rows).annotate(taken=Count("steps"))
    return list(found.defer("payload", "unfinished").order_by("version"))


def _own(viewer: Viewer) -> list[dict[str, Any]]:
    """Trainings that one's own departments report, with the last confirmation of each."""
    if not viewer.has(*access.REPORTING):
        return []
    rows = list(access.to_confirm(viewer))
    cities = {year: access.organisation_then(viewer, year) for year in {row.plan.fiscal_year for row in rows}}
    plans = {row.plan for row in rows}
    units = {plan: access.own_units(viewer, cities[plan.fiscal_year], plan.office) for plan in plans}
    reports = DepartmentReport.objects.filter(
        requirement__in=rows, department__in={node.id for nodes in units.values() for node in nodes}
    )
    last = {
        (row.requirement_id, row.department_id): row for row in reports.defer("payload", "named").order_by("version")
    }
    return [
        {"row": row, "node": node, "report": last.get((row.pk, node.id))} for row in rows for node in units[row.plan]
    ]


@login_required
@require_safe
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """One training: which departments have confirmed, and the versions that were frozen."""
    row = access.whole_chain(request, pk)
    on = counting_day(row.plan.fiscal_year, clock.today())
    question = question_of(row, on)
    figures, confirmed = department_figures(question), last_reports(row.department_reports.defer("payload", "named"))
    there = question.scope.departments.nodes
    content = {
        "row": row,
        "mine": request.viewer.owns(row.plan.office),
        "names": access.sees_names(request.viewer, row.plan),
        "lines": [(line, confirmed.get(line.department.id), line.department.id in there) for line in figures.rows],
        "waiting": sum(line.department.id not in confirmed for line in figures.rows),
        "circular": PurposeForm(),
        "reports": row.frozen_reports.defer("payload", "unfinished").annotate(taken=Count("steps")),
    }
    return render(request, "reports/chain/training.html", content)


@login_required
@require_POST
def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """通知 to the heads as a DOCX, with the lists of those asked; it names people, so it leaves a trace."""
    row, moment = access.whole_chain(request, pk), clock.now()
    if not request.viewer.owns(row.plan.office):
        raise Http404
    purpose = _purpose(request)
    if purpose is None:
        return redirect("report_chain", row.pk)
    try:
        letter = circular_docx(row, counting_day(row.plan.fiscal_year, clock.today()))
    except TooManyRowsError as error:
        messages.error(request, str(error))
        return redirect("report_chain", row.pk)
    record_taken_out(
        what=f"{row.course.title}の実施の通知", purpose=purpose,
        conditions={"requirement": str(row.pk)}, rows=letter.names, actor=request.user.username, at=moment,
    )  # fmt: skip
    return file_response(File(f"{row.course.title}の実施について（通知）.docx", DOCX, letter.content))


def _purpose(request: HttpRequest) -> str | None:
    """What the file is for; where nothing was chosen, the next page says so."""
    form = PurposeForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["purpose"]
    messages.error(request, form.errors["purpose"][0])
    return None


@login_required
@_act
def department(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """課別研修実施状況報告書: looked at, and confirmed by the head with one press."""
    row, node = access.department_report(request, pk, code)
    on = counting_day(row.plan.fiscal_year, clock.today())
    last = last_reports(row.department_reports.filter(department=node.id).defer("payload", "named")).get(node.id)
    standing = standings(organisation(on), course_subject(row.course), row.plan.fiscal_year, on, [node.id])[node.id]
    form = ConfirmForm(standing.unfinished, _sent(request), again=last is not None)
    mine, now_seen = access.may_confirm(request.viewer, row, node), seen(on, standing)
    if request.method == "POST":
        if not mine:
            raise Http404
        if form.is_valid() and request.POST.get("seen") != now_seen:
            form.add_error(None, _CHANGED)
        if form.is_valid() and _confirmed(request, row, node, on, form):
            return redirect("department_report_confirm", row.pk, node.code)
    content = {
        "row": row, "node": node, "on": on, "standing": standing, "form": form, "mine": mine, "last": last,
        "seen": now_seen,
    }  # fmt: skip
    return render(request, "reports/chain/department.html", content)


_CHANGED = (
    "この画面を開いた後に、人数や状況が変わりました。今の内容を表示しています。"
    "内容を確かめて、もう一度「この内容で確認する」を押してください。"
)


def _confirmed(request: HttpRequest, row: Requirement, node: Node, on: date, form: ConfirmForm) -> bool:
    try:
        confirm(
            requirement=row, department=node, on=on, remarks=form.remarks, by=request.viewer.employee, at=clock.now()
        )
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"{node.name}の実施状況を確認し、研修担当に報告しました。")
    return True


@login_required
@_act
def confirmed_pdf(request: HttpRequest, pk: int, code: str, version: int) -> HttpResponse:
    """The report as it was confirmed."""
    report = access.confirmed_report(request, pk, code, version)
    asked = Asked(report.requirement.course, organisation(report.on).nodes[report.department_id], report.on)
    name = f"report_{code}_{asked.course.code}_{version}.pdf"
    return taken_out(request, asked, lambda: draw(report.words), name)


@login_required
@_act
def freeze_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The office keeps the figures of a day."""
    row = access.whole_chain(request, pk)
    if not request.viewer.owns(row.plan.office):
        raise Http404
    year, again = row.plan.fiscal_year, row.frozen_reports.exists()
    form = FreezeForm(first_day(year), counting_day(year, clock.today()), _sent(request), again=again)

    def act() -> str:
        values = form.cleaned_data
        report = freeze(
            requirement=row, on=values["on"], reason=values.get("reason", ""), by=request.viewer.employee,
            at=clock.now(),
        )  # fmt: skip
        transaction.on_commit(lambda: draw_frozen.enqueue(report.pk))
        return f"第{report.version}版を確定しました。"

    page = Page(
        heading="実施状況の確定", button="確定する", shoulder=row.course.title,
        lead="基準日現在の所属別の数字を確定します。確定した数字は、後から異動や修了の記録があっても変わりません。",
        back=reverse("report_chain", args=[row.pk]), back_label="確定せずに戻る",
    )  # fmt: skip
    return acted(request, form, page, act)


def _frozen_report(request: HttpRequest, pk: int) -> FrozenReport:
    rows = FrozenReport.objects.select_related("requirement__plan", "requirement__course", "frozen_by")
    report = get_object_or_404(rows, pk=pk)
    if not access.sees_whole(request.viewer, report.requirement):
        raise Http404
    return report


@login_required
@require_safe
def frozen(request: HttpRequest, pk: int) -> HttpResponse:
    """A 確定版 beside the live figures, and how far it has come."""
    report = _frozen_report(request, pk)
    plan, coming = report.requirement.plan, next_step(report)
    rows, whole = beside(report, counting_day(plan.fiscal_year, clock.today()))
    newer = FrozenReport.objects.filter(requirement=report.requirement_id, version__gt=report.version).exists()
    mine = coming is not None and access.may_take(request.viewer, plan, coming[1])
    content = {
        "report": report, "rows": rows, "total": whole, "stages": _stages(report), "newer": newer,
        "may_take": mine and not newer,
        "unfinished": report.unfinished if access.sees_names(request.viewer, plan) else [],
        "file": PurposeForm(),
    }  # fmt: skip
    return render(request, "reports/chain/frozen.html", content)


def _stages(report: FrozenReport) -> list[Stage]:
    taken = {step.position: step for step in report.steps.select_related("taken_by")}
    return [Stage(place + 1, step, taken.get(place), place == len(taken)) for place, step in enumerate(route(report))]


@login_required
@require_POST
@says_when_lost
def pdf_of_frozen(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper, without names, and the trace that it was taken out."""
    report, moment = _frozen_report(request, pk), clock.now()
    purpose = _purpose(request)
    if purpose is None:
        return redirect("frozen_report", report.pk)
    content, course = frozen_pdf(report, moment), report.requirement.course
    record_taken_out(
        what=f"{course.title}の確定版 第{report.version}版", purpose=purpose, conditions={"report": str(report.pk)},
        rows=len(report.payload["rows"]), actor=request.user.username, at=moment,
    )  # fmt: skip
    return pdf_answer(content, f"frozen_{course.code}_{report.version}.pdf")


@login_required
@_act
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step, by whoever holds its role, or by the office for a decision taken outside."""
    report = _frozen_report(request, pk)
    coming = next_step(report)
    if coming is None or not access.may_take(request.viewer, report.requirement.plan, coming[1]):
        raise Http404
    position, one = coming
    own = holds(request.viewer, one)
    form = StepForm(one, clock.today(), _sent(request), must_say_when=must_say_when(request.viewer, one))

    def act() -> str:
        take_step(report=report, position=position, decision=form.decision, by=request.viewer.employee, at=clock.now())
        return f"「{one.title}」の{one.kind_name}を記録しました。"

    page = Page(
        heading=f"{one.title}の{one.kind_name}",
        button=f"{one.kind_name}する" if own else f"{one.kind_name}したことを記録する",
        shoulder=f"{report.requirement.course.title}　第{report.version}版",
        back=reverse("frozen_report", args=[report.pk]), back_label="戻る",
    )  # fmt: skip
    return acted(request, form, page, act)
