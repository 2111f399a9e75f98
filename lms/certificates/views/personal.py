"""Giving 修了証書: choose, confirm with the 決裁, give."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from courses.models import Course
from lms.certificates import candidates
from lms.certificates.choosing import digest_of
from lms.certificates.forms import DecisionForm, PapersForm
from lms.certificates.issuing import CannotGiveError, give_personal
from lms.certificates.samples import personal_sample
from lms.certificates.signers import NoSignerError
from lms.certificates.views.answers import pdf_answer
from lms.certificates.views.permits import office_viewer
from lms.lib import clock
from lms.records.models import Completion

_PAGE = 50
# More would keep the browser waiting for longer than a person, or the web server, waits.
_MOST = 5000
_TOO_MANY = "一度に交付できるのは5,000人までです。所属で絞り込んで、分けて交付してください。"
_CHANGED = "確認の後に、修了証書を交付できる人が変わりました。もう一度確かめてから交付してください。"


@login_required
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Whose completion of one's own office's courses has no 修了証書 yet."""
    form = _asked(request)
    content: dict[str, Any] = {"form": form}
    if form.is_valid() and form.cleaned_data["course"]:
        rows = _completions(request, form)
        waiting = candidates.without_paper(rows, form.cleaned_data["fiscal_year"])
        page = Paginator(waiting.select_related("employee"), _PAGE).get_page(request.GET.get("page"))
        completed, pending = rows.count(), page.paginator.count
        content |= {"completed": completed, "given": completed - pending, "pending": pending, "page": page}
        content["confirm_url"] = f"{reverse('papers_confirm')}?{request.GET.urlencode()}"
    return render(request, "certificates/papers.html", content)


def _asked(request: HttpRequest) -> PapersForm:
    viewer, offices = office_viewer(request)
    courses = list(Course.objects.filter(office__in=offices))
    return PapersForm(request.GET.dict(), clock.today(), courses, viewer.organisation)


def _completions(request: HttpRequest, form: PapersForm) -> QuerySet[Completion]:
    """All completions under the conditions of the address, with a paper or without."""
    values, viewer = form.cleaned_data, request.viewer
    course: Course = values["course"]
    rows = candidates.completions([course.office], values["fiscal_year"]).filter(course=course)
    if values["department"]:
        below = viewer.organisation.below([values["department"]])
        rows = rows.filter(employee__in=candidates.seated_in(below, viewer.on))
    return rows


@login_required
@require_POST
def papers_confirm(request: HttpRequest) -> HttpResponse:
    """The ticked ones, or everybody whom the list shows, with the fields of the 決裁. Nothing is given yet."""
    rows = _waiting(request)
    if not rows.exists():
        messages.warning(request, "交付する人を選んでください。")
        return redirect("papers")
    if rows.count() > _MOST:
        messages.warning(request, _TOO_MANY)
        return redirect(f"{reverse('papers')}?{request.GET.urlencode()}")
    return _confirmation(request, rows, DecisionForm(today=clock.today()))


@login_required
@require_POST
def papers_give(request: HttpRequest) -> HttpResponse:
    """Give, and go to the batch. A second press finds everything given and goes there as well."""
    rows = _waiting(request)
    form = DecisionForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _confirmation(request, rows, form)
    if rows.exists() and request.POST.get("everybody", "") not in ("", _digest(rows)):
        form.add_error(None, _CHANGED)
        return _confirmation(request, rows, form)
    try:
        batch = give_personal(
            completions=list(rows[:_MOST] if rows.exists() else _meant(request)), decision=form.decision,
            given_on=form.cleaned_data["given_on"], actor=request.user.username, at=clock.now(),
        )  # fmt: skip
    except (CannotGiveError, NoSignerError) as error:
        form.add_error(None, str(error))
        return _confirmation(request, rows, form)
    return redirect("paper_batch", batch.pk)


@login_required
@require_safe
def paper_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """見本 of the paper that a completion would get today."""
    _, offices = office_viewer(request)
    waiting = Completion.objects.valid().filter(course__office__in=offices).select_related("course", "employee")
    completion = get_object_or_404(waiting, pk=pk)
    try:
        content = personal_sample(completion, clock.today())
    except NoSignerError as error:
        messages.error(request, str(error))
        return redirect("papers")
    return pdf_answer(content, "sample.pdf")


def _meant(request: HttpRequest) -> QuerySet[Completion]:
    """Whom the press means, with a paper or without: those ticked, or everybody under the address's conditions."""
    _, offices = office_viewer(request)
    if "everybody" not in request.POST:
        return candidates.ticked(offices, request.POST.getlist("completion"))
    form = _asked(request)
    if not (form.is_valid() and form.cleaned_data["course"]):
        raise Http404
    return _completions(request, form).select_related("course", "employee")


def _waiting(request: HttpRequest) -> QuerySet[Completion]:
    """Of those meant the ones without a paper."""
    if "everybody" not in request.POST:
        return _meant(request).filter(certificates=None)
    return candidates.without_paper(_meant(request), _asked(request).year)


def _digest(rows: QuerySet[Completion]) -> str:
    return digest_of(rows.order_by().values_list("pk", flat=True))


def _confirmation(request: HttpRequest, rows: QuerySet[Completion], form: DecisionForm) -> HttpResponse:
    """Who gets one: all who were ticked, by name; of everybody the figures, and the first of them by name."""
    content: dict[str, Any] = {"form": form, "rows": rows, "total": rows.count()}
    if "everybody" in request.POST:
        plain, shown = rows.order_by(), list(rows[:_PAGE])
        content |= {
            "rows": shown, "others": content["total"] - len(shown), "everybody": _digest(rows),
            "days": plain.aggregate(first=Min("completed_at"), last=Max("completed_at")),
            "departments": plain.values("department_name").annotate(people=Count("pk")).order_by("department_name"),
            "conditions": request.GET.urlencode(),
        }  # fmt: skip
    return render(request, "certificates/papers_confirm.html", content)
