"""実施状況の報告, played through by its roles; a later transfer leaves the frozen figures as they were."""

from datetime import date

from django.urls import reverse
from playwright.sync_api import Page, expect

from lms.lib import clock
from lms.people.models import Employee, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.reports.models import DepartmentReport, FrozenReport
from tests import factories
from tests.browser.accessibility import shortcomings
from tests.browser.acts import enter, expect_heading, press, sign_in, sign_out
from tests.browser.apart import apart

TITLE = "情報セキュリティ基礎"


def holder(role: str) -> Employee:
    return RoleGrant.objects.filter(role=role).select_related("employee").earliest("pk").employee


def test_the_chain_goes_from_the_head_to_the_committee(page: Page, people: dict[str, Employee]) -> None:
    the_head_confirms(page, people[Role.HEAD])
    the_office_freezes(page, people[Role.SECURITY_OFFICE])
    one_takes_the_step(page, Role.SECURITY_DIRECTOR, "確認する")
    one_takes_the_step(page, Role.CHIEF_SECURITY, "分析する", "修了率は前年度を上回った。")
    one_takes_the_step(page, Role.CISO, "確認する")
    the_office_enters_what_the_committee_decided(page, people[Role.SECURITY_OFFICE])
    a_transfer_leaves_the_frozen_figures(page, people[Role.SECURITY_OFFICE])


def the_head_confirms(page: Page, head: Employee) -> None:
    sign_in(page, head)
    enter(page, "実施状況の報告")
    press(page.get_by_role("link", name=TITLE).first)
    assert shortcomings(page) == []
    page.get_by_label("所見・今後の対応").fill("未修了者には年内に受講させる。")
    press(page.get_by_role("button", name="この内容で確認する"))
    expect(page.get_by_text("確認済みです")).to_be_visible()
    assert DepartmentReport.objects.get().confirmed_by == head
    sign_out(page)


def the_office_freezes(page: Page, office: Employee) -> None:
    sign_in(page, office)
    enter(page, "実施状況の報告")
    press(page.get_by_role("link", name=TITLE).first)
    expect(page.get_by_role("region", name="所属長の確認")).to_contain_text("年内に受講させる。")
    press(page.get_by_role("link", name="実施状況を確定する"))
    press(page.get_by_role("button", name="確定する"))
    expect(page.get_by_text("第1版を確定しました。")).to_be_visible()
    sign_out(page)


def one_takes_the_step(page: Page, role: str, button: str, analysis: str = "") -> None:
    sign_in(page, holder(role))
    enter(page, "実施状況の報告")
    press(page.get_by_role("link", name="第1版"))
    press(page.get_by_role("link", name="に進む"))
    if analysis:
        page.get_by_label("分析").fill(analysis)
    press(page.get_by_role("button", name=button))
    expect(page.get_by_text("を記録しました。")).to_be_visible()
    sign_out(page)


def the_office_enters_what_the_committee_decided(page: Page, office: Employee) -> None:
    sign_in(page, office)
    page.goto(reverse("frozen_report", args=[FrozenReport.objects.get().pk]))
    assert shortcomings(page) == []
    press(page.get_by_role("link", name="審議・決裁に進む"))
    expect_heading(page, "情報セキュリティ委員会の審議・決裁")
    page.get_by_label("決裁日").fill("R8.9.1")
    page.get_by_label("文書番号").fill("垂総第99号")
    press(page.get_by_role("button", name="審議・決裁したことを記録する"))
    expect(page.get_by_text("文書番号 垂総第99号")).to_be_visible()
    sign_out(page)


def a_transfer_leaves_the_frozen_figures(page: Page, office: Employee) -> None:
    report = FrozenReport.objects.get()
    page_of_report, today = reverse("frozen_report", args=[report.pk]), clock.today()
    sign_in(page, office)
    page.goto(page_of_report)
    table = page.get_by_role("region", name="確定した数字と今の数字")
    before = table.locator("tbody tr").all_inner_texts()
    apart(lambda: _moves(today))
    page.goto(page_of_report)
    after = table.locator("tbody tr").all_inner_texts()
    frozen = [[row.split("\t")[:3] for row in rows] for rows in (before, after)]
    assert frozen[0] == frozen[1]
    assert sum("変更あり" in row for row in after) == 2


def _moves(on: date) -> None:
    """One who has completed goes from the largest department to another."""
    city = organisation(on)
    posting = Posting.objects.on(on).filter(
        kind=Posting.Kind.MAIN, ends_on=None, employee__completions__course__code="S-01"
    ).earliest("pk")  # fmt: skip
    here = city.reporting_unit(posting.department_id)
    other = next(node for node in city.nodes.values() if node.reports and node.id != here)
    factories.moved(posting.employee, type(posting.department)(pk=other.id), on, clock.now())
