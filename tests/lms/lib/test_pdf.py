import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from lms.lib.pdf import AttachedFile, render_pdf
from lms.lib.qr import qr_svg_data_uri

NAMES = "髙橋　﨑山　𠮷田　葛\U000e0100城　濵田　德永"
GOTHIC = 'html { font-family: "BIZ UDPGothic", IPAmjMincho }'


def paper(body: str, title: str = "修了証書") -> str:
    return f'<!doctype html><html lang="ja"><head><title>{title}</title></head><body>{body}</body></html>'


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def extracted(pdf: bytes) -> str:
    """What a reader copies out of the paper; pdftotext knows U+3000 only as a space."""
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def font_table(pdf: bytes) -> list[dict[str, str]]:
    shown = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode().splitlines()
    return [
        {"name": line[:36].strip().split("+")[-1], "embedded": line[72:75].strip(), "subset": line[76:79].strip()}
        for line in shown[2:]
    ]


# ---- what a paper is


def test_names_can_be_copied_out_of_the_paper_as_they_are_written() -> None:
    assert NAMES.replace("　", " ") in extracted(render_pdf(paper(f"<p>{NAMES}</p>")))


def test_only_the_common_fonts_are_used_and_each_is_embedded_as_a_subset() -> None:
    assert font_table(render_pdf(paper("<h1>修了証書</h1><table><tr><th>氏名<td>髙橋</table>"))) == [
        {"name": "BIZ-UDPMincho", "embedded": "yes", "subset": "yes"}
    ]


def test_a_rare_character_brings_its_own_embedded_font() -> None:
    fonts = font_table(render_pdf(paper("<p>𠮷田</p>")))
    assert {font["name"] for font in fonts} == {"BIZ-UDPMincho", "IPAmjMincho"}
    assert {font["embedded"] for font in fonts} == {"yes"}


def test_a_paper_is_a4() -> None:
    page = reader(render_pdf(paper("<p>あ</p>"))).pages[0]
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (210, 297)


def test_a_stylesheet_is_applied() -> None:
    page = reader(render_pdf(paper("<p>あ</p>"), stylesheets=("@page { size: A4 landscape }",))).pages[0]
    assert page.mediabox.width > page.mediabox.height


def test_a_paper_is_tagged_and_names_its_language_and_title() -> None:
    pdf = reader(render_pdf(paper("<h1>修了証書</h1>", title="修了証書　第８－１号")))
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/Lang"] == "ja"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "修了証書　第８－１号"
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()


@pytest.mark.parametrize(
    "html", ["<html lang=ja><title></title><p>あ</p></html>", "<html><title>修了証書</title><p>あ</p></html>"]
)
def test_a_paper_without_title_or_language_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="lang"):
        render_pdf(html)


def test_the_same_paper_has_the_same_bytes() -> None:
    html = paper(f"<p>{NAMES}</p><img class=qr alt=確認先 src='{qr_svg_data_uri('8-1')}'>")
    assert render_pdf(html) == render_pdf(html)


def test_a_given_identifier_is_written_into_the_file() -> None:
    assert reader(render_pdf(paper("<p>あ</p>"), identifier="R8-123")).trailer["/ID"][0] == "R8-123"


def test_a_file_travels_inside_the_paper() -> None:
    at = datetime(2026, 6, 30, 1, 2, tzinfo=UTC)
    file = AttachedFile(name="record.json", content=b'{"number": 1}', description="修了記録", at=at)
    pdf = reader(render_pdf(paper("<p>あ</p>"), attachments=(file,)))
    assert pdf.attachments == {"record.json": [b'{"number": 1}']}


def test_a_code_is_drawn_as_lines_and_not_as_pixels() -> None:
    page = reader(render_pdf(paper(f"<img class=qr alt=確認先 src='{qr_svg_data_uri('8-1')}'>"))).pages[0]
    assert page["/Resources"]["/XObject"] == {}
    assert page.get_contents().get_data().count(b" l\n") > 100


# ---- registered shapes of one kanji


def glyphs(text: str, stylesheets: tuple[str, ...] = ()) -> bytes:
    """The picture of a text, to compare shapes by eye of the machine."""
    pdf = render_pdf(paper(f"<p>{text}</p>"), stylesheets=("p { font-size: 60pt }", *stylesheets))
    draw = ["pdftoppm", "-r", "50", "-gray", "-"]
    return subprocess.run(draw, input=pdf, capture_output=True, check=True).stdout


@pytest.mark.parametrize("selector", ["\U000e0100", "\U000e0102", "\U000e0104"])
@pytest.mark.parametrize("stylesheets", [(), (GOTHIC,)])
def test_a_registered_shape_is_drawn_and_not_the_common_one(selector: str, stylesheets: tuple[str, ...]) -> None:
    common, in_the_other_font = glyphs("葛", stylesheets), glyphs("葛", ("p { font-family: IPAmjMincho }",))
    assert glyphs(f"葛{selector}", stylesheets) not in (common, in_the_other_font)


@pytest.mark.parametrize("selector", ["\U000e0100", "\U000e0102"])
def test_a_registered_shape_keeps_its_code_in_text_and_title(selector: str) -> None:
    name = f"葛{selector}城"
    pdf = render_pdf(paper(f"<p>{name}</p>", title=name))
    assert name in extracted(pdf)
    assert reader(pdf).metadata.title == name


def test_a_shape_in_an_attribute_does_not_break_the_paper() -> None:
    pdf = render_pdf(paper(f"<p>あ<img alt='葛\U000e0102' src='{qr_svg_data_uri('8-1')}'>い</p>"))
    assert extracted(pdf).split() == ["あ", "い"]


def test_the_fonts_of_the_system_are_where_papers_expect_them() -> None:
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=True).stdout.decode()
    assert [name for name in ("BIZ UDPMincho", "BIZ UDPGothic", "IPAmjMincho") if name not in listed] == []


def test_papers_drawn_at_the_same_time_are_the_same_as_one_by_one() -> None:
    papers = [paper(f"<h1>第８－{number}号</h1><p>{NAMES}</p>") for number in range(12)]
    with ThreadPoolExecutor(max_workers=4) as threads:
        assert list(threads.map(render_pdf, papers)) == [render_pdf(html) for html in papers]


def test_papers_share_nothing_that_one_could_see_in_the_next() -> None:
    first = render_pdf(paper("<p>髙橋</p>"), stylesheets=("p { color: red }",))
    render_pdf(paper("<p>﨑山</p>"), stylesheets=("p { font-size: 40pt }",))
    assert render_pdf(paper("<p>髙橋</p>"), stylesheets=("p { color: red }",)) == first
