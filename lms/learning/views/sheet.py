"""出席簿: the department's clerk records who took part in a training away from the screen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lms.learning.attendance import ChoiceForm, SheetForm, candidates, own_departments
from lms.lib import clock
from lms.people.models import Department
from lms.records.confirming import hand_in_sheet, own_sheets, said_of
from lms.records.models import AttendanceSheet
from lms.records.setting import needs_confirmation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """Choose a training, tick who was there, record."""
    departments = own_departments(request.viewer)
    if not departments:
        raise Http404
    choice = ChoiceForm(request.GET or None, departments=departments)
    told = own_sheets(request.viewer.employee, clock.now())
    shown = {"choice": choice, "own_sheets": told, "is_confirmed": needs_confirmation()}
    if not choice.is_valid():
        return render(request, "learning/sheet.html", shown)
    course, department = choice.cleaned_data["course"], choice.cleaned_data["department"]
    found = candidates(request.viewer, department, course)
    form = SheetForm(request.POST or None, course=course, found=found, today=request.viewer.on)
    if form.is_valid():
        _record(request, choice, form)
        return redirect(request.get_full_path())
    shown |= {"form": form, "course": course, "department": department, "candidates": found}
    return render(request, "learning/sheet.html", shown)


def _record(request: HttpRequest, choice: ChoiceForm, form: SheetForm) -> None:
    people = form.attendants
    sheet = AttendanceSheet(
        course=choice.cleaned_data["course"],
        department=Department.objects.get(pk=choice.cleaned_data["department"].id),
        method=form.cleaned_data["method"],
        held_on=form.cleaned_data["held_on"],
        evidence=form.cleaned_data["evidence"],
        recorded_by=request.viewer.employee,
        recorded_at=clock.now(),
    )
    completed = hand_in_sheet(sheet=sheet, employees=people)
    messages.success(request, said_of(sheet, len(people), completed))
