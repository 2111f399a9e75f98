"""The main job from end to end, as the people of a city do it: HR takes in the October transfers, the last ones of a
department learn and are tested, and the department's certificate and reports come out right.
"""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from courses.models import Course
from lms.duties.models import Duty
from lms.duties.status import Tally, duties_on
from lms.lib import clock
from lms.lib.wide import wide
from lms.office.demo.city import DemoCity
from lms.office.demo.people import DemoPerson
from lms.people.models import Department, Employee, Posting
from lms.people.roles import Role
from lms.records.confirming import hand_in_sheet
from lms.records.models import AttendanceSheet
from tests.browser.acts import (
    answer_rightly,
    download,
    enter,
    expect_heading,
    press,
    read_to_the_end,
    sign_in,
    sign_out,
)
from tests.browser.apart import apart
from tests.browser.reading import without_spaces, words
from tests.browser.unfinished import Left, department_with_unfinished
from tests.browser.watching import DESK, watched_page
from tests.demo import holder_of, stop_the_clock

OCTOBER = date(2026, 10, 5)
TODAY, TODAY_ON_PAPER = "令和8年10月5日", "令和８年１０月５日"
TITLE = "情報セキュリティ基礎"


def test_the_october_transfers_the_last_ones_of_a_department_and_its_papers(
    page: Page, city: DemoCity, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hr_takes_in_the_october_file(page, city, tmp_path)
    stop_the_clock(patch, OCTOBER)
    the_night_gives_the_newcomers_their_duties(city)
    left = department_with_unfinished(at_least=2)
    other = department_with_unfinished(at_least=1, besides=left)
    learner, last = left.at_hand[:2]
    held_in_house(left, [person for person in left.unfinished if person not in (learner, last)])

    somebody_reads_and_passes(page, learner)
    the_clerk_ticks_the_last_one_off(page, left, last)
    number = the_office_gives_the_department_its_certificate(page, left)
    the_office_takes_out_the_report(page, left, other)
    the_head_finds_the_certificate(page, left, number)
    another_head_prints_how_it_stands(page, other)


def held_in_house(left: Left, people: list[Employee]) -> None:
    """What happens away from this story."""
    clerk = left.holder(Role.CLERK)
    sheet = AttendanceSheet(
        course=Course.objects.get(code="S-01"), department=Department.objects.get(pk=left.node.id),
        method=AttendanceSheet.Method.IN_HOUSE, held_on=date(2026, 10, 2), evidence="出席簿", recorded_by=clerk,
        recorded_at=clock.now(),
    )  # fmt: skip
    hand_in_sheet(sheet=sheet, employees=people)


# ---- HR -------------------------------------------------------------------------------------------------------------


def hr_takes_in_the_october_file(page: Page, city: DemoCity, folder: Path) -> None:
    city.write_files(folder)
    stayed = [(old, _in_october(city)[old.number]) for old in city.april]
    moved = [new for old, new in stayed if old.main.department != new.main.department]
    expected = {
        "新規": len(_newcomers(city)),
        "異動": len(moved),
        "退職": sum(old.retired_on != new.retired_on for old, new in stayed),
        "変更": sum(old.name != new.name for old, new in stayed),
    }
    assert min(expected.values()) > 0

    sign_in(page, holder_of(Role.HR))
    enter(page, "職員情報の取込み")
    page.get_by_label("職員", exact=True).check()
    page.get_by_label("基準日").fill("2026-10-01")
    page.locator("input[type=file]").set_input_files(folder / "staff_2026-10-01.csv")
    page.get_by_role("button", name="取込み前の確認へ進む").click()
    expect_heading(page, "取込み前の確認")
    assert {label: _figure(page, label) for label in expected} == expected
    _the_moved_ones_are_named(page, moved)
    assert not Posting.objects.filter(starts_on=city.october_first).exists()

    press(page.get_by_role("button", name="反映する"))
    expect_heading(page, "取込みの結果")
    expect(page.get_by_text("反映しました。")).to_be_visible()
    sign_out(page)


def _in_october(city: DemoCity) -> dict[str, DemoPerson]:
    return {person.number: person for person in city.october}


def _newcomers(city: DemoCity) -> set[str]:
    return _in_october(city).keys() - {person.number for person in city.april}


def _figure(page: Page, label: str) -> int:
    stat = page.locator(".stat").filter(has=page.get_by_role("link", name=label, exact=True))
    return int(stat.locator(".stat__count").inner_text())


def _the_moved_ones_are_named(page: Page, moved: list[DemoPerson]) -> None:
    page.get_by_role("link", name="異動", exact=True).click()
    rows = page.get_by_role("region", name="異動").locator("tbody tr")
    expect(rows).to_have_count(len(moved))
    for person in moved:
        expect(rows.filter(has_text=person.number)).to_contain_text(person.main.department.name)


def the_night_gives_the_newcomers_their_duties(city: DemoCity) -> None:
    apart(lambda: call_command("nightly", stdout=io.StringIO()))
    duties = Duty.objects.filter(employee__staff_number__in=_newcomers(city))
    # Who joins after the period has 30 days, from the night on which the city first knows of them.
    assert set(duties.values_list("employee__staff_number", "requirement__course__code", "opened_on", "due_on")) == {
        (number, course, date(2026, 10, 1), OCTOBER + timedelta(days=30))
        for number in _newcomers(city)
        for course in ("S-01", "D-01")
    }


# ---- learning -------------------------------------------------------------------------------------------------------


def somebody_reads_and_passes(page: Page, learner: Employee) -> None:
    sign_in(page, learner)
    enter(page, "受ける研修")
    expect_heading(page, "あなたが受ける研修")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=TITLE))
    expect(card).to_contain_text("期限超過")
    expect(card).to_contain_text("令和8年7月17日（金）")
    press(card.locator(".card__action").get_by_role("link"))
    read_to_the_end(page)

    expect_heading(page, f"{TITLE} 理解度テスト")
    press(page.get_by_role("button", name="受験を始める"))
    answer_rightly(page, learner)
    expect(page.locator(".save-state[data-state=saved]")).to_have_count(10)
    page.get_by_role("button", name="解答を保存して確認へ進む").click()
    expect_heading(page, "解答を確認する")
    expect(page.get_by_text("すべての問題に解答しています。")).to_be_visible()
    page.get_by_role("button", name="解答を提出する").click()

    result = page.get_by_role("region", name="採点の結果")
    expect(result).to_contain_text("合格")
    expect(result).to_contain_text("100点")
    expect(result).to_contain_text(f"「{TITLE}」を修了しました。")
    page.get_by_role("link", name="受ける研修へ戻る").click()
    done = page.get_by_role("listitem").filter(has_text="修了確認書").filter(has_text=TITLE)
    expect(done).to_contain_text(f"修了　{TODAY}（月）")
    _confirmation_is_right(page, learner, done.get_by_role("link", name="修了確認書").get_attribute("href"))
    sign_out(page)


def _confirmation_is_right(page: Page, learner: Employee, address: str) -> None:
    """Fetched, because opening it would start the browser's own viewer."""
    text = words(page.request.get(address).body())
    for part in ("修了確認書", learner.name, f"令和８年度{TITLE}", TODAY_ON_PAPER, "eラーニング", "垂水市"):
        assert without_spaces(part) in text


def the_clerk_ticks_the_last_one_off(page: Page, left: Left, last: Employee) -> None:
    sign_in(page, left.holder(Role.CLERK))
    enter(page, "所属の状況")
    expect(page.locator("tr").filter(has_text=last.staff_number)).to_contain_text("期限超過")
    page.get_by_role("link").filter(has_text=f"出席簿に記録する（{TITLE}）").click()

    page.get_by_label("課内研修").check()
    page.get_by_label("実施日").fill("R8.10.5")
    page.get_by_label("根拠資料").fill("課内研修の出席簿")
    page.get_by_label(f"{last.name}を選ぶ").check()
    page.get_by_role("button", name="修了を記録する").click()
    expect(page.get_by_text(f"「{TITLE}」について1人の修了を記録しました。")).to_be_visible()
    expect(
        page.get_by_text("記録する職員はいません。全員が今年度に修了しているか、確認を待っている記録にあります。")
    ).to_be_visible()
    sign_out(page)


# ---- papers and reports ---------------------------------------------------------------------------------------------


def the_office_gives_the_department_its_certificate(page: Page, left: Left) -> str:
    """The number it got."""
    sign_in(page, holder_of(Role.SECURITY_OFFICE))
    enter(page, "証書の交付")
    press(page.get_by_role("link", name="課別修了証明書", exact=True))
    expect(page.get_by_label("研修又は研修課程")).to_have_value("S-01")
    for tick in page.get_by_role("main").get_by_role("checkbox").all():
        tick.uncheck()
    page.get_by_label(f"{left.node.name}を選ぶ").check()
    page.get_by_role("button", name="交付前の確認へ進む").click()

    page.get_by_label("決裁日").fill("2026-10-05")
    page.get_by_label("決裁権者").fill("総務課長")
    page.get_by_label("文書番号").fill("総第8-90号")
    page.get_by_role("button", name="課別修了証明書を交付する").click()
    expect_heading(page, "交付した証書")
    expect(page.get_by_text(f"決裁　{TODAY}　総務課長　総第8-90号")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="課別修了証明書")
    number = row.get_by_role("rowheader").inner_text()
    _certificate_is_right(download(page, row.get_by_role("link")), left, number)
    return number


def _certificate_is_right(pdf: bytes, left: Left, number: str) -> None:
    text, number_of_people = words(pdf), wide(len(left.everybody))
    for part in (
        number, "課別修了証明書", f"{left.node.name}長", f"令和８年度{TITLE}",
        "令和８年６月１日から令和８年７月１７日まで", f"基準日{TODAY_ON_PAPER}",
        f"対象者数{number_of_people}人（ほか受講猶予", f"修了者数{number_of_people}人（修了率１００．０％）",
        "統括情報セキュリティ責任者（総務課長）",
    ):  # fmt: skip
        assert without_spaces(part) in text
    assert all(without_spaces(person.name) in text for person in left.everybody)
    assert text.count(TODAY_ON_PAPER) >= 4  # the day of giving, the day of counting, and the last two people's


def the_office_takes_out_the_report(page: Page, left: Left, other: Left) -> None:
    enter(page, "受講状況")
    page.get_by_label("研修", exact=True).select_option("S-01")
    press(page.get_by_role("button", name="表示する"))
    numbers = {one.node.name: [len(one.everybody), len(one.completed)] for one in (left, other)}
    numbers[left.node.name][1] = len(left.everybody)
    for name, (required, completed) in numbers.items():
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
        figures = [text.partition("人")[0].strip() for text in row.get_by_role("cell").all_text_contents()]
        assert figures[:2] == [str(required), str(completed)]

    page.get_by_label("出力の目的").select_option("report")
    text = download(page, page.get_by_role("button", name="CSVで出力する")).decode("utf-8-sig")
    table = text[text.index("所属,") :].partition("\r\n\r\n")[0]
    found = {row["所属"]: row for row in csv.DictReader(io.StringIO(table))}
    for name, (required, completed) in numbers.items():
        assert (found[name]["対象者"], found[name]["修了者"]) == (str(required), str(completed))
    text = words(download(page, page.get_by_role("button", name="PDFで出力する")))
    assert f"{TODAY}現在（速報値）" in text
    assert without_spaces(f"{left.node.name}{len(left.everybody)}{len(left.everybody)}100.0") in text
    sign_out(page)


def the_head_finds_the_certificate(page: Page, left: Left, number: str) -> None:
    sign_in(page, left.holder(Role.HEAD))
    enter(page, "所属の状況")
    pdf = download(page, page.get_by_role("link", name=number))
    assert without_spaces(number) in words(pdf)
    sign_out(page)


def another_head_prints_how_it_stands(page: Page, other: Left) -> None:
    head = other.holder(Role.HEAD)
    sign_in(page, head)
    enter(page, "所属の状況")
    press(page.get_by_role("link").filter(has_text=f"課別研修実施状況報告書の案（{TITLE}）"))
    page.get_by_label("出力の目的").select_option("report")
    text = words(download(page, page.get_by_role("button", name="PDFを出力する")))
    for part in (f"令和８年度{TITLE}の実施状況について（報告）", head.name, "未修了者一覧", f"基準日{TODAY_ON_PAPER}"):
        assert without_spaces(part) in text
    unfinished = text.partition("未修了者一覧")[2]
    assert all(without_spaces(person.name) in unfinished for person in other.unfinished)
    assert not any(without_spaces(person.name) in unfinished for person in other.completed)


# ---- without a script -----------------------------------------------------------------------------------------------


def test_a_test_is_taken_and_submitted_without_any_script(browser: Browser, server: str) -> None:
    duties = duties_on(2026, clock.today()).filter(requirement__course__code="D-01", tally=Tally.OVERDUE)
    learner = next(duty.employee for duty in duties.order_by("pk") if duty.employee.user.has_usable_password())
    with watched_page(browser, server, DESK | {"java_script_enabled": False}) as page:
        sign_in(page, learner)
        page.goto("/learn/courses/D-01/")
        press(page.get_by_role("link", name="受講を始める"))
        assert read_to_the_end(page) == 6
        press(page.get_by_role("button", name="受験を始める"))
        answer_rightly(page, learner, but_last=1)
        page.get_by_role("button", name="解答を保存して確認へ進む").click()
        page.get_by_role("button", name="解答を提出する").click()
        expect(page.get_by_role("region", name="採点の結果")).to_contain_text("90点")
