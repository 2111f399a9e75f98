"""The 修了証書: its words, and its drawing."""

import io
import subprocess
from datetime import date

import pytest
from pypdf import PdfReader

from lms.certificates.papers import personal
from lms.certificates.papers.design import Style, standard_style
from lms.certificates.papers.fitting import cells
from lms.certificates.papers.given import Given
from lms.certificates.papers.layout import draw
from lms.people.models import City, Employee, OfficeHolder
from lms.records.models import Completion
from tests.factories import jst
from tests.lms.certificates.town import IVS, lines, text

MAYOR = OfficeHolder(office="mayor", title="垂水市長", name="尾脇　雅弥")
GIVEN = Given(date(2026, 6, 30), MAYOR, City(name="垂水市"), "http://kenshu.test")

LOOK = {"form": "portrait", "border": "award", "crest": "", "code": "left", "seal": None}


def completion(name: str = "髙橋　正樹", **values: str) -> Completion:
    usual = {
        "completed_at": jst(2026, 6, 12), "course_title": "情報セキュリティ研修（基礎編）", "department_name": "総務課",
        "job_title": "主査",
    }  # fmt: skip
    return Completion(employee=Employee(name=name), **(usual | values))


def payload(name: str = "髙橋　正樹", given: Given = GIVEN, style: Style | None = None, **values: str) -> dict:
    return personal.payload(
        number="第８－１２３号", public_id="0123456789abcdef" * 2, completion=completion(name, **values), given=given,
        style=style or standard_style(given.city.seal_text),
    )  # fmt: skip


def test_the_words_are_those_of_the_model_paper():
    assert payload() == {
        "layout": "personal",
        "design": {"name": "標準", "version": 0, **LOOK},
        "title": "修了証書",
        "number": "第８－１２３号",
        "post": "総務課　主査",
        "name": "髙橋　正樹",
        "body": ["あなたは令和８年度情報セキュリティ研修基礎編の課程を", "修了したので　これを証します"],
        "completed": {"label": "修了日", "date": "令和８年６月１２日"},
        "given_on": "令和８年６月３０日",
        "signer": {"office": "mayor", "title": "垂水市長", "name": "尾脇　雅弥"},
        "seal": "（公印省略）",
        "foot": "交付番号　第８－１２３号",
        "public_id": "0123456789abcdef0123456789abcdef",
        "check": {
            "page": "http://kenshu.test/check/",
            "code": "HTTP://KENSHU.TEST/C/0123456789ABCDEF0123456789ABCDEF",
        },
    }


def test_january_belongs_to_the_fiscal_year_that_began_in_april():
    found = payload(completed_at=jst(2027, 1, 15))
    assert found["body"][0].startswith("あなたは令和８年度")
    assert found["completed"]["date"] == "令和９年１月１５日"


def test_who_had_no_job_title_is_named_by_the_department_alone():
    assert payload(job_title="")["post"] == "総務課"


def test_the_paper_reads_like_the_model():
    assert lines(draw(payload())) == [
        "第８－１２３号",
        "修了証書",
        "総務課 主査",
        "髙橋 正樹",
        "あなたは令和８年度情報セキュリティ研修基礎編の課程を",
        "修了したので これを証します",
        "修了日",
        "令和８年６月１２日",
        "令和８年６月３０日",
        "垂水市長",
        "交付番号",
        "確認",
        "第８－１２３号",
        "http://kenshu.test/check/",
        "尾脇 雅弥 （公印省略）",
    ]


@pytest.mark.parametrize("name", ["髙橋　正樹", "﨑山　德子", "𠮷田　太郎", IVS, "辻󠄀　瀨里奈", "ジョン　スミス"])
def test_a_name_is_copied_out_of_the_paper_as_it_is_held(name):
    assert name.replace("　", " ") in text(draw(payload(name)))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("勘解由小路　龍之介左衛門尉", {}),
        ("マリア　デル・カルメン・ロドリゲス＝ガルシア・デ・ラ・フエンテ", {}),
        (
            "長" * 100,
            {"course_title": "とても長い名前の研修" * 10, "department_name": "課" * 30, "job_title": "職" * 40},
        ),
    ],
)
def test_the_longest_words_stay_on_one_page_of_a4(name, values):
    pages = PdfReader(io.BytesIO(draw(payload(name, **values)))).pages
    assert len(pages) == 1
    assert (round(pages[0].mediabox.width / 72 * 25.4), round(pages[0].mediabox.height / 72 * 25.4)) == (210, 297)


def test_every_font_is_embedded_as_a_subset():
    table = subprocess.run(
        ["pdffonts", "-"], input=draw(payload("𠮷田　太郎")), capture_output=True, check=True
    ).stdout.decode()
    rows = [line.split() for line in table.splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"BIZ-UDMincho", "IPAmjMincho"}
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}


def test_the_same_payload_gives_the_same_bytes():
    assert draw(payload(IVS)) == draw(payload(IVS))


def test_markup_in_a_name_is_printed_and_not_obeyed():
    assert "<b>太郎</b>" in text(draw(payload("<b>太郎</b>")))


def test_a_paper_is_small_enough_to_keep_for_everybody():
    assert len(draw(payload("𠮷田　葛\U000e0100城"))) < 60_000


def test_an_empty_seal_leaves_room_to_stamp():
    bare = Given(GIVEN.on, MAYOR, City(name="垂水市", seal_text=""))
    assert "公印省略" not in text(draw(payload(given=bare)))
    assert _right_edge(draw(payload(given=bare))) < _right_edge(draw(payload())) - 40


def _right_edge(pdf: bytes) -> float:
    """Where the line of the signer ends, in points."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = [line for line in boxes.splitlines() if "雅弥" in line or "公印" in line]
    return max(float(line.split('xMax="')[1].split('"')[0]) for line in rows)


def test_a_variation_selector_takes_no_room():
    assert cells("葛\U000e0100城　聡") == 4
    assert cells("John") == 2
