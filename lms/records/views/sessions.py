"""集合研修: the office announces sessions, sees who comes, prints the 出席簿 and ticks who came."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.ledger.appending import append
from lms.lib import clock
from lms.lib.tables.pdf import to_pdf
from lms.people.city import city
from lms.people.models import Employee
from lms.records.confirming import said_of
from lms.records.forms import own_courses
from lms.records.holding import (
    SessionError,
    announce_session,
    announcement_of,
    call_off_session,
    change_session,
    record_come,
)
from lms.records.permits import acting_offices, reading_offices
from lms.records.roll import came, hours, roll, roll_table, signed_up
from lms.records.session import TrainingSession
from lms.records.session_forms import AnnouncementForm, ComeForm, NewSessionForm
from lms.records.setting import needs_confirmation
from lms.records.signing_up import SignUpError, take_back_sign_up

_PER_PAGE = 50


@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    rows = _sessions(reading_offices(request)).order_by("-held_on", "-starts_at")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "records/sessions.html", {"page": page, "mine": bool(request.viewer.offices)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    form = NewSessionForm(request.POST or None, courses=own_courses(acting_offices(request)))
    if form.is_valid():
        made = announce_session(
            course=form.cleaned_data["course"], announcement=form.announcement, actor=request.user.username,
            at=clock.now(),
        )  # fmt: skip
        messages.success(request, "開催回を登録しました。")
        return redirect("session", made.pk)
    return render(request, "records/session_form.html", {"form": form, "heading": "開催回を登録する"})


@login_required
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signed up, who came, and what can be done next."""
    row = get_object_or_404(_sessions(reading_offices(request)), pk=pk)
    content = {
        "session": row, "hours": hours(row), "roll": roll(row), "came": came(row),
        "mine": request.viewer.owns(row.course.office), "begun": row.held_on <= request.viewer.on,
        "over": row.held_on < request.viewer.on,
    }  # fmt: skip
    return render(request, "records/session.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_sessions(acting_offices(request)), pk=pk)
    form = AnnouncementForm(request.POST or None, initial=vars(announcement_of(row)))
    if form.is_valid() and _changed(request, row, form):
        messages.success(request, "開催回を変更しました。申し込んだ職員には、別に知らせてください。")
        return redirect("session", row.pk)
    return render(request, "records/session_form.html", {"form": form, "heading": "開催回を変更する", "session": row})


def _changed(request: HttpRequest, row: TrainingSession, form: AnnouncementForm) -> bool:
    try:
        change_session(session=row, announcement=form.announcement, actor=request.user.username, at=clock.now())
    except SessionError as error:
        form.add_error(error.about, str(error))
        return False
    return True


@login_required
@require_POST
def session_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_sessions(acting_offices(request)), pk=pk)
    try:
        call_off_session(session=row, actor=request.user.username, at=clock.now())
    except SessionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "開催回を中止しました。申し込んだ職員には、別に知らせてください。")
    return redirect("session", row.pk)


@login_required
@require_POST
def session_strike(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take somebody off the list who cannot come any more and cannot say so: retired, transferred, away."""
    row = get_object_or_404(_sessions(acting_offices(request)), pk=pk)
    employee = get_object_or_404(Employee.objects.filter(sign_ups__session=row).distinct(), pk=person)
    try:
        take_back_sign_up(session=row, employee=employee, actor=request.user.username, at=clock.now())
    except SignUpError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "申込みを取り消しました。")
    return redirect("session", row.pk)


@login_required
@require_safe
def session_roll(request: HttpRequest, pk: int) -> HttpResponse:
    """The 出席簿 to print: a list of names, so it leaves its trace like every other one."""
    row = get_object_or_404(_sessions(acting_offices(request)), pk=pk)
    moment, people = clock.now(), roll(row)
    content = to_pdf(roll_table(row, people, moment, city().confidentiality_label))
    with transaction.atomic():
        payload = {"purpose": "出席の確認", "rows": len(people)}
        append(actor=request.user.username, action="出力", subject=f"出席簿 開催回 {pk}", at=moment, payload=payload)
    name = content_disposition_header(as_attachment=True, filename=f"出席簿_{row.held_on:%Y%m%d}.pdf")
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": name})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came, on the day or later."""
    held = _sessions(acting_offices(request)).filter(held_on__lte=request.viewer.on, called_off_at=None)
    row = get_object_or_404(held, pk=pk)
    there = came(row)
    expected = [person for person in signed_up(row) if person.pk not in there]
    form = ComeForm(request.POST or None, expected=expected, came=there)
    if form.is_valid() and _recorded(request, row, form):
        return redirect("session", row.pk)
    content = {"session": row, "form": form, "expected": expected, "ticked": request.POST.getlist("people")}
    content |= {"is_confirmed": needs_confirmation()}
    return render(request, "records/session_attendance.html", content)


def _recorded(request: HttpRequest, row: TrainingSession, form: ComeForm) -> bool:
    people, by = form.attendants, request.viewer.employee
    try:
        sheet, completed = record_come(
            session=row, people=people, evidence=form.cleaned_data["evidence"], recorded_by=by, at=clock.now()
        )
    except SessionError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, said_of(sheet, len(people), completed))
    return True


def _sessions(offices: tuple[str, ...]) -> QuerySet[TrainingSession]:
    return TrainingSession.objects.filter(course__office__in=offices).select_related("course")
