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
from lms.certificates.forms import DecisionForm, PapersForm
from lms.certificates.giving.many import AT_ONCE, order_giving, under_way
from lms.certificates.giving.tasks import give_to_many
from lms.certificates.issuing import CannotGiveError, give_personal
from lms.certificates.layouts.glyphs import left_out, names_lacking
from lms.certificates.models import Batch
from lms.certificates.register.choosing import digest_of
from lms.certificates.samples import personal_sample
from lms.certificates.signers import NoSignerError
from lms.certificates.views.answers import pdf_answer
from lms.certificates.views.looks import note_look
from lms.certificates.views.permits import office_viewer
from lms.lib import clock
from lms.people.city import city
from lms.records.models import Completion

_PAGE = 50
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
    courses = list(Course.objects.taught().filter(office__in=offices))
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
    if at_work := _under_way(request):
        return at_work
    rows = _waiting(request)
    keys = _keys(rows)
    if not keys:
        messages.warning(request, "交付する人を選んでください。")
        return redirect("papers")
    return _confirmation(request, rows, keys, DecisionForm(today=clock.today()))


@login_required
@require_POST
def papers_give(request: HttpRequest) -> HttpResponse:
    """Give, and go to the batch. A second press finds everything given and goes there as well."""
    if at_work := _under_way(request):
        return at_work
    rows = _waiting(request)
    keys = _keys(rows)
    form = DecisionForm(request.POST, today=clock.today())
    if form.is_valid() and keys and request.POST.get("everybody", "") not in ("", digest_of(keys)):
        form.add_error(None, _CHANGED)
    if not form.is_valid():
        return _confirmation(request, rows, keys, form)
    lacking = names_lacking(rows, city())
    try:
        batch = _given(request, rows, keys, form)
    except (CannotGiveError, NoSignerError) as error:
        form.add_error(None, str(error))
        return _confirmation(request, rows, keys, form)
    if lacking:
        messages.warning(request, left_out(lacking))
    return redirect("paper_batch", batch.pk)


def _given(request: HttpRequest, rows: QuerySet[Completion], keys: list[int], form: DecisionForm) -> Batch:
    """A few at once, many in the background."""
    how: dict[str, Any] = {
        "decision": form.decision, "given_on": form.cleaned_data["given_on"], "actor": request.user.username,
        "at": clock.now(),
    }  # fmt: skip
    if len(keys) <= AT_ONCE:
        return give_personal(completions=list(rows if keys else _meant(request)), **how)
    batch = order_giving(completions=keys, office=_chosen_course(_asked(request)).office, **how)
    give_to_many.enqueue(batch.pk)
    return batch


def _under_way(request: HttpRequest) -> HttpResponse | None:
    """The way to a giving to everybody that is not finished: who presses twice means that one."""
    if "everybody" not in request.POST:
        return None
    giving = under_way(_chosen_course(_asked(request)).office)
    if giving is None:
        return None
    messages.info(request, "修了証書を交付しているところです。終わってから、次の交付を始めてください。")
    return redirect("paper_batch", giving.pk)


@login_required
@require_safe
def paper_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """見本 of the paper that a completion would get today."""
    _, offices = office_viewer(request)
    waiting = Completion.objects.valid().filter(course__office__in=offices).select_related("course", "employee")
    completion = get_object_or_404(waiting, pk=pk)
    try:
        content = personal_sample(completion, clock.today())
    except (CannotGiveError, NoSignerError) as error:
        messages.error(request, str(error))
        return redirect("papers")
    note_look(request, completion.employee)
    return pdf_answer(content, "sample.pdf")


def _meant(request: HttpRequest) -> QuerySet[Completion]:
    """Whom the press means, with a paper or without: those ticked, or everybody under the address's conditions."""
    _, offices = office_viewer(request)
    if "everybody" not in request.POST:
        return candidates.ticked(offices, request.POST.getlist("completion"))
    form = _asked(request)
    _chosen_course(form)
    return _completions(request, form).select_related("course", "employee")


def _chosen_course(form: PapersForm) -> Course:
    if not (form.is_valid() and form.cleaned_data["course"]):
        raise Http404
    course: Course = form.cleaned_data["course"]
    return course


def _waiting(request: HttpRequest) -> QuerySet[Completion]:
    """Of those meant the ones without a paper."""
    if "everybody" not in request.POST:
        return _meant(request).filter(certificates=None)
    return candidates.without_paper(_meant(request), _asked(request).year)


def _keys(rows: QuerySet[Completion]) -> list[int]:
    """Who waits, in the order of the numbers to come; nothing else of them is read."""
    return list(rows.values_list("pk", flat=True))


def _confirmation(
    request: HttpRequest, rows: QuerySet[Completion], keys: list[int], form: DecisionForm
) -> HttpResponse:
    """Who gets one: all who were ticked, by name; of everybody the figures, and the first of them by name."""
    content: dict[str, Any] = {"form": form, "rows": rows, "total": len(keys)}
    content["lacking"] = names_lacking(rows, city())
    if "everybody" in request.POST:
        plain, shown = rows.order_by(), rows.filter(pk__in=keys[:_PAGE])
        content |= {
            "rows": shown, "others": len(keys) - len(keys[:_PAGE]), "everybody": digest_of(keys),
            "waits": len(keys) <= AT_ONCE,
            "days": plain.aggregate(first=Min("completed_at"), last=Max("completed_at")),
            "departments": plain.values("department_name").annotate(people=Count("pk")).order_by("department_name"),
            "conditions": request.GET.urlencode(),
        }  # fmt: skip
    return render(request, "certificates/papers_confirm.html", content)
