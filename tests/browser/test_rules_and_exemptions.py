"""The office writes a rule and sees whom it catches; a head asks for an exemption, and the office grants it."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lms.duties.catching import caught
from lms.duties.models import Exemption, Requirement
from lms.duties.status import State, duties_on
from lms.lib import clock
from lms.people.models import Employee, Posting
from lms.people.organisation import organisation
from lms.people.roles import Role
from tests.browser.accessibility import shortcomings
from tests.browser.acts import enter, expect_heading, press, sign_in, sign_out

APRIL = date(2027, 4, 1)
_REGULAR = {"is": "employment", "of": ["正規"]}


def test_the_office_writes_a_rule_and_sees_whom_it_catches(page: Page, people: dict[str, Employee]) -> None:
    sign_in(page, people[Role.SECURITY_OFFICE])
    enter(page, "研修計画")
    page.get_by_label("年度（西暦）").fill("2027")
    page.get_by_role("button", name="研修計画を作成する").click()
    page.get_by_role("link", name="令和9年度情報セキュリティ研修計画").click()
    page.get_by_role("link", name="実施研修を追加する").click()
    expect_heading(page, "実施研修の追加")

    page.get_by_text("詳しい条件", exact=True).click()
    page.locator("summary").filter(has_text="任用形態（限る）").click()
    page.get_by_role("group", name="任用形態（限る）").get_by_label("正規").check()
    found = caught(_REGULAR, organisation(APRIL), APRIL).postings.count()
    expect(page.locator("#caught-number")).to_contain_text(f"条件に当てはまる職員は{found}人です。")

    page.get_by_label("研修※必須").select_option(label="情報セキュリティ基礎")
    page.get_by_label("実施期間の初日", exact=False).first.fill("R9.6.1")
    page.get_by_label("実施期間の末日", exact=False).first.fill("R9.7.16")
    page.get_by_role("button", name="対象者を確かめる").click()
    expect(page.get_by_text("任用形態が正規の職員は、年度に1回、実施期間に受講する。").first).to_be_visible()
    assert shortcomings(page) == []
    page.get_by_role("button", name="この内容で実施研修を加える").click()

    expect(page.get_by_text("実施研修を1件加えました。")).to_be_visible()
    assert Requirement.objects.get(plan__fiscal_year=2027).audience == _REGULAR


def test_the_office_prolongs_a_period_of_a_running_plan_by_a_decision(page: Page, people: dict[str, Employee]) -> None:
    sign_in(page, people[Role.SECURITY_OFFICE])
    enter(page, "研修計画")
    page.get_by_role("link", name="令和8年度情報セキュリティ研修計画").click()
    page.get_by_role("link", name="内容を変更する").filter(has_text="（情報セキュリティ基礎）").click()
    expect_heading(page, "実施研修の変更")
    page.get_by_label("追加実施期間の末日", exact=False).first.fill("R9.2.26")
    page.get_by_role("button", name="対象者を確かめる").click()
    page.get_by_label("承認した会議等", exact=False).first.fill("情報セキュリティ委員会")
    page.get_by_label("承認日", exact=False).first.fill("R8.9.1")
    assert shortcomings(page) == []
    page.get_by_role("button", name="この内容に変更する").click()

    expect(page.get_by_text("「情報セキュリティ基礎」の変更を入力しました。")).to_be_visible()
    expect(page.get_by_role("region", name="承認の後の変更")).to_contain_text("R9.2.26まで）」に改めた。")
    assert shortcomings(page) == []


@pytest.fixture
def somebody(people: dict[str, Employee]) -> Employee:
    """With an unfinished S-01, where the head of the story is the head."""
    today = clock.today()
    place = people[Role.HEAD].role_grants.get().department_id
    there = Posting.objects.on(today).filter(department__in=organisation(today).below([place])).values("employee")
    unfinished = duties_on(2026, today).filter(
        requirement__course__code="S-01", employee__in=there, state__in=(State.OVERDUE, State.NOT_STARTED)
    )
    return unfinished.order_by("pk").first().employee


def test_a_head_asks_for_an_exemption_and_the_office_grants_it(
    page: Page, people: dict[str, Employee], somebody: Employee
) -> None:
    sign_in(page, people[Role.HEAD])
    page.goto(reverse("person", args=[somebody.pk]))
    page.get_by_role("link", name="受講免除を申し出る").filter(has_text="情報セキュリティ基礎").click()
    page.get_by_label("理由").fill("同じ内容の外部研修を修了したため")
    page.get_by_role("button", name="申し出る").click()
    expect(page.get_by_text("受講免除を申し出ました。")).to_be_visible()
    expect(page.get_by_role("cell", name="決定待ち")).to_be_visible()
    sign_out(page)

    sign_in(page, people[Role.SECURITY_OFFICE])
    page.get_by_role("link", name="免除の申出を決定する").click()
    press(page.get_by_role("link", name="決定する"))
    assert shortcomings(page) == []
    page.get_by_label("承認", exact=True).check()
    page.get_by_label("承認者").fill("総務課長")
    page.get_by_role("button", name="決定する").click()
    expect(page.get_by_text("受講を免除しました。")).to_be_visible()
    assert Exemption.objects.get(employee=somebody).reason == "同じ内容の外部研修を修了したため"
    sign_out(page)

    sign_in(page, people[Role.HEAD])
    page.goto(reverse("person", args=[somebody.pk]))
    expect(page.get_by_role("region", name="受講対象")).to_contain_text("免除")
