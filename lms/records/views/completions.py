"""修了記録: what stands in the books, and writing down what was learnt elsewhere."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lms.lib import clock
from lms.lib.fiscal_year import end_of_year, start_of_year
from lms.people.models import Employee
from lms.records.confirming import hand_in_sheet, own_sheets, said_of, waiting_sheets
from lms.records.finding import MOST_FOUND, matching, seated
from lms.records.forms import ListForm, RecordForm, own_courses
from lms.records.models import AttendanceSheet, Completion
from lms.records.permits import acting_offices, reading_offices
from lms.records.setting import needs_confirmation

_PER_PAGE = 100


@login_required
@require_safe
def completions(request: HttpRequest) -> HttpResponse:
    """The completions of one's offices' courses in a year, with who wrote them down and by what one sees it."""
    offices = reading_offices(request)
    form = ListForm(request.GET.dict(), request.viewer.on, own_courses(offices))
    rows = _chosen(form, offices) if form.is_valid() else Completion.objects.none()
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    content = {
        "form": form, "page": page, "mine": bool(request.viewer.offices), "own_offices": request.viewer.offices,
        "waiting": waiting_sheets(offices).count(), "own_sheets": own_sheets(request.viewer.employee, clock.now()),
    }  # fmt: skip
    return render(request, "records/completions.html", content)


def _chosen(form: ListForm, offices: tuple[str, ...]) -> QuerySet[Completion]:
    wanted = form.cleaned_data
    year = wanted["fiscal_year"]
    rows = Completion.objects.between(start_of_year(year), end_of_year(year)).filter(course__office__in=offices)
    exact = {name: wanted[name] for name in ("course", "source") if wanted[name]}
    if wanted["person"]:
        exact["employee__in"] = matching(wanted["person"]).values("pk").order_by()
    ordered = rows.filter(**exact).order_by("-completed_at", "employee__kana_key", "pk")
    return ordered.select_related("employee", "course", "cancellation__cancelled_by")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def completion_record(request: HttpRequest) -> HttpResponse:
    """Search people, tick them, say what they did; searching on keeps the ticks."""
    offices = acting_offices(request)
    search = _searched(request.POST)
    people = _candidates(request.POST, search)
    sent = {"data": request.POST} if "record" in request.POST else {"initial": _kept(request.POST)}
    form = RecordForm(**sent, courses=own_courses(offices), people=people, today=request.viewer.on)
    if form.is_bound and form.is_valid():
        return _record(request, form)
    content = {
        "form": form, "found": seated(people, request.viewer.on), "ticked": request.POST.getlist("people"),
        "searched": bool(request.POST.get("search")), "too_many": len(people) >= MOST_FOUND,
        "is_confirmed": needs_confirmation(),
    }  # fmt: skip
    return render(request, "records/record.html", content)


def _searched(sent: QueryDict) -> str:
    """What to search; nothing where it cannot be a number or a name."""
    try:
        text: str = RecordForm.base_fields["search"].clean(sent.get("search", ""))
    except ValidationError:
        return ""
    return text


def _candidates(sent: QueryDict, search: str) -> list[Employee]:
    """Those ticked, then those found."""
    ticked = [int(pk) for pk in sent.getlist("people") if pk.isdecimal() and len(pk) < 19]
    known = list(Employee.objects.filter(pk__in=ticked))
    found = matching(search).exclude(pk__in=ticked)[:MOST_FOUND]
    return [*known, *found]


def _kept(sent: QueryDict) -> dict[str, Any]:
    return {name: sent.get(name, "") for name in ("search", "course", "method", "held_on", "evidence")}


def _record(request: HttpRequest, form: RecordForm) -> HttpResponse:
    values, people = form.cleaned_data, form.attendants
    sheet = AttendanceSheet(
        course=values["course"], method=values["method"], held_on=values["held_on"], evidence=values["evidence"],
        recorded_by=request.viewer.employee, recorded_at=clock.now(),
    )  # fmt: skip
    completed = hand_in_sheet(sheet=sheet, employees=people)
    messages.success(request, said_of(sheet, len(people), completed))
    return redirect("completions")
