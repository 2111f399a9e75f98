"""所属: the tree of a day, one department with its history, and the acts that change it."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lms.lib import clock
from lms.lib.fiscal_year import era_date
from lms.people.forms.departments import (
    ChangeDayForm,
    ChangeForm,
    CloseForm,
    DayForm,
    FoundingForm,
    MergeForm,
    SplitForm,
    labels_of_changes,
    traits_of,
)
from lms.people.merging import merge_departments
from lms.people.models import Department, DepartmentVersion, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.refusals import RefusedError
from lms.people.reorganising import (
    change_department,
    close_department,
    found_department,
    split_department,
    version_on,
)
from lms.people.revising import LATEST_FIRST
from lms.people.roles import Role
from lms.people.tree import tree
from lms.people.views.acting import Page, acted
from lms.people.views.permits import only_for

_act = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """The whole tree on a day, today unless another is asked for."""
    only_for(request, Role.HR, Role.AUDITOR)
    form = DayForm(request.GET)
    day = (form.is_valid() and form.cleaned_data["on"]) or request.viewer.on
    content = {"form": form, "on": day, "tree": tree(organisation(day), day), "editor": request.viewer.has(Role.HR)}
    return render(request, "people/departments.html", content)


@login_required
@require_safe
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """What a department was called and where it hung in all its years, and the roles bound to it."""
    only_for(request, Role.HR, Role.AUDITOR)
    row = get_object_or_404(Department, pk=pk)
    history = list(DepartmentVersion.objects.known().filter(department=row).order_by(LATEST_FIRST))
    names = _names({version.parent_id for version in history}, request.viewer.on)
    grants = RoleGrant.objects.known().filter(department=row).select_related("employee")
    content = {
        "department": row,
        "name": _name(history, request.viewer.on),
        "history": [(version, names.get(version.parent_id, "")) for version in history],
        "grants": grants.order_by("-starts_on", "role", "employee__kana_key"),
        "people": Posting.objects.on(request.viewer.on).filter(department=row).values("employee").distinct().count(),
        "on": request.viewer.on,
        "editor": request.viewer.has(Role.HR),
    }
    return render(request, "people/department.html", content)


@login_required
@_act
def department_found(request: HttpRequest) -> HttpResponse:
    only_for(request, Role.HR)
    form = FoundingForm(request.POST or None, today=request.viewer.on)
    page = Page(
        heading="所属の新設", button="所属を新設する", back=reverse("departments"), back_label="所属の一覧に戻る"
    )

    def act() -> str:
        made = found_department(
            code=form.cleaned_data["code"], traits=form.traits, on=form.cleaned_data["on"],
            actor=request.user.username, at=clock.now(),
        )  # fmt: skip
        return f"{era_date(form.cleaned_data['on'])}付けで、「{form.traits.name}」（{made.code}）を新設しました。"

    return acted(request, form, page, act)


@login_required
@_act
def department_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, move, 任命権者 and 報告単位, all from one day on: first the day, then what the department is on it."""
    only_for(request, Role.HR)
    row = _present(request, pk)
    asked = ChangeDayForm(request.POST or request.GET or None)
    before = _on_asked_day(row.department, asked)
    if before is None:
        lead = "変更の始まる日を入力してください。次の画面に、その日の内容を示します。"
        page = _page(row, "所属の変更", "次へ進む", lead, method="get")
        return render(request, "people/act.html", {"form": asked, "page": page})
    on = asked.cleaned_data["on"]
    form = ChangeForm(request.POST or None, today=on, initial=traits_of(before) | {"on": on})

    def act() -> str:
        changed = "、".join(labels_of_changes(before, form.traits))
        change_department(department=row.department, to=form.traits, on=on, actor=request.user.username, at=clock.now())
        return f"{era_date(on)}付けで、{changed}の変更を登録しました。それより前の内容はそのまま残ります。"

    lead = f"{era_date(on)}の内容です。この日から変わるところだけを直してください。"
    return acted(request, form, _page(row, "所属の変更", "所属を変更する", lead), act)


def _on_asked_day(department: Department, asked: ChangeDayForm) -> DepartmentVersion | None:
    """The version that is to be changed; None while no day is known on which there is one."""
    if not asked.is_valid():
        return None
    try:
        return version_on(department, asked.cleaned_data["on"])
    except RefusedError as error:
        asked.add_error("on", str(error))
        return None


@login_required
@_act
def department_merge(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    row = _present(request, pk)
    form = MergeForm(request.POST or None, today=request.viewer.on)
    lead = (
        "この所属は前の日で無くなり、職員の発令と下の所属は、統合する先に続きます。"
        "この所属に付く役割の指定は終わります。必要なものは、統合する先で指定し直してください。"
        "研修計画の対象者の条件にこの所属があるときは、統合する先の所属に読み替えます。"
    )

    def act() -> str:
        on = form.cleaned_data["on"]
        merged = merge_departments(
            department=row.department, into=form.cleaned_data["into"], on=on, actor=request.user.username,
            at=clock.now(),
        )  # fmt: skip
        return (
            f"{era_date(on)}付けで統合しました。職員{merged.people}人と下の所属{merged.departments}件を移しました。"
            f"{_ended(merged.roles)}"
        )

    return acted(request, form, _page(row, "所属の統合", "所属を統合する", lead), act)


@login_required
@_act
def department_split(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    row = _present(request, pk)
    form = SplitForm(request.POST or None)
    lead = (
        "この所属と同じ上位所属・任命権者・報告単位で、新しい所属を設けます。職員は動きません。"
        "職員情報の取込み又は一人ずつの異動で移した後、要らなくなった所属を廃止してください。"
    )

    def act() -> str:
        on = form.cleaned_data["on"]
        made = split_department(
            department=row.department, parts=form.parts, on=on, actor=request.user.username, at=clock.now()
        )
        return f"{era_date(on)}付けで、新しい所属を{len(made)}件設けました。続けて職員の異動を登録してください。"

    return acted(request, form, _page(row, "所属の分割", "所属を分割する", lead), act)


@login_required
@_act
def department_close(request: HttpRequest, pk: int) -> HttpResponse:
    only_for(request, Role.HR)
    row = _present(request, pk)
    form = CloseForm(request.POST or None)

    def act() -> str:
        on = form.cleaned_data["on"]
        roles = close_department(department=row.department, on=on, actor=request.user.username, at=clock.now())
        return f"{era_date(on)}付けで廃止しました。{_ended(roles)}"

    lead = "発令のある職員や下の所属が残っている間は、廃止できません。"
    return acted(request, form, _page(row, "所属の廃止", "所属を廃止する", lead), act)


def _present(request: HttpRequest, pk: int) -> DepartmentVersion:
    """A department as it is today, or as it will be or last was; one without any days is not there."""
    history = list(
        DepartmentVersion.objects.known().filter(department=pk).select_related("department").order_by(LATEST_FIRST)
    )
    if not history:
        raise Http404
    return _version(history, request.viewer.on)


def _version(history: list[DepartmentVersion], on: date) -> DepartmentVersion:
    """Of rows from the last to the first: the one that stands on a day, else the last."""
    begun = (row for row in history if row.starts_on is None or row.starts_on <= on)
    return next(begun, history[0])


def _name(history: list[DepartmentVersion], on: date) -> str:
    return _version(history, on).name if history else ""


def _names(ids: set[int | None], on: date) -> dict[int | None, str]:
    """What departments are called today, or were last called."""
    rows = DepartmentVersion.objects.known().filter(department__in=[pk for pk in ids if pk]).order_by(LATEST_FIRST)
    found: dict[int | None, list[DepartmentVersion]] = {}
    for row in rows:
        found.setdefault(row.department_id, []).append(row)
    return {pk: _name(history, on) for pk, history in found.items()}


def _page(row: DepartmentVersion, heading: str, button: str, lead: str = "", method: str = "post") -> Page:
    return Page(
        heading=heading, button=button, lead=lead, method=method, shoulder=f"{row.department.code}　{row.name}",
        back=reverse("department", args=[row.department_id]), back_label="所属に戻る",
    )  # fmt: skip


def _ended(roles: list[RoleGrant]) -> str:
    if not roles:
        return "終わった役割の指定はありません。"
    return f"この所属に付く役割の指定{len(roles)}件が終わりました。下の「役割の指定」で確かめてください。"
