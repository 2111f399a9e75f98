"""Where each role begins, where it may go from there, and what is not there for it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lms.office.context import ENTRANCES
from lms.people.models import Employee, RoleGrant
from lms.people.roles import Role
from quizzes.models import Attempt
from tests.browser.acts import expect_heading, sign_in, sign_out
from tests.browser.first_pages import FIRST_PAGES

_SIGN_IN = "職員研修にログインする"
_WESTERN_DAY = re.compile(r"20\d\d年\d+月\d+日")


@pytest.mark.parametrize("role", FIRST_PAGES)
def test_each_role_begins_on_its_first_page_and_nothing_exists_but_what_its_navigation_names(
    page: Page, people: dict[str, Employee], role: str
) -> None:
    heading, groups = FIRST_PAGES[role]

    sign_in(page, people[role])
    expect_heading(page, heading)

    page.goto(reverse("desk"))
    navigation = page.get_by_role("navigation", name="主なページ")
    titles = groups if len(groups) > 1 else ()
    assert navigation.locator(".site-nav__title").all_inner_texts() == list(titles)
    for title in titles:
        links = navigation.get_by_role("list", name=title, exact=True).get_by_role("link")
        assert links.all_text_contents() == groups[title]
    entrances = [label for labels in groups.values() for label in labels]
    assert navigation.get_by_role("link").all_text_contents() == entrances
    names = {label: name for group in ENTRANCES.values() for label, name, _ in group}
    found = {label: page.request.get(reverse(name)).status for label, name in names.items()}
    assert found == {label: 200 if label in entrances else 404 for label in names}


def test_the_western_year_is_put_beside_every_date_by_a_key_and_stays_so(
    page: Page, people: dict[str, Employee]
) -> None:
    sign_in(page, people["employee"])
    main, switch = page.get_by_role("main"), page.get_by_label("日付に西暦を併せて表示する")
    expect(main.locator("time").first).to_have_attribute("title", _WESTERN_DAY)
    assert not _WESTERN_DAY.search(main.aria_snapshot())

    switch.press("Space")

    assert _WESTERN_DAY.search(main.aria_snapshot()), "said to who listens, too"
    page.reload()
    expect(switch).to_be_checked()
    assert _WESTERN_DAY.search(main.aria_snapshot())


def test_after_signing_out_nothing_is_shown_any_more(page: Page, people: dict[str, Employee]) -> None:
    sign_in(page, people[Role.HEAD])
    first_page = page.url

    sign_out(page)

    page.go_back()
    expect_heading(page, _SIGN_IN)
    page.goto(first_page)
    expect_heading(page, _SIGN_IN)


def test_a_wrong_password_lets_nobody_in_and_says_what_to_do(page: Page, people: dict[str, Employee]) -> None:
    page.goto("/")
    page.get_by_label("職員番号").fill(people["employee"].staff_number)
    page.get_by_label("パスワード").fill("not-the-password")
    page.get_by_role("button", name="ログインする").click()

    expect_heading(page, _SIGN_IN)
    expect(page.get_by_text("職員番号又はパスワードが正しくありません。").first).to_be_visible()
    page.goto(reverse("desk"))
    expect_heading(page, _SIGN_IN)


def test_somebody_elses_pages_are_answered_as_if_they_did_not_exist(page: Page, people: dict[str, Employee]) -> None:
    head = people[Role.HEAD]
    sign_in(page, head)
    attempt = Attempt.objects.exclude(employee=head).exclude(submitted_at=None).first()
    own = head.role_grants.get().department
    heads = RoleGrant.objects.filter(role=Role.HEAD).exclude(department__code__startswith=own.code[:4])
    other = heads.first().department

    for pattern, existing in (
        ("/learn/attempts/{}/", attempt.pk),
        ("/learn/attempts/{}/result/", attempt.pk),
        ("/reports/own/?department={}", other.code),
        ("/reports/departments/?department={}", other.code),
        ("/reports/people/?department={}", other.code),
        ("/papers/reports/2026/S-01/{}/", other.code),
    ):
        elses, nobodys = (_answer(page, pattern.format(key)) for key in (existing, "99999"))
        assert elses == nobodys
        assert elses[0] == 404


def _answer(page: Page, address: str) -> tuple[int, str]:
    """Status and all that can be read."""
    response = page.goto(address)
    return response.status, page.get_by_role("main").inner_text()
