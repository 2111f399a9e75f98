"""A test of one question a page: answers are saved on the way, by keyboard, on a phone, and over a lost network."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from lms.lib import clock
from lms.office.demo.city import DemoCity
from lms.people.models import Employee
from quizzes.attempts import start_attempt
from quizzes.models import Attempt, Quiz
from quizzes.responding import answers
from tests.browser.accessibility import shortcomings
from tests.browser.acts import expect_heading, sign_in
from tests.browser.watching import watched_page
from tests.quizzes.samples import item as write
from tests.quizzes.samples import question, quiz

SAVE = "**/save/"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


@pytest.fixture(scope="module")
def people_at_hand(city: DemoCity) -> Iterator[Employee]:
    plain = Employee.objects.filter(role_grants=None).exclude(user=None).select_related("user")
    return iter([one for one in plain.order_by("pk") if one.user.may_sign_in(clock.today())])


@pytest.fixture(scope="module")
def tests_by_layout(city: DemoCity) -> dict[str, Quiz]:
    found = {}
    for layout in (Quiz.Layout.FREE, Quiz.Layout.FORWARD):
        found[layout] = quiz(draws=3, items=0, code=f"one-by-one-{layout}", layout=layout)
        for number in range(3):
            write(found[layout].bank, f"q-{number}", question(stem=f"問い{number}を読んで答える。"))
    return found


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    with watched_page(browser, server, PHONE, may_fail=("/save/",)) as page:
        yield page


def begin(page: Page, learner: Employee, asked: Quiz) -> Attempt:
    attempt = start_attempt(employee=learner, quiz=asked, at=clock.now())
    sign_in(page, learner)
    page.goto(reverse("attempt", args=[attempt.pk]))
    return attempt


def expect_question(page: Page, position: int) -> None:
    expect(page.locator("fieldset.question")).to_have_attribute("id", f"q{position}")


def choose(page: Page, position: int, number: int) -> list[str]:
    page.locator(f"input[name=q{position}]").nth(number).check()
    return [page.locator(f"input[name=q{position}]").nth(number).get_attribute("value")]


def test_questions_one_by_one_with_a_way_back(
    page: Page, people_at_hand: Iterator[Employee], tests_by_layout: dict[str, Quiz]
) -> None:
    attempt = begin(page, next(people_at_hand), tests_by_layout["free"])
    expect_question(page, 1)
    assert shortcomings(page) == []
    given = {1: choose(page, 1, 0)}
    expect(page.get_by_text("1／3問に解答済み")).to_be_visible()
    assert answers(attempt) == given
    page.keyboard.press("Enter")  # in the choices: what the first button does
    expect_question(page, 2)
    given[2] = choose(page, 2, 1)
    page.get_by_role("button", name="問3 未解答").click()
    expect_question(page, 3)
    page.get_by_role("button", name="前の問題へ戻る").click()
    expect_question(page, 2)
    expect(page.locator("#q2 input").nth(1)).to_be_checked()
    given[2] = choose(page, 2, 2)
    page.get_by_role("button", name="次の問題へ進む").click()
    expect_question(page, 3)
    assert answers(attempt) == given
    page.locator("main form > .actions").get_by_role("button", name="解答を保存して確認へ進む").click()
    expect_heading(page, "解答を確認する")
    assert shortcomings(page) == []
    page.get_by_role("cell").get_by_role("link", name="問3").or_(page.get_by_role("link", name="問3")).first.click()
    expect_question(page, 3)


def test_without_a_network_one_stays_at_the_question_until_the_answer_is_saved(
    page: Page, people_at_hand: Iterator[Employee], tests_by_layout: dict[str, Quiz]
) -> None:
    attempt = begin(page, next(people_at_hand), tests_by_layout["forward"])
    page.context.set_offline(True)
    given = choose(page, 1, 0)
    page.get_by_role("button", name="次の問題へ進む").click()
    expect(page.locator("#q1")).to_be_focused()
    expect(page.locator("#q1 .save-state").get_by_text("未保存")).to_be_visible()
    assert answers(attempt) == {}

    page.context.set_offline(False)
    expect(page.locator("#q1 .save-state").get_by_text("保存済み")).to_be_visible()
    assert shortcomings(page) == []
    page.get_by_role("button", name="次の問題へ進む").click()
    expect_question(page, 2)
    assert answers(attempt) == {1: given}


def test_with_no_way_back_the_browsers_own_leads_on_again(
    page: Page, people_at_hand: Iterator[Employee], tests_by_layout: dict[str, Quiz]
) -> None:
    attempt = begin(page, next(people_at_hand), tests_by_layout["forward"])
    given = choose(page, 1, 0)
    page.get_by_role("button", name="次の問題へ進む").click()
    expect_question(page, 2)
    page.go_back()
    if page.locator("fieldset.question").get_attribute("id") == "q1":  # as the browser had kept it
        choose(page, 1, 1)
    expect_question(page, 2)
    assert answers(attempt) == {1: given}


def test_an_answer_left_behind_by_a_crash_is_sent_from_another_question(
    page: Page, people_at_hand: Iterator[Employee], tests_by_layout: dict[str, Quiz]
) -> None:
    attempt = begin(page, next(people_at_hand), tests_by_layout["free"])
    page.context.route(SAVE, lambda route: route.abort())
    given = choose(page, 1, 0)
    expect(page.locator("#q1 .save-state").get_by_text("未保存")).to_be_visible()
    page.close()
    page = page.context.new_page()
    page.context.unroute(SAVE)
    page.goto(reverse("attempt_question", args=[attempt.pk, 3]))
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('answer/'))")
    assert answers(attempt) == {1: given}


def test_without_scripts_the_buttons_save_and_lead_on(
    browser: Browser, server: str, people_at_hand: Iterator[Employee], tests_by_layout: dict[str, Quiz]
) -> None:
    with watched_page(browser, server, PHONE | {"java_script_enabled": False}) as page:
        attempt = begin(page, next(people_at_hand), tests_by_layout["free"])
        given = {1: choose(page, 1, 0)}
        page.get_by_role("button", name="問3 未解答").click()
        expect_question(page, 3)
        given[3] = choose(page, 3, 1)
        page.locator("main form > .actions").get_by_role("button", name="解答を保存して確認へ進む").click()
        expect_heading(page, "解答を確認する")
        assert answers(attempt) == given
