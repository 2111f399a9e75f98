"""研修実施状況報告書: written by the office, taken out as PDF, DOCX or XLSX."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.duties.carrying_over import plan_before
from lms.duties.models import TrainingPlan
from lms.lib import clock
from lms.lib.fiscal_year import first_day, fiscal_year_name, last_day
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.refusals import RefusedError
from lms.people.roles import Role
from lms.people.views.acting import Page, acted
from lms.reports.annual.access import reportable_plans
from lms.reports.annual.files import ANNUAL_FORMATS, AnnualFile
from lms.reports.annual.forms import AnnualFileForm, PastForm, TextsForm
from lms.reports.annual.past import past_results, record_past
from lms.reports.annual.texts import save_texts, texts_of
from lms.reports.lists.making import Wish
from lms.reports.lists.papers import annual_is_long, annual_paper
from lms.reports.models import ListFile
from lms.reports.views.lists import at_once, files_of, ordered


def _plans(request: HttpRequest) -> QuerySet[TrainingPlan]:
    """For who sees any of them."""
    if not (request.viewer.offices or request.viewer.has(Role.AUDITOR)):
        raise Http404
    return reportable_plans(request.viewer)


@login_required
@require_safe
def annual_reports(request: HttpRequest) -> HttpResponse:
    """The plans that may be reported."""
    return render(request, "reports/annual/list.html", {"plans": _plans(request)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def annual(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts of one report, and its files."""
    plan = get_object_or_404(_plans(request), pk=pk)
    mine = request.viewer.owns(plan.office)
    form = TextsForm(texts_of(plan), request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not mine:
            raise Http404
        if form.is_valid() and _saved(request, form):
            return redirect("annual_report", plan.pk)
    content = {
        "plan": plan, "form": form, "mine": mine, "files": _file_form(plan), "formats": ANNUAL_FORMATS,
        "made": files_of(request, ListFile.Kind.ANNUAL),
        "before": plan_before(plan),
        "past": [(fiscal_year_name(row.fiscal_year), row) for row in past_results(plan)],
    }  # fmt: skip
    return render(request, "reports/annual/report.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def past(request: HttpRequest, pk: int) -> HttpResponse:
    """What older papers say of a year before."""
    plan = get_object_or_404(_plans(request), pk=pk)
    if not request.viewer.owns(plan.office):
        raise Http404
    form = PastForm(plan, request.POST if request.method == "POST" else None)

    def act() -> str:
        row = record_past(past=form.past, by=request.viewer.employee, at=clock.now())
        return f"{fiscal_year_name(row.fiscal_year)}の{row.course.title}の実績を記録しました。"

    page = Page(
        heading="過去の年度の実績", button="記録する", shoulder=plan.title,
        lead="受講対象者の記録がない年度の対象者と修了者の数を、当時の報告等から入力します。前年度や年次計画との対比に使います。"
        "同じ研修と年度をもう一度入力すると、後の数を使います。",
        back=reverse("annual_report", args=[plan.pk]), back_label="記録せずに戻る",
    )  # fmt: skip
    return acted(request, form, page, act)


def _saved(request: HttpRequest, form: TextsForm) -> bool:
    try:
        save_texts(texts=form.texts, actor=request.user.username, at=clock.now())
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "報告書の文を保存しました。")
    return True


@login_required
@require_POST
def annual_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it stands on the day, and the trace that it was taken out."""
    plan = get_object_or_404(_plans(request), pk=pk)
    form = _file_form(plan, request)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect("annual_report", plan.pk)
    values, moment = form.cleaned_data, clock.now()
    wanted = AnnualFile(plan, values["on"], values["edition"])
    wish = Wish(ListFile.Kind.ANNUAL, wanted.conditions, values["format"], values["purpose"])
    paper = annual_paper(wanted, moment)
    if annual_is_long(plan):
        return ordered(request, wish, paper, 1)
    try:
        return at_once(request, wish, paper, moment)
    except UnwritableCharactersError as error:
        messages.error(request, str(error))
    return redirect("annual_report", plan.pk)


def _file_form(plan: TrainingPlan, request: HttpRequest | None = None) -> AnnualFileForm:
    latest = min(clock.today(), last_day(plan.fiscal_year))
    return AnnualFileForm(first_day(plan.fiscal_year), latest, request.POST if request else None)
