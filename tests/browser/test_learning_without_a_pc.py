"""What people learn away from the screen: a department's clerk ticks off 課内研修 for those without a PC, and the
security office holds a 集合研修 from the first announcement to the 修了 of those who came.
"""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from lms.duties.status import State, duties_on
from lms.lib import clock
from lms.office.demo.city import DemoCity
from lms.people.models import Department, Employee, RoleGrant
from lms.people.roles import Role
from lms.records.models import Completion
from tests.browser.acts import enter, expect_heading, press, sign_in, sign_out
from tests.browser.reading import without_spaces, words
from tests.demo import stop_the_clock

_TITLE = "情報セキュリティ基礎"
_SESSION, _HELD_ON = "情報セキュリティ研修（補講）", date(2026, 9, 24)


@pytest.fixture
def without_pc(city: DemoCity, people: dict[str, Employee]) -> list[Employee]:
    """Those of 消防署, a part of 消防本部 where nobody sits at a screen, who are not through with S-01."""
    unfinished = duties_on(2026, clock.today()).filter(
        requirement__course__code="S-01", department_id=_id_of("0701"), state__in=(State.NOT_STARTED, State.OVERDUE)
    )
    return [duty.employee for duty in unfinished.select_related("employee")]


def _id_of(code: str) -> int:
    return Department.objects.get(code=code).pk


def test_a_departments_clerk_ticks_off_people_without_a_pc_and_the_figures_change(
    page: Page, people: dict[str, Employee], without_pc: list[Employee]
) -> None:
    came, missed = without_pc[:-1], without_pc[-1]
    clerk = RoleGrant.objects.on(clock.today()).get(role=Role.CLERK, department__code="07").employee
    sign_in(page, clerk)
    enter(page, "所属の状況")
    completed, required = _own_figures(page)

    enter(page, "出席簿")
    page.get_by_label("研修", exact=True).select_option("S-01")
    page.get_by_role("button", name="職員を表示する").click()
    page.get_by_label("課内研修").check()
    page.get_by_label("実施日").fill("R8.9.14")
    page.get_by_label("根拠資料").fill("課内研修の出席簿")
    for person in came:
        _row(page, person).get_by_role("checkbox").check()
    page.get_by_role("button", name="修了を記録する").click()
    expect(page.get_by_text(f"「{_TITLE}」について{len(came)}人の修了を記録しました。")).to_be_visible()
    expect(_row(page, missed)).to_be_visible()
    for person in came:
        expect(_row(page, person)).to_have_count(0)

    enter(page, "所属の状況")
    assert _own_figures(page) == (completed + len(came), required)
    expect(_row(page, came[0])).to_contain_text("修了")
    expect(_row(page, missed)).to_contain_text("期限超過")
    sign_out(page)
    _the_office_sees_the_same(page, people[Role.SECURITY_OFFICE], [completed + len(came), required])


def _own_figures(page: Page) -> tuple[int, int]:
    """Completed and required of S-01 on the department's page."""
    stat = page.locator(".stat").filter(has_text=_TITLE).locator(".stat__value")
    completed, _, required = stat.inner_text().partition("／")
    return int(completed), int(required.removesuffix("人"))


def _row(page: Page, person: Employee) -> Locator:
    return page.locator("tbody tr").filter(has_text=person.staff_number)


def _the_office_sees_the_same(page: Page, office: Employee, figures: list[int]) -> None:
    sign_in(page, office)
    enter(page, "受講状況")
    page.get_by_label("研修", exact=True).select_option("S-01")
    press(page.get_by_role("button", name="表示する"))
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="消防本部", exact=True))
    required, completed = (text.partition("人")[0].strip() for text in row.get_by_role("cell").all_text_contents()[:2])
    assert [int(completed), int(required)] == figures


# ---- 集合研修 -------------------------------------------------------------------------------------------------------


@pytest.fixture
def learner(people: dict[str, Employee]) -> Employee:
    """Somebody at a screen, without a role, who is late with S-01."""
    late = duties_on(2026, clock.today()).filter(requirement__course__code="S-01", state=State.OVERDUE)
    return late.filter(employee__role_grants=None).exclude(department_id=_id_of("0701")).order_by("pk").first().employee


def test_the_office_holds_a_session_somebody_signs_up_and_the_office_ticks_who_came(
    page: Page, people: dict[str, Employee], learner: Employee, patch: pytest.MonkeyPatch
) -> None:
    office = people[Role.SECURITY_OFFICE]
    the_office_announces_the_session(page, office)
    somebody_signs_up(page, learner)
    stop_the_clock(patch, _HELD_ON)
    the_office_ticks_who_came(page, office, learner)
    completion = Completion.objects.valid().get(employee=learner, course__code="S-01", recorded_at=clock.now())
    assert (completion.source, completion.evidence) == (Completion.Source.CLASSROOM, "集合研修の出席簿")

    sign_in(page, learner)
    done = page.get_by_role("listitem").filter(has_text="修了確認書").filter(has_text=_TITLE)
    expect(done).to_contain_text("修了　令和8年9月24日（木）")


def the_office_announces_the_session(page: Page, office: Employee) -> None:
    sign_in(page, office)
    enter(page, "修了の記録")
    page.get_by_role("navigation", name="修了の記録").get_by_role("link", name="集合研修").click()
    page.get_by_role("link", name="開催回を登録する").click()
    page.locator("select[name=course]").select_option("S-01")
    for label, value in (
        ("開催回の名前", _SESSION), ("開催日", "R8.9.24"), ("開始時刻", "13:30"), ("終了時刻", "15:00"),
        ("会場", "市役所3階大会議室"), ("定員", "30"), ("申込期限", "R8.9.18"), ("備考", "職員証を持参してください。"),
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("開催回を登録しました。")).to_be_visible()
    expect_heading(page, _SESSION)
    expect(page.get_by_text("申し込んだ職員はいません。")).to_be_visible()
    expect(page.get_by_role("link", name="出席を記録する")).to_have_count(0)
    sign_out(page)


def somebody_signs_up(page: Page, learner: Employee) -> None:
    sign_in(page, learner)
    enter(page, "集合研修の申込み")
    offer = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=_SESSION))
    expect(offer).to_contain_text("令和8年9月24日（木）")
    offer.get_by_role("button", name="申し込む").click()
    expect(page.get_by_text(f"「{_SESSION}」に申し込みました。")).to_be_visible()
    expect(offer.get_by_role("button", name="申込みを取り消す")).to_be_visible()
    sign_out(page)


def the_office_ticks_who_came(page: Page, office: Employee, learner: Employee) -> None:
    sign_in(page, office)
    page.goto(reverse("sessions"))
    expect(_session_row(page)).to_contain_text("1／30人")
    page.get_by_role("link", name=_SESSION).click()
    expect(page.get_by_role("region", name="申し込んだ職員").locator("tbody tr")).to_have_count(1)
    _roll_names(page, learner)

    page.get_by_role("link", name="出席を記録する").click()
    page.get_by_label(f"{learner.name}を選ぶ").check()
    page.get_by_label("根拠資料").fill("集合研修の出席簿")
    page.get_by_role("button", name="出席を記録する").click()
    expect(page.get_by_text(f"「{_TITLE}」について1人の修了を記録しました。")).to_be_visible()
    expect(_row(page, learner)).to_contain_text("記録済み")
    sign_out(page)


def _session_row(page: Page) -> Locator:
    return page.locator("tbody tr").filter(has_text=_SESSION)


def _roll_names(page: Page, learner: Employee) -> None:
    """The 出席簿 to print."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="出席簿（PDF）を保存する").click()
    text = words(coming.value.path().read_bytes())
    for part in (_SESSION, "市役所3階大会議室", learner.name, learner.staff_number):
        assert without_spaces(part) in text
