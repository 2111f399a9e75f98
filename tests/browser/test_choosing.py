"""選択必修: the office asks for two of three; who has completed two is done, and is not asked for the third."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Course
from lms.duties.models import Duty, TrainingPlan
from lms.duties.status import State, Tally, duties_on
from lms.lib import clock
from lms.people.models import Employee
from lms.people.roles import Office, Role
from tests.browser.accessibility import shortcomings
from tests.browser.acts import answer_rightly, enter, expect_heading, press, read_to_the_end, sign_in, sign_out

ON_SCREEN, OUTSIDE, THIRD = "情報セキュリティ基礎", "実践的サイバー防御演習", "セキュリティ監査の基礎"
NAME = "セキュリティ選択研修"


@pytest.fixture
def learner(people: dict[str, Employee]) -> Employee:
    """Somebody without a role who has completed none of the three. The year's plan is a draft again."""
    for code, title in (("S-21", OUTSIDE), ("S-22", THIRD)):
        Course.objects.create(code=code, title=title, office=Office.SECURITY, measure="12", action="①")
    late = duties_on(2026, clock.today()).filter(requirement__course__code="S-01", tally=Tally.OVERDUE)
    TrainingPlan.objects.filter(office=Office.SECURITY, fiscal_year=2026).update(state="draft", approved_on=None)
    return late.filter(employee__role_grants=None, employee__user__isnull=False).order_by("pk").first().employee


def test_two_of_three_are_enough(page: Page, people: dict[str, Employee], learner: Employee) -> None:
    office = people[Role.SECURITY_OFFICE]
    sign_in(page, office)
    the_office_asks_for_two_of_three(page)
    the_plan_is_approved_and_begins(page)
    sign_out(page)
    assert Duty.objects.filter(employee=learner, requirement__course__title=NAME).count() == 1

    sign_in(page, learner)
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=NAME))
    expect(card).to_contain_text("次の3研修のうち2研修を修了してください。")
    expect(card).to_contain_text("2研修のうち0研修")
    assert shortcomings(page) == []
    press(card.get_by_role("link", name=ON_SCREEN))
    the_course_is_read_and_passed(page, learner)
    enter(page, "受ける研修")
    expect(card).to_contain_text("2研修のうち1研修")
    sign_out(page)

    sign_in(page, office)
    the_office_records_what_was_learnt_outside(page, learner)
    sign_out(page)

    sign_in(page, learner)
    expect_heading(page, "あなたが受ける研修")
    expect(page.get_by_role("heading", name=NAME)).to_have_count(0)
    expect(page.get_by_text(THIRD)).to_have_count(0)
    assert (
        duties_on(2026, clock.today()).get(employee=learner, requirement__course__title=NAME).state == State.COMPLETED
    )


def the_office_asks_for_two_of_three(page: Page) -> None:
    enter(page, "研修計画")
    press(page.get_by_role("link", name="令和8年度情報セキュリティ研修計画"))
    press(page.get_by_role("link", name="実施研修を追加する"))
    page.get_by_text("選択必修にするとき", exact=True).click()
    page.get_by_label("選択必修の名称", exact=False).fill(NAME)
    choices = page.get_by_role("group", name="選べる研修")
    for title in (ON_SCREEN, OUTSIDE, THIRD):
        choices.get_by_label(title).check()
    page.get_by_label("修了する研修の数", exact=False).fill("2")
    page.get_by_label("研修※必須").select_option(value="choice")
    page.get_by_label("実施期間の初日", exact=False).first.fill("R8.9.1")
    page.get_by_label("実施期間の末日", exact=False).first.fill("R8.12.28")
    press(page.get_by_role("button", name="対象者を確かめる"))
    press(page.get_by_role("button", name="この内容で実施研修を加える"))
    expect(page.get_by_text("次の3研修のうち2研修を修了する")).to_be_visible()
    assert shortcomings(page) == []


def the_plan_is_approved_and_begins(page: Page) -> None:
    page.get_by_label("承認した会議等", exact=False).fill("情報セキュリティ委員会")
    page.get_by_label("承認日", exact=False).fill("R8.8.20")
    page.get_by_label("文書番号", exact=False).fill("総第8-12号")
    press(page.get_by_role("button", name="承認を入力する"))
    press(page.get_by_role("button", name="研修計画を開始する"))


def the_course_is_read_and_passed(page: Page, learner: Employee) -> None:
    press(page.get_by_role("link", name="受講を始める"))
    read_to_the_end(page)
    press(page.get_by_role("button", name="受験を始める"))
    answer_rightly(page, learner)
    press(page.get_by_role("button", name="解答を保存して確認へ進む"))
    press(page.get_by_role("button", name="解答を提出する"))
    expect(page.get_by_role("region", name="採点の結果")).to_contain_text("合格")


def the_office_records_what_was_learnt_outside(page: Page, learner: Employee) -> None:
    enter(page, "修了の記録")
    press(page.get_by_role("link", name="修了を記録する"))
    page.get_by_label("職員番号又は氏名").fill(learner.staff_number)
    press(page.get_by_role("button", name="職員を探す"))
    page.get_by_role("checkbox", name=f"{learner.name}を選ぶ").check()
    page.get_by_label("研修※必須").select_option(value="S-21")
    page.get_by_label("外部研修", exact=True).check()
    page.get_by_label("修了日", exact=False).fill("R8.9.10")
    page.get_by_label("根拠資料", exact=False).fill("修了証の写し")
    press(page.get_by_role("button", name="修了を記録する"))
