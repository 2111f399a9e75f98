"""WCAG 2.2 AA as far as a machine can tell, on every kind of page, and a whole test with the keyboard alone.

The watch over each window (watching.py) shows on the way that no page needs anything from outside.
"""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page

from courses.models import Course
from courses.outline import outline
from lms.certificates.models import Batch
from lms.duties.status import Tally, duties_on
from lms.importing.models import ImportBatch
from lms.lib import clock
from lms.office.demo.loading import PASSWORD
from lms.people.models import Employee
from lms.people.roles import Role
from lms.records.recording import record_lesson_read
from tests.browser.accessibility import shortcomings, tab_to
from tests.browser.acts import expect_heading, press, sign_in
from tests.browser.crawling import chapters, crawl
from tests.browser.first_pages import FIRST_PAGES

People = dict[str, Employee]
NOT_BEGUN = (Tally.NOT_STARTED, Tally.OVERDUE)


@pytest.mark.parametrize("role", FIRST_PAGES)
def test_every_page_of_a_role_can_be_used_by_everybody_and_no_link_is_dead(
    page: Page, people: People, role: str
) -> None:
    sign_in(page, people[role])

    found = [(response, shortcomings(page)) for response in crawl(page, reverse("desk"))]

    assert len(found) > 5
    assert [response.url for response, _ in found if response.status != 200] == []
    assert [fault for _, faults in found for fault in faults] == []


def test_every_chapter_can_be_read_by_everybody(page: Page, people: People) -> None:
    sign_in(page, people["employee"])

    for address in chapters():
        assert page.goto(address).status == 200
        assert shortcomings(page) == []


# ---- pages that no link leads to ------------------------------------------------------------------------------------


def signing_in(page: Page, people: People) -> Iterator[None]:
    page.goto(reverse("account_login"))
    yield
    press(page.get_by_role("button", name="ログインする"))
    yield
    sign_in(page, people["employee"])
    page.goto(reverse("account_change_password"))
    press(page.get_by_role("button").last)
    yield
    page.goto(reverse("account_logout"))
    yield
    page.goto("/nothing/")
    yield


def taking_a_test(page: Page, people: People) -> Iterator[None]:
    learner = _beginner()
    course = Course.objects.get(code="D-01")
    for lesson in outline(course).lessons:
        record_lesson_read(employee=learner, course=course, lesson_key=lesson.key, turn=1, at=clock.now())
    sign_in(page, learner)
    page.goto(reverse("quiz", args=["D-01"]))
    press(page.get_by_role("button", name="受験を始める"))
    choice = page.locator("fieldset.question:has(input[type=radio])").first  # which comes first is drawn
    choice.locator("input[type=radio]").first.check()
    choice.locator(".save-state[data-state=saved]").wait_for()
    yield
    press(page.get_by_role("button", name="解答を保存して確認へ進む"))
    yield
    press(page.get_by_role("button", name="解答を提出する"))
    yield


def taking_in_a_file(page: Page, people: People) -> Iterator[None]:
    sign_in(page, people[Role.HR])
    page.goto(reverse("imports"))
    press(page.get_by_role("button", name="取込み前の確認へ進む"))
    yield
    april = bytes(ImportBatch.objects.get(kind=ImportBatch.Kind.STAFF).content)
    promoted = april.replace("主事".encode("cp932"), "主任".encode("cp932"))
    file = FilePayload(name="staff.csv", mimeType="text/csv", buffer=promoted)
    for kind in (ImportBatch.Kind.STAFF, ImportBatch.Kind.ROLES):  # the one has changes, the other mistakes
        page.goto(reverse("imports"))
        page.get_by_label(kind.label, exact=True).check()
        page.locator("input[type=file]").set_input_files(file)
        press(page.get_by_role("button", name="取込み前の確認へ進む"))
        expect_heading(page, "取込み前の確認")
        yield


def keeping_attendance(page: Page, people: People) -> Iterator[None]:
    sign_in(page, people[Role.CLERK])
    page.goto(f"{reverse('sheet')}?course=S-01&department=0101")
    press(page.get_by_role("button", name="修了を記録する"))
    yield
    page.goto(reverse("report_people"))
    press(page.get_by_role("button", name="CSVで出力する"))
    yield


def giving_papers(page: Page, people: People) -> Iterator[None]:
    sign_in(page, people[Role.SECURITY_OFFICE])
    for name, button in (("papers", "修了証書を交付する"), ("department_papers", "課別修了証明書を交付する")):
        page.goto(reverse(name))
        press(page.get_by_role("button", name="確認へ進む").last)
        expect_heading(page, "交付前の確認")
        yield
        page.get_by_label("決裁日").fill("2026-10-05")
        press(page.get_by_role("button", name=button))
        yield
    page.goto(reverse("paper_batch", args=[Batch.objects.first().pk]))
    yield


def planning(page: Page, people: People) -> Iterator[None]:
    sign_in(page, people[Role.SECURITY_OFFICE])
    page.goto(reverse("plans"))
    page.get_by_label("年度（西暦）").fill("2027")
    press(page.get_by_role("button", name="研修計画を作成する"))
    press(page.get_by_role("link", name="令和9年度情報セキュリティ研修計画"))
    yield
    press(page.get_by_role("link", name="実施研修を追加する"))
    press(page.get_by_role("button", name="対象者を確かめる"))
    yield
    press(page.get_by_role("link", name="研修計画に戻る"))
    press(page.get_by_role("button", name="承認を入力する"))
    yield


def administering(page: Page, people: People) -> Iterator[None]:
    sign_in(page, people[Role.ADMINISTRATOR])
    somebody = Employee.objects.latest("staff_number")
    page.goto(f"{reverse('settings_home')}?staff_number={somebody.staff_number}")
    yield
    press(page.get_by_role("button", name="名義人を登録する"))
    yield
    page.go_back()
    press(page.get_by_role("button", name="仮パスワードを発行する"))
    yield


JOURNEYS = (
    signing_in, taking_a_test, taking_in_a_file, keeping_attendance, giving_papers, planning, administering,
)  # fmt: skip


@pytest.mark.parametrize("journey", JOURNEYS)
def test_what_comes_after_pressing_a_button_can_be_used_by_everybody(
    page: Page, people: People, journey: Callable[[Page, People], Iterator[None]]
) -> None:
    assert [fault for _ in journey(page, people) for fault in shortcomings(page)] == []


# ---- without a mouse ------------------------------------------------------------------------------------------------


def test_signing_in_reading_and_a_whole_test_need_nothing_but_the_keyboard(page: Page, people: People) -> None:
    learner = _beginner()
    page.goto("/")
    tab_to(page, name="職員番号")
    page.keyboard.type(learner.staff_number)
    tab_to(page, name="パスワード")
    page.keyboard.type(PASSWORD)
    tab_to(page, name="ログインする")
    _press(page, "Space")

    expect_heading(page, "あなたが受ける研修")
    tab_to(page, name="DXの意義と市のDX推進計画")
    _press(page, "Enter")
    tab_to(page, name="受講を始める")
    _press(page, "Enter")
    for _ in outline(Course.objects.get(code="D-01")).lessons:
        tab_to(page, name="この章を読み終えて次へ進む")
        _press(page, "Space")
    tab_to(page, name="受験を始める")
    _press(page, "Enter")
    for position in range(1, 11):
        tab_to(page, field=f"q{position}")
        page.keyboard.press("Space")
    tab_to(page, name="解答を保存して確認へ進む")
    _press(page, "Enter")
    tab_to(page, name="解答を提出する")
    _press(page, "Space")
    expect_heading(page, "採点の結果")


def _press(page: Page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def _beginner() -> Employee:
    """Somebody without a role who has not begun D-01."""
    duties = duties_on(2026, clock.today()).filter(requirement__course__code="D-01", tally__in=NOT_BEGUN)
    waiting = duties.filter(employee__role_grants=None).order_by("pk")
    return waiting.first().employee
