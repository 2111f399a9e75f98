"""What people do again and again."""

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from lms.office.demo.loading import PASSWORD
from lms.people.models import Employee
from quizzes.models import Attempt
from tests.quizzes import samples


def sign_in(page: Page, employee: Employee) -> None:
    """By 職員番号 and password; ends on the person's first page."""
    page.goto(reverse("account_login"))
    page.get_by_label("職員番号").fill(employee.staff_number)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()
    page.wait_for_url(lambda url: reverse("account_login") not in url)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト").click()
    expect_heading(page, "職員研修にログインする")


def press(control: Locator) -> None:
    """What leads to another page, and wait for that page: Playwright's click returns while the old one still stands."""
    with control.page.expect_navigation():
        control.click()


def expect_heading(page: Page, text: str) -> None:
    """That this page has come."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def enter(page: Page, label: str) -> None:
    """By the navigation."""
    press(page.get_by_role("navigation", name="主なページ").get_by_role("link", name=label, exact=True))


def read_to_the_end(page: Page) -> int:
    """From an open chapter on, one after the other, until the last one leads to the test; how many were read."""
    count = 0
    while (done := page.get_by_role("button", name="この章を読み終えて次へ進む")).is_visible():
        press(done)
        count += 1
    return count


def answer_rightly(page: Page, employee: Employee, *, but_last: int = 0) -> None:
    """Answer the open test. The page does not tell what is right; the paper in the database does."""
    attempt = Attempt.objects.get(employee=employee, submitted_at=None)
    questions = list(samples.right_controls(attempt).values())
    for controls in questions[: len(questions) - but_last]:
        for name, value in controls:
            _answer(page.locator(f"[name={name}]"), value)


def _answer(control: Locator, value: str) -> None:
    if control.first.evaluate("one => one.tagName") == "SELECT":
        control.select_option(value)
    elif control.first.get_attribute("type") == "text":
        control.fill(value)
    else:
        control.and_(control.page.locator(f"[value='{value}']")).check()


def download(page: Page, link: Locator) -> bytes:
    """The file that pressing leads to."""
    with page.expect_download() as coming:
        link.click()
    return coming.value.path().read_bytes()
