"""課別修了証明書 and 課別研修実施状況報告書: their words, and their drawing."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from lms.certificates.papers import department, report
from lms.certificates.papers.department import Held
from lms.certificates.papers.design import Design, Style, standard_style
from lms.certificates.papers.given import Given
from lms.certificates.papers.layout import draw
from lms.certificates.standing import Member, Standing
from lms.duties.status import State
from lms.people.models import City, OfficeHolder
from tests.lms.certificates.town import IVS, lines, text

SIGNER = OfficeHolder(title="統括情報セキュリティ責任者（総務課長）", name="榎園　雅司")
GIVEN = Given(date(2026, 7, 31), SIGNER, City(name="垂水市", confidentiality_label="機密性２"))
HELD = Held(2026, "情報セキュリティ研修（基礎編）", ((date(2026, 6, 1), date(2026, 7, 17)),))
SECOND = (date(2026, 11, 1), date(2027, 1, 29))
DONE = (
    Member(1, "髙橋　正樹", State.COMPLETED, date(2026, 6, 10)),
    Member(2, "𠮷田　太郎", State.COMPLETED, date(2026, 6, 12)),
    Member(3, IVS, State.COMPLETED, date(2026, 7, 1)),
)
AWAY = Member(4, "上野　三郎", State.DEFERRED, None)
EXCUSED = Member(5, "江口　四郎", State.EXEMPT, None)
LATE = Member(6, "﨑山　花子", State.OVERDUE, None)


STANDARD = standard_style("（公印省略）", Design(title="課別修了証明書", border="none"))


def certificate(*members: Member, style: Style = STANDARD) -> dict:
    return department.payload(
        number="第８－課１２号", public_id="a" * 32, addressee="福祉課長", held=HELD, counted_on=date(2026, 7, 31),
        standing=Standing(members), given=GIVEN, style=style,
    )  # fmt: skip


def told(*members: Member, held: Held = HELD) -> dict:
    return report.payload(
        held=held, on=date(2026, 7, 31), standing=Standing(members), by_source={"e-learning": 2, "classroom": 1},
        sender=report.Sender("情報セキュリティ管理者（福祉課長）", "福祉課長", "青木　一"),
        addressee="統括情報セキュリティ責任者（総務課長）", confidentiality="機密性２", ledger="12番　9f86d081884c7d65",
    )  # fmt: skip


def pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_the_certificate_reads_like_the_model():
    assert lines(draw(certificate(*DONE, AWAY, EXCUSED)), "-layout", "-l", "1") == [
        "第８－課１２号",
        "令和８年７月３１日",
        "福祉課長 様",
        "統括情報セキュリティ責任者（総務課長） 榎園 雅司 （公印省略）",
        "課別修了証明書",
        "貴課の受講対象者全員が下記の研修を修了したことを証明します。",
        "記",
        "１ 研 修 名 令和８年度情報セキュリティ研修（基礎編）",
        "２ 実施期間 令和８年６月１日から令和８年７月１７日まで",
        "３ 基 準 日 令和８年７月３１日",
        "４ 対象者数 ３人（ほか受講猶予 １人 受講免除 １人）",
        "５ 修了者数 ３人（修了率 １００．０％）",
        "６ 修 了 者 別紙名簿のとおり（氏名・修了日）",
        "交付番号 第８－課１２号",
        "確認 /check/",
        "1／2",
    ]


def test_the_list_holds_those_who_completed_and_nobody_else():
    assert certificate(*DONE, AWAY, EXCUSED)["list"]["rows"] == [
        ["髙橋　正樹", "令和８年６月１０日"],
        ["𠮷田　太郎", "令和８年６月１２日"],
        [IVS, "令和８年７月１日"],
    ]
    shown = text(draw(certificate(*DONE, AWAY, EXCUSED)), "-f", "2")
    assert "髙橋 正樹" in shown
    assert IVS.replace("　", " ") in shown
    assert "機密性２" in shown


def test_names_of_those_deferred_or_exempt_are_nowhere_in_the_payload():
    words = str(certificate(*DONE, AWAY, EXCUSED)) + str(told(LATE, AWAY, EXCUSED))
    assert "上野" not in words
    assert "江口" not in words


def test_a_long_list_goes_on_with_its_headings_repeated():
    many = [Member(number, f"職員　{number}", State.COMPLETED, date(2026, 6, 10)) for number in range(60)]
    pdf = draw(certificate(*many))
    assert pages(pdf) == 4
    assert "氏 名" in " ".join(text(pdf, "-f", "4").split())


def test_the_report_reads_like_the_model():
    assert lines(draw(told(*DONE, LATE, AWAY)), "-layout", "-l", "1") == [
        "（文書番号）",
        "令和８年７月３１日",
        "統括情報セキュリティ責任者（総務課長） 様",
        "情報セキュリティ管理者（福祉課長） 青木 一",
        "令和８年度情報セキュリティ研修（基礎編）の実施状況について（報告）",
        "このことについて、下記のとおり報告します。",
        "記",
        "１ 研修名・実施期間 令和８年度情報セキュリティ研修（基礎編）",
        "令和８年６月１日から令和８年７月１７日まで",
        "２ 実施方法 eラーニング ２人 課内研修 ０人 書面 ０人 集合研修 １人",
        "３ 対象者数 ４人（ほか受講猶予 １人 受講免除 ０人）",
        "４ 修了者数 ３人（修了率 ７５．０％）",
        "５ 未修了者 １人（氏名・理由・受講予定日は別紙）",
        "６ 所属長の所見・今後の対応",
        "基準日 令和８年７月３１日 確認 令和 年 月 日 福祉課長",
        "操作記録の最後 12番 9f86d081884c7d65",
        "1／2",
    ]


def test_the_report_lists_the_unfinished_with_room_for_reason_and_day():
    found = told(*DONE, LATE, AWAY)["list"]
    assert found["columns"] == ["氏　　名", "状　況", "理　由", "受講予定日"]
    assert found["rows"] == [["﨑山　花子", "期限超過", "", ""]]


def test_a_report_without_unfinished_people_is_one_page():
    pdf = draw(told(*DONE))
    assert pages(pdf) == 1
    assert "未修了者" in text(pdf)
    assert "別紙" not in text(pdf)


def test_the_second_period_stands_under_the_first():
    both = Held(2026, "研修", (*HELD.periods, SECOND))
    assert both.period_lines == [
        "令和８年６月１日から令和８年７月１７日まで",
        "追加実施期間　令和８年１１月１日から令和９年１月２９日まで",
    ]


def test_of_a_department_without_duties_the_report_says_there_is_nobody():
    assert "対象なし" in text(draw(told()))


@pytest.mark.parametrize("payload", [certificate(*DONE), told(LATE)])
def test_the_same_payload_gives_the_same_bytes(payload):
    assert draw(payload) == draw(payload)
