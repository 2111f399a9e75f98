"""職員: the list, and the acts by which a clerk keeps one person's data."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lms.lib import clock
from lms.lib.fiscal_year import era_date
from lms.people.admitting import admit_external
from lms.people.directory import entries, matching, posted
from lms.people.expiring import change_last_day
from lms.people.forms.people import DirectoryForm, ExpiryForm, ExternalForm, NamesForm, Range, RetirementForm
from lms.people.leaving import retire
from lms.people.models import Employee
from lms.people.naming import correct_names
from lms.people.organisation import Organisation, organisation
from lms.people.roles import Role
from lms.people.views.acting import Page, acted
from lms.people.views.permits import only_for

_PAGE = 100
_act = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def employees(request: HttpRequest) -> HttpResponse:
    """Everybody, or the people of one's own departments; in the order of their kana."""
    viewer = request.viewer
    if not (viewer.sees_everybody or viewer.departments()):
        raise Http404
    form = DirectoryForm(request.GET)
    form.offer(_offered(request, viewer.organisation))
    content = {"form": form, "editor": viewer.has(Role.HR), "on": viewer.on}
    if form.is_valid():
        content |= _found(request, form.cleaned_data)
    return render(request, "people/employees.html", content)


def _found(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    on = asked["on"] or request.viewer.on
    city = organisation(on)
    departments = _area(city, asked["department"]) if asked["department"] else None
    people = matching(request.viewer.employees(), asked["words"])
    if departments is not None or asked["range"] != Range.ALL:
        people = posted(people, on, departments)
    page = Paginator(people.order_by("kana_key", "staff_number"), _PAGE).get_page(request.GET.get("page"))
    return {"page": page, "entries": entries(page.object_list, city, on, departments), "on": on}


def _area(city: Organisation, code: str) -> frozenset[int]:
    """Nothing where the department does not exist on the day."""
    chosen = city.by_code(code)
    return city.below([chosen.id] if chosen else [])


def _offered(request: HttpRequest, city: Organisation) -> Organisation:
    """The departments that this person may look into."""
    seen = request.viewer.visible_departments
    return Organisation({pk: node for pk, node in city.nodes.items() if pk in seen})


@login_required
@_act
def external_admit(request: HttpRequest) -> HttpResponse:
    """派遣・委託 people come in by hand."""
    only_for(request, Role.HR)
    form = ExternalForm(request.POST or None, today=request.viewer.on)
    page = Page(
        heading="派遣・委託の職員の登録", button="職員を登録する", back=reverse("employees"),
        back_label="職員の一覧に戻る", lead="利用期限と、責任を持つ所属を必ず登録します。",
    )  # fmt: skip

    def act() -> str:
        made = admit_external(person=form.person, actor=request.user.username, at=clock.now())
        return (
            f"職員番号{made.staff_number}の職員を登録しました。利用期限は{era_date(form.person.active_until)}です。"
            "仮パスワードは、システム管理者が発行します。"
        )

    return acted(request, form, page, act)


@login_required
@_act
def employee_names(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    person = get_object_or_404(Employee, pk=pk)
    known = {name: getattr(person, name) for name in NamesForm.base_fields}
    form = NamesForm(request.POST or None, initial=known)

    def act() -> str:
        correct_names(employee=person, names=form.names, actor=request.user.username, at=clock.now())
        return "職員情報を訂正しました。訂正前の内容は操作記録に残ります。"

    return acted(request, form, page_of(person, "氏名等の訂正", "訂正する"), act)


@login_required
@_act
def employee_retire(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    person = get_object_or_404(Employee, pk=pk)
    form = RetirementForm(request.POST or None)
    lead = "発令、役割の指定、休職・休業等は退職日で終わり、次の日から利用できなくなります。研修の記録は残ります。"

    def act() -> str:
        last = form.cleaned_data["last"]
        left = retire(employee=person, last=last, actor=request.user.username, at=clock.now())
        return f"{era_date(last)}付けの退職を登録しました。役割の指定{len(left.roles)}件が終わります。"

    return acted(request, form, page_of(person, "退職", "退職を登録する", lead), act)


@login_required
@_act
def employee_expiry(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    person = get_object_or_404(Employee.objects.exclude(user=None).select_related("user"), pk=pk)
    form = ExpiryForm(request.POST or None, initial={"until": person.user.active_until})

    def act() -> str:
        until = form.cleaned_data["until"]
        change_last_day(employee=person, until=until, actor=request.user.username, at=clock.now())
        return f"利用期限を{era_date(until)}にしました。" if until else "利用期限をなくしました。"

    return acted(request, form, page_of(person, "利用期限の変更", "利用期限を変更する"), act)


def page_of(person: Employee, heading: str, button: str, lead: str = "") -> Page:
    """A page that does something to one person."""
    return Page(
        heading=heading, button=button, lead=lead, shoulder=f"{person.shown_name}　{person.staff_number}",
        back=reverse("person", args=[person.pk]), back_label="職員の記録に戻る",
    )  # fmt: skip
