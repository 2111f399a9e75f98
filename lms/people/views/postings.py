"""発令 and 休職・休業等 of one person, entered by hand."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lms.lib import clock
from lms.lib.fiscal_year import era_date
from lms.people.absences import begin_leave, end_leave, withdraw_leave
from lms.people.forms.people import AdditionalPostingForm, LastDayForm, LeaveForm, PostingForm
from lms.people.models import Employee, Leave, Posting
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.people.transferring import Posted, Withdrawn, add_posting, end_posting, transfer, withdraw_posting
from lms.people.views.acting import acted, done
from lms.people.views.employees import page_of
from lms.people.views.permits import only_for

_act = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_act
def posting_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """異動, and with an unchanged 所属 a change of 職名 and the like."""
    only_for(request, Role.HR)
    person = get_object_or_404(Employee.objects.select_related("user"), pk=pk)
    form = PostingForm(request.POST or None, today=request.viewer.on, initial=_seat(person, request.viewer.on))
    lead = "発令日から本務が変わります。それより前の所属・職名はそのまま残ります。"

    def act() -> str:
        on = form.cleaned_data["on"]
        posted = transfer(
            employee=person, seat=form.seat, on=on, ends_on=form.cleaned_data["ends_on"],
            actor=request.user.username, at=clock.now(),
        )  # fmt: skip
        return f"{era_date(on)}付けの異動を登録しました。{_ended(posted)}"

    return acted(request, form, page_of(person, "異動", "異動を登録する", lead), act)


@login_required
@_act
def posting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """兼務 and the like."""
    only_for(request, Role.HR)
    person = get_object_or_404(Employee, pk=pk)
    form = AdditionalPostingForm(request.POST or None, today=request.viewer.on)

    def act() -> str:
        values = form.cleaned_data
        add_posting(
            employee=person, kind=values["kind"], seat=form.seat, on=values["on"], ends_on=values["ends_on"],
            actor=request.user.username, at=clock.now(),
        )  # fmt: skip
        return f"{era_date(values['on'])}付けの{Posting.Kind(values['kind']).label}を登録しました。"

    return acted(request, form, page_of(person, "兼務等の登録", "兼務等を登録する"), act)


@login_required
@_act
def posting_end(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    posting = get_object_or_404(Posting.objects.known().select_related("employee"), pk=pk)
    form = LastDayForm(request.POST or None)

    def act() -> str:
        last = form.cleaned_data["last"]
        posted = end_posting(posting=posting, last=last, actor=request.user.username, at=clock.now())
        return f"{posting.get_kind_display()}の終了日を{era_date(last)}にしました。{_ended(posted)}"

    heading = f"{posting.get_kind_display()}の終了"
    return acted(request, form, page_of(posting.employee, heading, "終了日を登録する"), act)


def _after(posting: Posting, found: Withdrawn) -> str:
    if posting.kind == Posting.Kind.MAIN and found.posting is None:
        return f"{era_date(posting.starts_on)}からの本務はなくなりました。"
    if found.roles:
        named = "、".join(sorted({Role(grant.role).label for grant in found.roles}))
        return f"この発令で終わっていた役割（{named}）は、元に戻しました。"
    return "この発令で終わった役割があるときは、改めて指定してください。" if found.posting else ""


@login_required
@require_POST
def posting_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    posting = get_object_or_404(Posting.objects.known().select_related("employee"), pk=pk)

    def act() -> str:
        found = withdraw_posting(posting=posting, actor=request.user.username, at=clock.now())
        return f"発令を取り消しました。取り消した内容は操作記録に残ります。{_after(posting, found)}"

    return done(request, reverse("person", args=[posting.employee_id]), act)


@login_required
@_act
def leave_add(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    person = get_object_or_404(Employee, pk=pk)
    form = LeaveForm(request.POST or None)

    def act() -> str:
        begin_leave(employee=person, **form.cleaned_data, actor=request.user.username, at=clock.now())
        return "休職・休業等を登録しました。その間は受講猶予になります。"

    return acted(request, form, page_of(person, "休職・休業等の登録", "登録する"), act)


@login_required
@_act
def leave_end(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    leave = get_object_or_404(Leave.objects.known().select_related("employee"), pk=pk)
    form = LastDayForm(request.POST or None)

    def act() -> str:
        last = form.cleaned_data["last"]
        end_leave(leave=leave, last=last, actor=request.user.username, at=clock.now())
        return f"休職・休業等の終了日を{era_date(last)}にしました。"

    return acted(request, form, page_of(leave.employee, "休職・休業等の終了", "終了日を登録する"), act)


@login_required
@require_POST
def leave_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    leave = get_object_or_404(Leave.objects.known().select_related("employee"), pk=pk)

    def act() -> str:
        withdraw_leave(leave=leave, actor=request.user.username, at=clock.now())
        return "休職・休業等を取り消しました。取り消した内容は操作記録に残ります。"

    return done(request, reverse("person", args=[leave.employee_id]), act)


def _seat(person: Employee, on: date) -> dict[str, object]:
    """What the main posting of a day says, to be changed where it changes."""
    main = Posting.objects.on(on).filter(employee=person, kind=Posting.Kind.MAIN).first()
    if main is None:
        return {}
    names = ("job_title", "grade", "occupation", "employment_type")
    usual = organisation(on).nodes.get(main.department_id)
    own = usual is None or main.appointing_authority != usual.appointing_authority
    return {
        "department": main.department_id, "appointing_authority": main.appointing_authority if own else "",
        **{name: getattr(main, name) for name in names},
    }  # fmt: skip


def _ended(posted: Posted) -> str:
    if not posted.roles:
        return ""
    names = "、".join(grant.get_role_display() for grant in posted.roles)
    return f"前の所属に付く役割の指定（{names}）が終わります。"
