"""What every page shows: where this person may go. Nobody sees an entrance that would not open."""

from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest

from lms.duties.routes import ROUTE_ROLES
from lms.lib.remembered import address
from lms.people.roles import SEES_DEPARTMENT, Role
from lms.people.visibility import Viewer
from lms.reports.chain.access import REPORTING

_OFFICES = (Role.DX_OFFICE, Role.SECURITY_OFFICE)
_AUTHORS = (*_OFFICES, Role.DX_AUTHOR, Role.SECURITY_AUTHOR)
OWN = "自分の研修"
# By the title of their group: label, URL name, roles that see it
ENTRANCES = {
    "研修の運営": (
        ("やること", "office_home", _OFFICES),
        ("職員からの質問", "enquiries", (*_OFFICES, Role.AUDITOR)),
        ("研修計画", "plans", (*_OFFICES, Role.AUDITOR)),
        ("出席簿", "sheet", tuple(SEES_DEPARTMENT)),
        ("受講免除", "exemptions", (*_OFFICES, Role.AUDITOR, Role.HEAD, Role.DEPUTY)),
        ("標的型訓練", "drills", (Role.SECURITY_OFFICE, Role.HEAD, Role.DEPUTY, Role.HR, Role.AUDITOR)),
        ("証書の交付", "papers", _OFFICES),
        ("教材の編集", "wagtailadmin_home", _AUTHORS),
    ),
    "状況と報告": (
        ("所属の状況", "department_table", tuple(SEES_DEPARTMENT)),
        ("受講の概況", "overview", (*_OFFICES, Role.HR, Role.AUDITOR, *sorted(SEES_DEPARTMENT))),
        ("受講状況", "department_report", (*_OFFICES, Role.HR, Role.AUDITOR, Role.HEAD, Role.DEPUTY, Role.CLERK)),
        ("実施状況の報告", "report_chains", (*_OFFICES, Role.AUDITOR, *sorted(REPORTING), *ROUTE_ROLES)),
        ("年度の報告書", "annual_reports", (*_OFFICES, Role.AUDITOR)),
        ("照会・調査への回答", "outside_figures", (*_OFFICES, Role.AUDITOR)),
    ),
    "職員と記録": (
        ("職員情報の取込み", "imports", (Role.HR,)),
        ("職員", "employees", (*_OFFICES, Role.HR, Role.AUDITOR, *sorted(SEES_DEPARTMENT))),
        ("所属", "departments", (Role.HR, Role.AUDITOR)),
        ("役割の指定", "roles", (Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)),
        ("人事担当の確認", "account_review", (Role.HR, Role.ADMINISTRATOR)),
        ("修了の記録", "completions", (*_OFFICES, Role.AUDITOR)),
        ("保存期間", "retention", (*_OFFICES, Role.AUDITOR)),
        ("監査", "audit_home", (Role.AUDITOR,)),
        ("操作記録", "ledger", (Role.AUDITOR, Role.ADMINISTRATOR)),
        ("設定", "settings_home", (Role.ADMINISTRATOR,)),
    ),
}

_OF_EVERYBODY = (
    ("受ける研修", "desk"),
    ("教材を探す", "search"),
    ("メモとしおり", "notes"),
    ("研修担当への質問", "own_enquiries"),
    ("集合研修の申込み", "own_sessions"),
)

_Group = tuple[str, tuple[tuple[str, str], ...]]


def entrances(viewer: Viewer) -> tuple[_Group, ...]:
    """By the titles of their groups, label and URL name of each page that stands open to this person."""
    return _entrances(viewer.roles, viewer.employee is not None)


@cache
def _entrances(roles: frozenset[str], is_employee: bool) -> tuple[_Group, ...]:  # noqa: FBT001 - of a cache
    found: dict[str, tuple[tuple[str, str], ...]] = {OWN: _OF_EVERYBODY if is_employee else ()}
    for title, pages in ENTRANCES.items():
        found[title] = tuple((label, name) for label, name, allowed in pages if not roles.isdisjoint(allowed))
    return tuple((title, pages) for title, pages in found.items() if pages)


class Link(NamedTuple):
    """An entrance on a page."""

    label: str
    url: str
    current: bool


class Group(NamedTuple):
    """Entrances that stand together."""

    title: str
    links: tuple[Link, ...]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`nav` and `signed_in_name`; looked up only when the template asks, by calling them."""
    if not hasattr(request, "viewer"):
        return {}
    return {"nav": cache(lambda: _groups(request)), "signed_in_name": lambda: request.user.get_full_name()}


def _groups(request: HttpRequest) -> tuple[Group, ...]:
    return tuple(
        Group(title, tuple(_link(label, address(name), request.path) for label, name in pages))
        for title, pages in entrances(request.viewer)
    )


def _link(label: str, url: str, here: str) -> Link:
    return Link(label, url, current=here == url)
