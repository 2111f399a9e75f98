"""役割の指定: who holds what on a day, given and ended with dates."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.lib import clock
from lms.lib.fiscal_year import era_date
from lms.people.forms.people import LastDayForm
from lms.people.forms.roles import GrantForm, RolesForm
from lms.people.granting import end_role, give_role, withdraw_role
from lms.people.models import RoleGrant
from lms.people.organisation import organisation
from lms.people.role_review import roles_without_seat, units_without_head
from lms.people.roles import Role
from lms.people.views.acting import Page, acted, done
from lms.people.views.permits import roles_to_give

_PAGE = 100
_act = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """人事担当 and 監査担当 see all roles; システム管理者 those that open the system."""
    given, everything = roles_to_give(request), request.viewer.has(Role.HR, Role.AUDITOR)
    readable = list(Role) if everything else given
    if not readable:
        raise Http404
    form = RolesForm(request.GET)
    form.offer(readable, request.viewer.organisation)
    content = {"form": form, "given": given, "on": request.viewer.on}
    if form.is_valid():
        content |= _found(request, form.cleaned_data, readable)
    if everything:
        content |= _to_look_at(content["on"])
    return render(request, "people/roles.html", content)


def _found(request: HttpRequest, asked: dict[str, Any], readable: list[Role]) -> dict[str, Any]:
    on = asked["on"] or request.viewer.on
    city = organisation(on)
    grants = RoleGrant.objects.on(on).filter(role__in=[asked["role"]] if asked["role"] else readable)
    if asked["department"]:
        chosen = city.by_code(asked["department"])
        grants = grants.filter(department__in=city.below([chosen.id] if chosen else []))
    ordered = grants.select_related("employee").order_by("role", "department__code", "employee__kana_key", "pk")
    page = Paginator(ordered, _PAGE).get_page(request.GET.get("page"))
    rows = [(grant, city.name(grant.department_id) if grant.department_id else "全庁") for grant in page.object_list]
    return {"on": on, "page": page, "rows": rows}


def _to_look_at(on: date) -> dict[str, Any]:
    city = organisation(on)
    left = [(grant, city.name(grant.department_id)) for grant in roles_without_seat(city, on)]
    return {"without_head": units_without_head(city, on), "without_seat": left}


@login_required
@_act
def role_give(request: HttpRequest) -> HttpResponse:
    given = _giver(request)
    form = GrantForm(request.POST or None, roles=given, today=request.viewer.on)
    page = Page(heading="役割の指定", button="指定する", back=reverse("roles"), back_label="役割の指定の一覧に戻る")

    def act() -> str:
        grant = give_role(**form.cleaned_data, actor=request.user.username, at=clock.now())
        return (
            f"職員番号{grant.employee.staff_number}に、{era_date(grant.starts_on)}から"
            f"「{grant.get_role_display()}」を指定しました。"
        )

    return acted(request, form, page, act)


@login_required
@_act
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(_own(request), pk=pk)
    form = LastDayForm(request.POST or None)
    page = Page(
        heading="役割の終了", button="終了日を登録する", back=reverse("roles"), back_label="役割の指定の一覧に戻る",
        shoulder=f"{grant.get_role_display()}　{grant.employee.shown_name}　{grant.employee.staff_number}",
    )  # fmt: skip

    def act() -> str:
        last = form.cleaned_data["last"]
        end_role(grant=grant, last=last, actor=request.user.username, at=clock.now())
        return f"「{grant.get_role_display()}」の終了日を{era_date(last)}にしました。"

    return acted(request, form, page, act)


@login_required
@require_POST
def role_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(_own(request), pk=pk)

    def act() -> str:
        withdraw_role(grant=grant, actor=request.user.username, at=clock.now())
        return f"「{grant.get_role_display()}」の指定を取り消しました。取り消した内容は操作記録に残ります。"

    return done(request, reverse("roles"), act)


def _giver(request: HttpRequest) -> list[Role]:
    given = roles_to_give(request)
    if not given:
        raise Http404
    return given


def _own(request: HttpRequest) -> QuerySet[RoleGrant]:
    """The grants that this person may end."""
    return RoleGrant.objects.known().filter(role__in=_giver(request)).select_related("employee")
