"""What papers can draw, and the fonts made for one of them."""

import io

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from lms.lib.paper_fonts import characters, own_font, vertical_font, without_form

SQUARE = "M100 100h800v200h-800z"


def drawn(font: bytes, character: str) -> tuple[float, ...]:
    file = TTFont(io.BytesIO(font))
    pen = BoundsPen(file.getGlyphSet())
    file.getGlyphSet()[file.getBestCmap()[ord(character)]].draw(pen)
    return pen.bounds


def test_a_selector_belongs_to_its_kanji():
    assert characters("葛\U000e0100城") == ["葛\U000e0100", "城"]


def test_rare_kanji_and_registered_shapes_have_a_form():
    assert without_form("髙橋　﨑德　𠮷𩸽　葛\U000e0100葛\U000e0102　辻\U000e0101　デル・カルメン＝ガルシア José") == []


def test_what_no_font_has_is_named_once():
    assert without_form("\ue000田\ue000　一") == ["\ue000"]
    assert without_form("葛\U000e01ef") == ["葛\U000e01ef"]
    assert without_form("\U000f0001\U0010fffd") == ["\U000f0001", "\U0010fffd"]


def test_what_a_font_has_in_the_private_area_is_not_the_citys():
    assert without_form("\uf860") == ["\uf860"]


def test_a_drawn_character_stands_where_letters_stand():
    font = own_font("Own", {"\ue000": SQUARE})
    assert [round(edge) for edge in drawn(font, "\ue000")] == [205, 1188, 1843, 1597]


def test_a_kanji_is_turned_to_the_left_and_a_letter_is_not():
    font = vertical_font("Vertical", "一A", {})
    left, bottom, right, top = drawn(font, "一")
    assert top - bottom > 5 * (right - left)
    left, bottom, right, top = drawn(font, "A")
    assert top - bottom > right - left


def test_brackets_and_long_vowels_take_their_upright_form():
    font = vertical_font("Vertical", "ー（", {})
    left, bottom, right, top = drawn(font, "ー")
    assert right - left > 5 * (top - bottom)
    left, bottom, right, top = drawn(font, "（")
    assert top - bottom > right - left


def test_the_drawn_character_of_vertical_writing_is_turned_as_well():
    font = vertical_font("Vertical", "\ue000", {"\ue000": SQUARE})
    left, bottom, right, top = drawn(font, "\ue000")
    assert (right - left, top - bottom) == (409, 1638)


def test_a_registered_shape_keeps_its_selector():
    tables = TTFont(io.BytesIO(vertical_font("Vertical", "葛\U000e0100", {})))["cmap"].tables
    [selected] = [table.uvsDict for table in tables if table.format == 14]
    assert list(selected) == [0xE0100]


def test_the_same_text_gives_the_same_font():
    assert vertical_font("Vertical", "修了証書", {}) == vertical_font("Vertical", "修了証書", {})
