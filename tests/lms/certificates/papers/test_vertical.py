"""修了証書 in columns: its words, how they are written, and how they copy out of the PDF."""

import io
import subprocess
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from lms.certificates.papers.design import Design, Impression, Style
from lms.certificates.papers.layout import draw, draw_to_keep
from lms.certificates.papers.vertical_words import vertical
from tests.factories import jst
from tests.lms.certificates.layouts.layouts import CREST, SEAL, uri
from tests.lms.certificates.papers.test_personal import payload
from tests.lms.certificates.town import IVS, text

COLUMNS = Style(Design(form="vertical"), "賞状", 3, "（公印省略）")


def test_numbers_are_in_kanji_and_names_as_they_are_held():
    said = payload("第2　太郎", style=COLUMNS, job_title="第２係長")
    assert said["layout"] == "vertical"
    assert said["number"] == "第八－一二三号"
    assert said["foot"] == "交付番号　第８－１２３号"
    assert said["post"] == "総務課　第二係長"
    assert said["name"] == "第2　太郎"
    assert said["body"] == ["あなたは令和八年度情報セキュリティ研修基礎編の課程を", "修了したので　これを証します"]
    assert said["completed"] == {"label": "修了日", "date": "令和八年六月十二日"}
    assert said["given_on"] == "令和八年六月三十日"
    assert said["design"]["version"] == 3


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("DXの意義", "ＤＸの意義"),
        ("eラーニング", "ｅラーニング"),
        ("Microsoft ３６５の第２回", "Microsoft 365の第二回"),
        ("Web3入門", "Ｗｅｂ３入門"),
        ("令和１０年度", "令和十年度"),
    ],
)
def test_short_words_of_letters_stand_and_long_ones_lie(written, stands):
    assert vertical(written) == stands


def test_columns_copy_out_from_right_to_left_and_each_from_the_top():
    shown = text(draw(payload(style=COLUMNS)), "-raw")
    words = [
        "第八－一二三号", "修 了 証 書", "総務課 主査", "髙橋 正樹",
        "あなたは令和八年度情報セキュリティ研修基礎編の課程を", "修了したので これを証します",
        "修了日 令和八年六月十二日", "令和八年六月三十日", "垂水市長 尾脇 雅弥", "交付番号",
    ]  # fmt: skip
    flat = "".join(shown.split())
    places = [flat.index("".join(word.split())) for word in words]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "name", ["髙橋　正樹", "𠮷田　﨑德", IVS, "辻󠄀　瀨里奈", "デル・カルメン＝ガルシア", "John　Smith"]
)
def test_a_name_is_copied_out_of_a_column_as_it_is_held(name):
    assert name.replace("　", " ") in text(draw(payload(name, style=COLUMNS)))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("勘解由小路　龍之介左衛門尉", {}),
        (
            "長" * 100,
            {"course_title": "とても長い名前の研修" * 10, "department_name": "課" * 30, "job_title": "職" * 40},
        ),
    ],
)
def test_the_longest_words_stay_on_one_lying_sheet(name, values):
    pages = PdfReader(io.BytesIO(draw(payload(name, style=COLUMNS, **values)))).pages
    assert len(pages) == 1
    assert (round(pages[0].mediabox.width / 72 * 25.4), round(pages[0].mediabox.height / 72 * 25.4)) == (297, 210)


def test_the_signed_paper_is_tagged_and_its_font_a_subset():
    pdf = draw_to_keep(payload(IVS, style=COLUMNS), jst(2026, 6, 30), "")
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    table = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = [line.split() for line in table.splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"BIZ-UDMincho", "Vertical-Writing"}
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}
    assert len(pdf) < 60_000


def test_the_same_payload_gives_the_same_bytes():
    assert draw(payload(IVS, style=COLUMNS)) == draw(payload(IVS, style=COLUMNS))


def test_columns_run_from_right_to_left_and_letters_stand_in_them():
    """一, three times in the name: three strokes that lie flat, in the half of the sheet that is read first."""
    style = Style(Design(form="vertical", border="none", code="none"), "", 1, "")
    sheet = ink(draw(payload("一一一", style=style)))
    column = sheet.crop((int(sheet.width * 0.62), sheet.height // 2, int(sheet.width * 0.68), sheet.height))
    rows = [column.crop((0, y, column.width, y + 1)).getbbox() is not None for y in range(column.height)]
    strokes = [here for before, here in pairwise([False, *rows]) if here and not before]
    assert len(strokes) == 3
    assert sum(rows) < column.height / 8


def ink(pdf: bytes) -> Image.Image:
    shown = subprocess.run(
        ["pdftoppm", "-r", "72", "-gray", "-singlefile", "-"], input=pdf, capture_output=True, check=True
    )
    return Image.open(io.BytesIO(shown.stdout)).point(lambda grey: 255 - grey)


@pytest.mark.parametrize("form", ["portrait", "landscape", "vertical"])
def test_crest_and_seal_are_drawn_and_named_for_who_cannot_see_them(form):
    style = Style(Design(form=form, crest="c"), "", 1, "", Impression("s", 21))
    pdf = draw(payload(style=style), {"c": uri(CREST), "s": uri(SEAL)})
    assert {"紋章", "公印", "照合用の二次元コード"} <= alternatives(pdf)
    plain = Style(Design(form=form, code="none"), "", 1, "")
    assert alternatives(draw(payload(style=plain))) == set()


def alternatives(pdf: bytes) -> set[str]:
    return set(_alternatives(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]))


def _alternatives(element: DictionaryObject) -> Iterator[str]:
    if "/Alt" in element:
        yield str(element["/Alt"])
    for child in element.get("/K", []):
        if isinstance(inner := child.get_object(), DictionaryObject):
            yield from _alternatives(inner)


@pytest.mark.parametrize("border", ["none", "line", "double", "award"])
def test_every_border_is_another_picture(border):
    others = {"none", "line", "double", "award"} - {border}
    mine, *theirs = (
        ink(draw(payload(style=Style(Design(border=one), "", 1, "")))).tobytes() for one in (border, *others)
    )
    assert mine not in theirs
