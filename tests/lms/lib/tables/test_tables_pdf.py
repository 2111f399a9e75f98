import io
import re
import subprocess
from dataclasses import replace

import pytest
from pypdf import PdfReader

from lms.lib.tables import Column, Kind, Rate, Table
from lms.lib.tables.pdf import to_pdf
from tests.standards.structure import elements

LABELS = ["職員番号", "氏名"]


def pages(table: Table) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(table))).pages]


@pytest.fixture(scope="module")
def long_list() -> list[str]:
    columns = (Column("n", LABELS[0], Kind.CODE), Column("x", LABELS[1]))
    rows = [(f"{number:05}", "髙橋　正樹") for number in range(100)]
    return pages(Table("未修了者一覧", columns, rows, confidentiality="機密性2"))


def test_the_paper_says_what_the_page_says(table: Table) -> None:
    (page,) = pages(table)
    for text in ("所属別の状況", "00123", "髙﨑課", "令和8年7月31日", "1,038", "97.4%（37/38）", "対象なし", "合計"):
        assert text in page
    assert "令和8年7月31日現在" in page
    assert "修了率＝修了者数÷対象者数" in page


def test_the_head_the_title_and_the_label_are_on_every_page(long_list: list[str]) -> None:
    assert len(long_list) > 1
    for page in long_list:
        assert [page.count(label) for label in LABELS] == [1, 1]
        assert page.count("未修了者一覧") == 1
        assert page.count("機密性2") == 1


def test_pages_are_numbered(long_list: list[str]) -> None:
    numbers = [re.search(r"(\d+) / (\d+)", page).groups() for page in long_list]
    assert numbers == [(str(number), str(len(long_list))) for number in range(1, len(long_list) + 1)]


def test_no_row_is_lost_or_doubled_at_the_end_of_a_page(long_list: list[str]) -> None:
    assert re.findall(r"\b0\d{4}\b", " ".join(long_list)) == [f"{number:05}" for number in range(100)]


def test_a_narrow_table_stands_and_a_wide_one_lies(table: Table) -> None:
    def lies(table: Table) -> bool:
        box = PdfReader(io.BytesIO(to_pdf(table))).pages[0].mediabox
        assert {round(side / 72 * 25.4) for side in (box.width, box.height)} == {210, 297}
        return box.width > box.height

    wide = Table("表", tuple(Column(str(number), "所属名" * 4) for number in range(8)), ())
    assert (lies(table), lies(wide)) == (False, True)


def test_the_label_stands_at_the_top_right(table: Table) -> None:
    corner = ["pdftotext", "-r", "72", "-x", "300", "-y", "0", "-W", "300", "-H", "51", "-", "-"]
    found = subprocess.run(corner, input=to_pdf(table), capture_output=True, check=True).stdout.decode()
    assert found.split() == ["機密性2"]


def test_a_paper_without_a_label_has_an_empty_corner(table: Table) -> None:
    assert "機密性" not in pages(replace(table, confidentiality=""))[0]


def test_the_table_is_tagged_with_its_heads(table: Table) -> None:
    names = set()

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            names.add(node.get("/S"))
            walk(node.get("/K"))

    walk(PdfReader(io.BytesIO(to_pdf(table))).trailer["/Root"]["/StructTreeRoot"])
    assert {"/Table", "/TR", "/TH", "/TD", "/H1"} <= names


def test_a_rate_has_a_bar_as_long_as_itself_and_words_for_who_hears_it() -> None:
    """Black on white: a copy shows as much."""
    columns = (Column("name", "所属"), Column("rate", "修了率", Kind.RATE))
    paper = to_pdf(Table("表", columns, [["福祉課", Rate(3, 4)], ["議会", Rate(0, 0)]]))
    pictures = [one["/Alt"] for name, one in elements(PdfReader(io.BytesIO(paper))) if name == "Figure"]
    assert pictures == ["福祉課の修了率 75.0%（3/4）"]


def test_what_people_typed_cannot_reach_out(table: Table) -> None:
    name = '<img src="file:///etc/passwd"><a rel=attachment href="file:///etc/passwd">'
    (page,) = pages(Table(name, (Column("x", name),), ((name,),), notes=((name, name),), confidentiality=name))
    assert page.count("rel=attachment") >= 4
