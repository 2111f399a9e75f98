"""What people do again and again."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from lms.office.demo.loading import PASSWORD
from lms.people.models import Employee


def sign_in(page: Page, employee: Employee) -> None:
    """By 職員番号 and password; ends on the person's first page."""
    page.goto("/")
    page.get_by_label("職員番号").fill(employee.staff_number)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()
    page.wait_for_url(lambda url: reverse("account_login") not in url)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("職員研修にログインする")
