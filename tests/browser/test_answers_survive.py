"""No answer is lost: neither without a network, nor with the tab or the session, nor between two screens; and the page
always says what is saved.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from lms.lib import clock
from lms.office.demo.city import DemoCity
from lms.office.demo.loading import PASSWORD
from lms.people.models import Employee
from quizzes.attempts import start_attempt
from quizzes.models import Attempt, Quiz
from quizzes.responding import answers
from tests.browser.accessibility import shortcomings
from tests.browser.acts import expect_heading, sign_in, sign_out
from tests.browser.watching import DESK, watched_page
from tests.quizzes.samples import every_kind, item, quiz

SAVE = "**/save/"
UNSENT = "() => Object.keys(localStorage).filter((key) => key.startsWith('answer/')).length"


@pytest.fixture(scope="module")
def people_at_hand(city: DemoCity) -> Iterator[Employee]:
    """People without a role, one for each test."""
    plain = Employee.objects.filter(role_grants=None).exclude(user=None).select_related("user")
    return iter([one for one in plain.order_by("pk") if one.user.may_sign_in(clock.today())])


@pytest.fixture(scope="module")
def exam(city: DemoCity) -> Quiz:
    """A test of questions with one answer out of four."""
    return quiz(draws=6, items=8, code="survival")


@pytest.fixture
def learner(people_at_hand: Iterator[Employee]) -> Employee:
    return next(people_at_hand)


def window(browser: Browser, server: str) -> AbstractContextManager[Page]:
    """A window in which saving may fail (and a question shows a picture that is not there)."""
    return watched_page(browser, server, DESK, may_fail=("/save/", "/accounts/session/", "/mail.svg"))


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    with window(browser, server) as page:
        yield page


def begin(page: Page, learner: Employee, asked: Quiz) -> Attempt:
    """A test that has just begun, open before the person."""
    attempt = start_attempt(employee=learner, quiz=asked, at=clock.now())
    sign_in(page, learner)
    page.goto(reverse("attempt", args=[attempt.pk]))
    return attempt


@pytest.fixture
def paper(page: Page, learner: Employee, exam: Quiz) -> Page:
    begin(page, learner, exam)
    return page


def option(page: Page, position: int, number: int) -> Locator:
    return page.locator(f"input[name=q{position}]").nth(number)


def choose(page: Page, position: int, number: int) -> str:
    """What the chosen option is called."""
    option(page, position, number).check()
    return option(page, position, number).get_attribute("value")


def expect_state(page: Page, position: int, word: str) -> None:
    """What is written below a question; nothing else is visible there."""
    expect(page.locator(f"#q{position} .save-state").get_by_text(word, exact=True)).to_be_visible()
    others = {"保存済み", "保存中", "未保存"} - {word}
    for other in others:
        expect(page.locator(f"#q{position} .save-state").get_by_text(other, exact=True)).to_be_hidden()


def kept(learner: Employee) -> dict[int, list[str]]:
    return answers(Attempt.objects.open().get(employee=learner, quiz__code="survival"))


def end_session(learner: Employee) -> None:
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(learner.user_id):
            session.delete()


def move_the_clock(patch: pytest.MonkeyPatch, **by: int) -> datetime:
    moment = clock.now() + timedelta(**by)
    patch.setattr(clock, "now", lambda: moment)
    return moment


# ---- the network, the tab -------------------------------------------------------------------------------------------


def test_an_answer_is_saved_at_once_and_the_page_says_so(paper: Page, learner: Employee) -> None:
    expect(paper.locator("[data-paper-state]")).to_be_hidden()
    with paper.expect_response(SAVE, timeout=2000):
        name = choose(paper, 1, 0)
    expect_state(paper, 1, "保存済み")
    expect(paper.get_by_text("解答はすべて保存済みです。")).to_be_visible()
    expect(paper.locator("[data-paper-said]")).to_have_text("問1は保存済みです。")
    assert kept(learner) == {1: [name]}
    assert paper.evaluate(UNSENT) == 0


def test_answers_given_without_a_network_are_sent_when_it_is_back(paper: Page, learner: Employee) -> None:
    first = choose(paper, 1, 0)
    expect_state(paper, 1, "保存済み")
    paper.context.set_offline(True)
    choose(paper, 2, 0)
    changed = {2: [choose(paper, 2, 1)], 3: [choose(paper, 3, 0)]}
    expect_state(paper, 2, "未保存")
    expect(paper.get_by_text("未保存の解答があります（問2、問3）")).to_be_visible()
    expect(paper.locator("[data-paper-said]")).to_have_text("未保存の解答があります。問2、問3")
    expect_state(paper, 1, "保存済み")
    paper.get_by_role("button", name="解答を保存して確認へ進む").click()
    expect(paper.locator("#q2")).to_be_focused()
    assert kept(learner) == {1: [first]}

    paper.context.set_offline(False)

    expect(paper.get_by_text("解答はすべて保存済みです。")).to_be_visible()
    assert kept(learner) == changed | {1: [first]}
    assert paper.evaluate(UNSENT) == 0


def test_answers_survive_a_reload(paper: Page, learner: Employee) -> None:
    paper.context.route(SAVE, lambda route: route.abort())
    name = choose(paper, 4, 1)
    expect_state(paper, 4, "未保存")

    paper.reload()

    expect(option(paper, 4, 1)).to_be_checked()
    expect_state(paper, 4, "未保存")
    assert kept(learner) == {}
    paper.context.unroute(SAVE)
    expect_state(paper, 4, "保存済み")
    assert kept(learner) == {4: [name]}


def test_answers_survive_the_end_of_the_tab_whatever_page_comes_next(paper: Page, learner: Employee) -> None:
    address = paper.url
    paper.context.route(SAVE, lambda route: route.abort())
    given = {5: [choose(paper, 5, 0)], 6: [choose(paper, 6, 1)]}
    expect_state(paper, 6, "未保存")
    paper.close()

    page = paper.context.new_page()
    page.goto(reverse("desk"))
    page.get_by_role("link", name="テストの画面を開いて保存する").wait_for()
    assert shortcomings(page) == []
    paper.context.unroute(SAVE)
    page.reload()
    page.wait_for_function(UNSENT.replace("() => ", "() => 0 == "))

    assert kept(learner) == given
    page.goto(address)
    expect_state(page, 6, "保存済み")


def test_an_answer_whose_acknowledgement_was_lost_is_changed_without_a_question(paper: Page, learner: Employee) -> None:
    def swallow(route) -> None:
        route.fetch()
        route.abort()

    paper.context.route(SAVE, swallow, times=1)
    lost = choose(paper, 1, 0)
    expect_state(paper, 1, "未保存")
    assert kept(learner) == {1: [lost]}
    name = choose(paper, 1, 1)
    expect_state(paper, 1, "保存済み")
    assert kept(learner) == {1: [name]}


GIVEN = "() => questions.map((question) => read(question.field))"


def test_answers_of_every_kind_come_back_as_they_were_given(page: Page, learner: Employee) -> None:
    asked = quiz(draws=len(every_kind()), items=0, code="every-kind")
    for key, content in every_kind().items():
        item(asked.bank, key, content)
    attempt = begin(page, learner, asked)
    page.context.route(SAVE, lambda route: route.abort())
    for position, _ in enumerate(every_kind(), start=1):
        answer_somehow(page.locator(f"#q{position}"))
        expect_state(page, position, "未保存")
    given = page.evaluate(GIVEN)
    assert all(given)

    page.reload()

    assert page.evaluate(GIVEN) == given
    page.context.unroute(SAVE)
    expect(page.get_by_text("解答はすべて保存済みです。")).to_be_visible()
    page.reload()
    assert page.evaluate(GIVEN) == given
    assert answers(attempt).keys() == set(range(1, len(given) + 1))


def answer_somehow(question: Locator) -> None:
    for select in question.locator("select").all():
        select.select_option(index=1)
    for text in question.locator("input[type=text], input[inputmode]").all():
        text.fill("12")
    names = {tick.get_attribute("name") for tick in question.locator("[type=radio], [type=checkbox]").all()}
    for name in sorted(names):
        question.locator(f"[name={name}]").last.check()


# ---- the session ----------------------------------------------------------------------------------------------------


def test_after_signing_out_elsewhere_one_signs_in_again_in_the_page_and_goes_on(paper: Page, learner: Employee) -> None:
    given = {1: [choose(paper, 1, 0)]}
    expect_state(paper, 1, "保存済み")
    elsewhere = paper.context.new_page()
    elsewhere.goto(reverse("desk"))
    sign_out(elsewhere)
    elsewhere.close()

    given[2] = [choose(paper, 2, 1)]
    again = paper.get_by_role("dialog", name="もう一度ログインしてください")
    expect(again).to_be_visible()
    expect_state(paper, 2, "未保存")
    expect(again.get_by_label("職員番号")).to_have_value(learner.staff_number)
    expect(again.get_by_label("職員番号")).not_to_be_editable()
    expect(again.get_by_label("パスワード")).to_be_focused()
    assert shortcomings(paper) == []
    paper.keyboard.press("Escape")
    expect(again).to_be_visible()
    paper.keyboard.type("chigau-password")
    paper.keyboard.press("Enter")
    expect(again.get_by_role("alert")).to_contain_text("職員番号又はパスワードが正しくありません。")
    again.get_by_label("パスワード").fill(PASSWORD)
    paper.keyboard.press("Enter")

    expect(again).to_be_hidden()
    expect_state(paper, 2, "保存済み")
    assert kept(learner) == given
    paper.get_by_role("button", name="解答を保存して確認へ進む").click()
    expect_heading(paper, "解答を確認する")


def test_nothing_is_ever_sent_in_the_name_of_somebody_else_who_signed_in(
    paper: Page, learner: Employee, people_at_hand: Iterator[Employee]
) -> None:
    address = paper.url
    paper.context.route(SAVE, lambda route: route.abort())
    name = choose(paper, 1, 0)
    expect_state(paper, 1, "未保存")
    end_session(learner)
    somebody = paper.context.new_page()
    sign_in(somebody, next(people_at_hand))
    paper.context.unroute(SAVE)

    expect(paper.get_by_role("alertdialog", name="別の職員がログインしています")).to_be_visible()
    somebody.goto(reverse("desk"))
    expect(somebody.get_by_role("link", name="テストの画面を開いて保存する")).to_be_hidden()
    assert kept(learner) == {}
    sign_out(somebody)
    sign_in(somebody, learner)
    somebody.goto(address)
    expect_state(somebody, 1, "保存済み")
    assert kept(learner) == {1: [name]}


def test_signing_out_sends_what_is_unsaved_and_says_what_it_would_lose(paper: Page, learner: Employee) -> None:
    paper.context.route(SAVE, lambda route: route.abort())
    name = choose(paper, 1, 0)
    expect_state(paper, 1, "未保存")
    paper.get_by_role("button", name="ログアウト").click()
    doubt = paper.get_by_role("alertdialog", name="保存されていない解答があります")
    doubt.get_by_role("button", name="ログアウトをやめる").click()
    expect(doubt).to_be_hidden()
    paper.context.unroute(SAVE)
    sign_out(paper)
    assert kept(learner) == {1: [name]}
    assert paper.evaluate(UNSENT) == 0


def test_on_a_shared_terminal_nothing_stays_of_what_was_given_up(paper: Page, learner: Employee) -> None:
    paper.context.route(SAVE, lambda route: route.abort())
    choose(paper, 1, 0)
    expect_state(paper, 1, "未保存")
    paper.get_by_role("button", name="ログアウト").click()
    paper.get_by_role("button", name="解答を消してログアウトする").click()
    expect_heading(paper, "職員研修にログインする")
    assert paper.evaluate(UNSENT) == 0


def test_after_submitting_nothing_stays_in_the_browser(paper: Page, learner: Employee) -> None:
    elsewhere = paper.context.new_page()
    elsewhere.goto(f"{paper.url}confirm/")
    paper.context.route(SAVE, lambda route: route.abort())
    choose(paper, 1, 0)
    expect_state(paper, 1, "未保存")
    elsewhere.get_by_role("button", name="解答を提出する").click()
    expect_heading(elsewhere, "採点の結果")
    paper.context.unroute(SAVE)
    expect_heading(paper, "採点の結果")
    assert paper.evaluate(UNSENT) == 0


# ---- two screens ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("button", ["この画面の解答を保存する", "別の画面の解答を残す"])
def test_of_two_screens_none_overwrites_the_other_unasked(
    paper: Page, learner: Employee, browser: Browser, server: str, button: str
) -> None:
    with window(browser, server) as other:
        sign_in(other, learner)
        other.goto(paper.url)
        theirs = choose(paper, 1, 0)
        expect_state(paper, 1, "保存済み")

        mine = choose(other, 1, 1)

        expect_state(other, 1, "未保存")
        question = other.locator("#q1")
        expect(question.get_by_text("別の画面で後から変更されています")).to_be_visible()
        texts = [text.strip() for text in question.locator(".choice__text").all_text_contents()]
        expect(question.locator("[data-theirs]")).to_have_text(texts[0])
        expect(question.locator("[data-mine]")).to_have_text(texts[1])
        assert shortcomings(other) == []
        assert kept(learner) == {1: [theirs]}
        question.get_by_role("button", name=button).click()
        expect_state(other, 1, "保存済み")
        expect(question.get_by_role("button")).to_have_count(0)
        is_mine = button.startswith("この")
        assert kept(learner) == {1: [mine if is_mine else theirs]}
        expect(option(other, 1, 1 if is_mine else 0)).to_be_checked()


def test_two_screens_that_agree_are_not_asked(paper: Page, learner: Employee, browser: Browser, server: str) -> None:
    with window(browser, server) as other:
        sign_in(other, learner)
        other.goto(paper.url)
        for page in (paper, other):
            name = choose(page, 1, 0)
            expect_state(page, 1, "保存済み")
        name = choose(other, 1, 1)
        expect_state(other, 1, "保存済み")
        assert kept(learner) == {1: [name]}


# ---- time -----------------------------------------------------------------------------------------------------------


def test_the_end_of_an_idle_session_is_said_before_and_can_be_put_off(
    page: Page, learner: Employee, patch: pytest.MonkeyPatch
) -> None:
    page.clock.install()
    sign_in(page, learner)
    page.goto(reverse("account_change_password"))
    warning = page.get_by_role("alertdialog", name="まもなくログアウトします")
    page.clock.fast_forward("27:30")
    expect(warning).to_be_hidden()

    move_the_clock(patch, minutes=28, seconds=10)
    page.clock.fast_forward("00:40")
    expect(warning).to_contain_text("1分50秒後にログアウトします")
    expect(warning.get_by_role("button", name="利用を続ける")).to_be_focused()
    assert shortcomings(page) == []
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()

    move_the_clock(patch, minutes=28, seconds=30)
    page.clock.fast_forward("28:30")
    expect(warning).to_be_visible()
    move_the_clock(patch, minutes=2)
    page.clock.fast_forward("02:00")
    again = page.get_by_role("dialog", name="もう一度ログインしてください")
    expect(again).to_be_visible()
    again.get_by_label("パスワード").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(again).to_be_hidden()
    expect_heading(page, "パスワードを変更する")


def test_when_the_time_of_a_test_is_over_what_was_saved_is_graded(
    page: Page, learner: Employee, patch: pytest.MonkeyPatch
) -> None:
    page.clock.install()
    attempt = begin(page, learner, quiz(code="short-of-time", time_limit=12))
    expect(page.locator(".time-left")).to_contain_text("残り12分")
    choose(page, 1, 0)
    expect_state(page, 1, "保存済み")
    move_the_clock(patch, minutes=12, seconds=1)
    page.clock.fast_forward("12:01")
    expect_heading(page, "採点の結果")
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline
