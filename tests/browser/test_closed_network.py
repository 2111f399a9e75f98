"""Every kind of page in a network that ends at this server.

The watch over each window (watching.py) fails on a request to anywhere else, on an answer of 500 and above, on an error
in the console and on a breach of the Content-Security-Policy. test_accessibility.py leads it over our own pages.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from courses.models import CoursePage, LessonPage
from lms.people.models import Employee
from lms.people.roles import Role
from tests.browser.acts import sign_in
from tests.browser.crawling import CMS, crawl
from tests.browser.watching import Watch


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("new Image().src = 'http://192.0.2.1/a.png'", "Content Security Policy"),
        ("location.assign('http://192.0.2.1/')", "request to http://192.0.2.1/"),
        ("fetch('/learn/')", "500 http://127.0.0.1"),
        ("console.error('a mistake')", "a mistake"),
        ("setTimeout(() => { throw Error('a mistake') })", "a mistake"),
    ],
)
def test_the_watch_notices(browser: Browser, server: str, act: str, fault: str) -> None:
    watch = Watch()
    with browser.new_context(base_url=server) as context:
        watch.over(context)
        context.route("http://192.0.2.1/**", lambda route: route.abort())
        context.route("**/learn/", lambda route: route.fulfill(status=500))
        page = context.new_page()
        page.goto(reverse("account_login"))
        assert watch.faults() == []

        page.evaluate(f"() => {{ {act} }}")

        for _ in range(100):
            page.wait_for_timeout(50)
            if any(fault in found for found in watch.faults()):
                return
    pytest.fail(f"only {watch.faults()}")


def test_no_page_of_the_editor_needs_anything_from_outside(page: Page, people: dict[str, Employee]) -> None:
    lesson = _lesson()
    sign_in(page, people[Role.SECURITY_OFFICE])

    starts = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[lesson.get_parent().pk]),
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        reverse("questionbank:index"),
        reverse("item:index"),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
    ]
    found = [(response.url, response.status) for response in crawl(page, *starts, within=CMS)]

    assert [status for _, status in found[: len(starts)]] == [200] * len(starts)
    assert len(found) > 3 * len(starts)


def test_the_preview_beside_the_editor_shows_the_chapter(page: Page, people: dict[str, Employee]) -> None:
    lesson = _lesson()
    sign_in(page, people[Role.SECURITY_OFFICE])
    page.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))

    page.get_by_role("button", name="プレビューを切り替え").click()

    chapter = page.frame_locator("iframe[id^=w-preview]")
    expect(chapter.get_by_role("heading", level=1)).to_have_text(lesson.title)


def _lesson() -> LessonPage:
    return LessonPage.objects.descendant_of(CoursePage.objects.get(course__code="S-01")).first()
