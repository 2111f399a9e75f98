"""What waits for a second person's look, and the setting that asks for it."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.lib import clock
from lms.people.models import Employee
from lms.people.roles import Role
from lms.records.confirming import ConfirmationError, confirm_sheet, said_of_completed, send_back_sheet, waiting_sheets
from lms.records.finding import seated
from lms.records.forms import ReasonForm, SettingForm
from lms.records.models import AttendanceSheet
from lms.records.permits import acting_offices, reading_offices
from lms.records.setting import needs_confirmation, require_confirmation


@login_required
@require_safe
def sheets_waiting(request: HttpRequest) -> HttpResponse:
    world = request.viewer.organisation
    rows = [
        (sheet, world.name(sheet.department_id) if sheet.department_id else "研修担当")
        for sheet in waiting_sheets(reading_offices(request))
    ]
    return render(request, "records/waiting.html", {"rows": rows})


@login_required
@require_safe
def sheet_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is on it, to be confirmed or sent back by somebody else than its writer."""
    sheet = get_object_or_404(waiting_sheets(reading_offices(request)), pk=pk)
    return _sheet_page(request, sheet, ReasonForm())


def _sheet_page(request: HttpRequest, sheet: AttendanceSheet, form: ReasonForm) -> HttpResponse:
    ticked = sheet.attendants.select_related("employee").order_by("employee__kana_key", "employee__staff_number")
    viewer = request.viewer
    content = {
        "sheet": sheet, "form": form, "found": seated([row.employee for row in ticked], sheet.held_on),
        "may_decide": viewer.owns(sheet.course.office) and viewer.employee != sheet.recorded_by,
    }  # fmt: skip
    return render(request, "records/waiting_sheet.html", content)


@login_required
@require_POST
def sheet_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(waiting_sheets(acting_offices(request)), pk=pk)
    moment, by = clock.now(), request.viewer.employee
    return _done(request, lambda: said_of_completed(
        sheet, sheet.people, confirm_sheet(sheet=sheet, decided_by=by, at=moment)
    ))  # fmt: skip


@login_required
@require_POST
def sheet_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(waiting_sheets(acting_offices(request)), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, sheet, form)
    moment, by, reason = clock.now(), request.viewer.employee, form.cleaned_data["reason"]
    return _done(request, lambda: _sent_back(sheet, reason, by, moment))


def _sent_back(sheet: AttendanceSheet, reason: str, by: Employee, at: datetime) -> str:
    send_back_sheet(sheet=sheet, reason=reason, decided_by=by, at=at)
    return "差し戻しました。修了は記録していません。"


def _done(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """`act` says what it did."""
    try:
        words = act()
    except ConfirmationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("sheets_waiting")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def records_setting(request: HttpRequest) -> HttpResponse:
    """For システム管理者: whether completions written down by hand wait for a second person."""
    if not request.viewer.has(Role.ADMINISTRATOR):
        raise Http404
    if request.method == "POST":
        form = SettingForm(request.POST)
        form.is_valid()
        wanted = form.cleaned_data["needs_confirmation"]
        require_confirmation(required=wanted, actor=request.user.username, at=clock.now())
        messages.success(request, "設定を保存しました。")
        return redirect("records_setting")
    form = SettingForm(initial={"needs_confirmation": needs_confirmation()})
    return render(request, "records/setting.html", {"form": form})
