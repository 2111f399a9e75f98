"""A clerk of 人事担当 takes in staff files: reads every error and mends the file, leaves faulty rows out, undoes."""

from collections.abc import Iterable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.importing.models import ImportBatch
from lms.office.demo.city import DemoCity
from lms.people.models import Employee, Posting
from lms.people.roles import Role
from tests.browser.acts import expect_heading, press, sign_in
from tests.browser.staff_files import Row, apply, plain_rows, upload

_DAY, _DAY_IN_FILE, _DAY_IN_FORM = date(2026, 9, 15), "R8.9.15", "2026-09-15"
_TO, _TO_NAME = "0103", "財政課"
_UNKNOWN = "この所属コードの所属は登録されていません。コードを直すか、先に所属のファイルを取り込んでください。"
_NO_DATE = "「R8.13.1」は暦にない日付です。年月日を確かめてください。"
_NO_KIND = "「本務」、「兼務」、「併任」、「事務取扱」のどれかを書いてください。"


@pytest.fixture
def moved(city: DemoCity) -> list[Row]:
    """Rows of people who go to 財政課. Each test takes others of them: what one takes in stays in the books."""
    elsewhere = [row for row in plain_rows(city) if not row["所属コード"].startswith(_TO)]
    return [row | {"所属コード": _TO, "所属名": _TO_NAME, "発令日": _DAY_IN_FILE} for row in elsewhere]


def _shown(page: Page, table: str) -> list[list[str]]:
    """The rows of a table as they are read."""
    rows = page.get_by_role("region", name=table, exact=True).locator("tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def _figure(page: Page, label: str) -> Locator:
    return page.locator(".stat").filter(has=page.get_by_role("link", name=label, exact=True)).locator(".stat__count")


def _seats(rows: Iterable[Row]) -> list[str]:
    """Codes of the departments in which these people sit on the day, in the rows' order."""
    mains = Posting.objects.on(_DAY).filter(kind=Posting.Kind.MAIN)
    seats = dict(mains.values_list("employee__staff_number", "department__code"))
    return [seats.get(row["職員番号"], "") for row in rows]


def test_the_clerk_reads_every_error_with_its_place_mends_the_file_and_takes_it_in(
    page: Page, people: dict[str, Employee], moved: list[Row]
) -> None:
    rows = moved[:4]
    before = _seats(rows)
    faulty = [
        rows[0] | {"所属コード": "9999"}, rows[1] | {"発令日": "R8.13.1"}, rows[2],
        rows[3] | {"本務兼務": "本部", "メールアドレス": "総務課"},
    ]  # fmt: skip

    sign_in(page, people[Role.HR])
    upload(page, faulty, _DAY_IN_FORM)
    expect(page.get_by_text("ファイルに直すところがあります。")).to_be_visible()
    assert _shown(page, "エラー") == [
        ["2", "所属コード", "9999", _UNKNOWN],
        ["3", "発令日", "R8.13.1", _NO_DATE],
        ["5", "メールアドレス", "総務課", "メールアドレスとして読めません。直すか、空欄にしてください。"],
        ["5", "本務兼務", "本部", _NO_KIND],
    ]

    page.get_by_role("button", name="反映する").click()
    expect(
        page.get_by_text("反映していません。上の確認の欄に印を付けてから、もう一度「反映する」を押してください。")
    ).to_be_visible()
    assert _seats(rows) == before

    upload(page, rows, _DAY_IN_FORM)
    expect(_figure(page, "異動")).to_have_text("4")
    expect(_figure(page, "エラー")).to_have_text("0")
    assert [shown[0] for shown in _shown(page, "異動")] == [row["職員番号"] for row in rows]
    apply(page)
    assert _seats(rows) == [_TO] * 4


def test_the_clerk_leaves_the_faulty_rows_out_and_takes_in_the_others(
    page: Page, people: dict[str, Employee], moved: list[Row]
) -> None:
    good, bad = moved[4:6], moved[6]
    stays = _seats([bad])

    sign_in(page, people[Role.HR])
    upload(page, [good[0], bad | {"所属コード": "9999"}, good[1]], _DAY_IN_FORM)
    press(page.get_by_role("link", name="誤りのある行を除く場合は、1行が除かれます。"))
    assert _shown(page, "除かれる行") == [["3", bad["職員番号"], bad["氏名"]]]
    page.get_by_label("誤りのある行を除いて反映する").check()
    apply(page)

    left_out = f"3行目　{bad['職員番号']}　{bad['氏名']}は、誤りのある行と併せて除きました。"
    expect(page.get_by_role("listitem").filter(has_text=left_out).first).to_be_visible()
    assert _seats([*good, bad]) == [_TO, _TO, *stays]


def test_the_clerk_undoes_an_import_and_everybody_sits_where_they_sat(
    page: Page, people: dict[str, Employee], moved: list[Row]
) -> None:
    newcomer = moved[9] | {"職員番号": "09999", "氏名": "新川　一", "採用日": _DAY_IN_FILE, "メールアドレス": ""}
    rows = [*moved[7:9], newcomer]
    before = _seats(rows)

    sign_in(page, people[Role.HR])
    upload(page, rows, _DAY_IN_FORM)
    apply(page)
    assert _seats(rows) == [_TO] * 3

    page.get_by_role("button", name="取込みを取り消す").click()
    expect_heading(page, "取り消した取込み")
    expect(page.get_by_text("取込みを取り消しました。")).to_be_visible()
    expect(page.get_by_role("button", name="取込みを取り消す")).to_have_count(0)
    assert _seats(rows) == before
    page.get_by_role("link", name="職員情報の取込みに戻る").click()
    undone = page.get_by_role("region", name="これまでの取込み").get_by_text(ImportBatch.State.UNDONE.label)
    expect(undone).to_have_count(1)
