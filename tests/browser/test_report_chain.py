"""実施状況の報告, played through by its roles; a later transfer leaves the frozen figures as they were."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lms.office.demo.city import DemoCity
from lms.people.models import Employee, Posting, RoleGrant
from lms.people.roles import Role
from lms.reports.models import DepartmentReport, FrozenReport
from tests.browser.accessibility import shortcomings
from tests.browser.acts import download, enter, expect_heading, press, sign_in, sign_out
from tests.browser.staff_files import Row, apply, plain_rows, upload
from tests.demo import stop_the_clock

TITLE = "情報セキュリティ基礎"
YEAR_END, NEW_YEAR = date(2027, 3, 31), date(2027, 4, 1)
THERE, THERE_NAME = "0103", "財政課"


def holder(role: str) -> Employee:
    return RoleGrant.objects.filter(role=role).select_related("employee").earliest("pk").employee


def test_the_chain_goes_from_the_head_to_the_committee(
    page: Page, city: DemoCity, people: dict[str, Employee], patch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(patch, YEAR_END)
    the_head_confirms(page, people[Role.HEAD])
    the_office_freezes(page, people[Role.SECURITY_OFFICE])
    one_takes_the_step(page, Role.SECURITY_DIRECTOR, "確認する")
    one_takes_the_step(page, Role.CHIEF_SECURITY, "分析する", "修了率は前年度を上回った。")
    one_takes_the_step(page, Role.CISO, "確認する")
    the_office_enters_what_the_committee_decided(page, people[Role.SECURITY_OFFICE])
    office, hr = people[Role.SECURITY_OFFICE], people[Role.HR]
    the_import_of_a_transfer_leaves_the_frozen_report(page, city, patch, office, hr)


def the_head_confirms(page: Page, head: Employee) -> None:
    sign_in(page, head)
    enter(page, "実施状況の報告")
    press(page.get_by_role("link", name=TITLE).first)
    assert shortcomings(page) == []
    page.get_by_label("所見・今後の対応").fill("未修了者には年内に受講させる。")
    press(page.get_by_role("button", name="この内容で確認する"))
    expect(page.get_by_text("確認済みです")).to_be_visible()
    assert DepartmentReport.objects.get().confirmed_by == head
    sign_out(page)


def the_office_freezes(page: Page, office: Employee) -> None:
    sign_in(page, office)
    enter(page, "実施状況の報告")
    press(page.get_by_role("link", name=TITLE).first)
    expect(page.get_by_role("region", name="所属長の確認")).to_contain_text("年内に受講させる。")
    press(page.get_by_role("link", name="実施状況を確定する"))
    press(page.get_by_role("button", name="確定する"))
    expect(page.get_by_text("第1版を確定しました。")).to_be_visible()
    sign_out(page)


def one_takes_the_step(page: Page, role: str, button: str, analysis: str = "") -> None:
    sign_in(page, holder(role))
    enter(page, "実施状況の報告")
    press(page.get_by_role("link", name="第1版"))
    press(page.get_by_role("link", name="に進む"))
    if analysis:
        page.get_by_label("分析").fill(analysis)
    press(page.get_by_role("button", name=button))
    expect(page.get_by_text("を記録しました。")).to_be_visible()
    sign_out(page)


def the_office_enters_what_the_committee_decided(page: Page, office: Employee) -> None:
    sign_in(page, office)
    page.goto(reverse("frozen_report", args=[FrozenReport.objects.get().pk]))
    assert shortcomings(page) == []
    press(page.get_by_role("link", name="審議・決裁に進む"))
    expect_heading(page, "情報セキュリティ委員会の審議・決裁")
    page.get_by_label("決裁日").fill("R9.3.31")
    page.get_by_label("文書番号").fill("垂総第99号")
    press(page.get_by_role("button", name="審議・決裁したことを記録する"))
    expect(page.get_by_text("文書番号 垂総第99号")).to_be_visible()
    sign_out(page)


def the_import_of_a_transfer_leaves_the_frozen_report(
    page: Page, city: DemoCity, patch: pytest.MonkeyPatch, office: Employee, hr: Employee
) -> None:
    """One goes on 1 April, which is another year; of another the office hears a day late: the last day of the year."""
    paper, before = what_stands(page, office)
    stop_the_clock(patch, NEW_YEAR)
    going = those_who_go(city)
    sign_in(page, hr)
    upload(page, going, NEW_YEAR.isoformat())
    apply(page)
    sign_out(page)
    assert _seats(going) == {THERE}

    paper_after, after = what_stands(page, office)
    assert paper_after == paper
    assert [row[:3] for row in after] == [row[:3] for row in before]
    changes = {
        row[0]: int(row[3]) - int(old[3]) for old, row in zip(before, after, strict=True) if row[3:5] != old[3:5]
    }
    assert changes.pop(THERE_NAME) == 1
    assert [*changes.values()] == [-1], "the department from which one went before the year was over"
    assert {row[0] for row in after if row[5] == "変更あり"} == {THERE_NAME, *changes}


def what_stands(page: Page, office: Employee) -> tuple[bytes, list[list[str]]]:
    """The signed file, and the rows beside the live ones: 所属, 対象者 and 修了者 then, both now, 違い."""
    sign_in(page, office)
    page.goto(reverse("frozen_report", args=[FrozenReport.objects.get().pk]))
    rows = page.get_by_role("region", name="確定した数字と今の数字").locator("tbody tr").all_inner_texts()
    page.get_by_label("出力の目的").select_option(label="会議等への報告")
    paper = download(page, page.get_by_role("button", name="確定版を出力する"))
    sign_out(page)
    return paper, [[cell.strip() for cell in row.split("\t")] for row in rows]


def those_who_go(city: DemoCity) -> list[Row]:
    """Two of the department that has the most people without a role: one on the last day of the year, one on the first
    of the next. Whose term ends with the year is taken on for another."""
    here, _ = Counter(row["所属コード"] for row in plain_rows(city)).most_common(1)[0]
    late, in_april = [row for row in plain_rows(city) if row["所属コード"] == here][:2]
    goes = {"所属コード": THERE, "所属名": THERE_NAME}
    return [
        row | goes | {"発令日": day, "任期満了日": row["任期満了日"] and "R10.3.31"}
        for row, day in ((late, "R9.3.31"), (in_april, "R9.4.1"))
    ]


def _seats(rows: list[Row]) -> set[str]:
    mains = Posting.objects.on(NEW_YEAR).filter(kind=Posting.Kind.MAIN)
    numbers = [row["職員番号"] for row in rows]
    return set(mains.filter(employee__staff_number__in=numbers).values_list("department__code", flat=True))
