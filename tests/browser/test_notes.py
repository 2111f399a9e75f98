"""At a chapter: a note that saves itself, two windows, a term opened by finger and by key."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from lms.learning.models import Note
from lms.office.demo.city import DemoCity
from lms.people.models import Employee
from tests.browser.accessibility import shortcomings
from tests.browser.acts import sign_in
from tests.browser.watching import watched_page

PHONE = {"viewport": {"width": 320, "height": 740}, "has_touch": True}
SAVED, NOTE = ".save-state__word--saved", "この章のメモ"


@pytest.fixture
def page(browser: Browser, server: str, people: dict[str, Employee]) -> Iterator[Page]:
    with watched_page(browser, server, PHONE) as page:
        sign_in(page, people["employee"])
        yield page
    Note.objects.all().delete()


def open_chapter(page: Page, key: str = "02-mail") -> None:
    page.goto(reverse("lesson", args=["S-01", key]))


def write(page: Page, text: str) -> None:
    if not page.get_by_label(NOTE).is_visible():
        page.get_by_text("自分のメモを書く").click()
    page.get_by_label(NOTE).fill(text)


def test_a_note_saves_itself_and_says_so(page: Page) -> None:
    open_chapter(page)
    write(page, "書くだけで残る")
    expect(page.locator(SAVED)).to_be_visible()
    page.get_by_label(NOTE).press_sequentially("。続き")
    expect(page.locator(SAVED)).to_be_hidden()
    expect(page.locator(SAVED)).to_be_visible()
    page.reload()
    expect(page.get_by_label(NOTE)).to_have_value("書くだけで残る。続き")
    assert shortcomings(page) == []


def test_who_goes_on_at_once_loses_nothing(page: Page) -> None:
    open_chapter(page)
    write(page, "押さずに次へ")
    page.get_by_role("button", name="しおりを").click()
    expect(page.get_by_label(NOTE)).to_have_value("押さずに次へ")


def test_two_windows_show_both_notes_and_let_one_choose(page: Page) -> None:
    open_chapter(page)
    other = page.context.new_page()
    open_chapter(other)
    write(page, "一つ目の窓")
    expect(page.locator(SAVED)).to_be_visible()
    write(other, "二つ目の窓")
    expect(other.get_by_text("このメモは、別の画面で後から変更されています")).to_be_visible()
    assert shortcomings(other) == []
    other.get_by_role("button", name="この画面のメモを保存する").click()
    expect(other.locator(SAVED)).to_be_visible()
    write(page, "一つ目の窓の続き")
    page.get_by_role("link", name="別の画面のメモを残す").click()
    expect(page.get_by_label(NOTE)).to_have_value("二つ目の窓")


def test_a_term_opens_below_its_sentence_by_finger_and_by_key(page: Page, city: DemoCity) -> None:
    open_chapter(page)
    term = page.locator("a.term").first
    note = page.locator(".term-note").first
    term.tap()
    expect(note).to_be_visible()
    assert shortcomings(page) == []
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    for key in ("Enter", "Space"):
        term.press(key)
        expect(note).to_be_visible()
        term.press(key)
        expect(note).to_be_hidden()
    term.press("Enter")
    note.get_by_role("link", name="用語の一覧で見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("用語の一覧")


@pytest.mark.parametrize("path", ["notes/", "courses/S-01/print/", "courses/S-01/"])
def test_the_pages_fit_a_narrow_screen_and_stand_open_to_everybody(page: Page, path: str) -> None:
    page.goto(f"/learn/{path}")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert shortcomings(page) == []
