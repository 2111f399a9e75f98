import re
from urllib.parse import unquote
from xml.etree import ElementTree

import segno

from lms.lib.qr import qr_svg_data_uri

ADDRESS = "HTTP://KENSHU.CITY.EXAMPLE.LG.JP/V/8-123"


def drawing(uri: str) -> ElementTree.Element:
    kind, svg = uri.split(",", 1)
    assert kind.startswith("data:image/svg+xml")
    return ElementTree.fromstring(unquote(svg))  # noqa: S314 - our own drawing


def dark_modules(svg: ElementTree.Element) -> set[tuple[int, int]]:
    """Column and row of each dark module, read from the strokes of the drawing."""
    (path,) = svg
    dark, column, row = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path.get("d", "")):
        first, *second = (float(number) for number in re.findall(r"-?[\d.]+", numbers))
        if command == "h":
            dark |= {(int(column) + step, int(row)) for step in range(int(first))}
            column += first
        else:
            column, row = (first, second[0]) if command == "M" else (column + first, row + second[0])
    return dark


def test_the_drawing_shows_the_code_with_its_quiet_zone() -> None:
    rows = segno.make(ADDRESS, error="m", micro=False, mask=3).matrix_iter(border=4)
    expected = {(column, row) for row, modules in enumerate(rows) for column, dark in enumerate(modules) if dark}
    assert dark_modules(drawing(qr_svg_data_uri(ADDRESS))) == expected


def test_the_drawing_has_no_size_of_its_own() -> None:
    svg = drawing(qr_svg_data_uri(ADDRESS))
    assert (svg.get("width"), svg.get("height"), svg.get("viewBox")) == (None, None, "0 0 37 37")


def test_a_code_is_small() -> None:
    assert len(qr_svg_data_uri(ADDRESS)) < 3000


def test_capitals_make_a_code_of_fewer_modules() -> None:
    longer = f"{ADDRESS}-ABCDEFGH"
    capitals, small = (drawing(qr_svg_data_uri(text)).get("viewBox") for text in (longer, longer.lower()))
    assert (capitals, small) == ("0 0 37 37", "0 0 41 41")
