import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.lib import kanji_variants
from lms.lib.text_keys import kana_reading, search_key

name_text = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0xFFFF, exclude_categories=("Cs", "Co")),
        st.sampled_from("髙﨑𠮷葛\U000e0100　・゛ﾞカヶ"),
    ),
    max_size=12,
)


def test_the_usual_shape_finds_the_registered_one() -> None:
    assert search_key("髙橋　正樹") == search_key("高橋正樹")


@pytest.mark.parametrize("typed", ["ﾀｶﾊｼ", "たかはし", "タカハシ", "タカ ハシ", "たか　はし", "タカ・ハシ", "ﾀｶ･ﾊｼ"])
def test_every_kind_of_kana_finds_the_reading(typed: str) -> None:
    assert search_key(typed) == search_key("タカハシ")


@pytest.mark.parametrize("typed", ["ﾜﾀﾅﾍﾞ", "わたなべ", "ワタナヘ゛", "ワタナヘ\u3099", "わたなへ゛"])
def test_sound_marks_join_their_kana(typed: str) -> None:
    assert search_key(typed) == search_key("ワタナベ")


def test_a_reading_without_small_kana_is_found() -> None:
    assert search_key("ｼﾖｳｺ ﾊﾂﾄﾘ") == search_key("ショウコ　ハットリ")


OLDER_SHAPES = """
髙=高 山﨑=山崎 濵田=浜田 濱田=浜田 德永=徳永 瀨戸=瀬戸 栁=柳 齋藤=斉藤 齊藤=斎藤 渡邊=渡辺 渡邉=渡辺
澤=沢 嶋田=島田 嶌=島 眞=真 惠=恵 廣=広 櫻井=桜井 𠮷田=吉田 葛\U000e0100城=葛城
邉\U000e0110=辺 神\ufe00=神 \ufa19=神 \ufa10本=塚本 龍ヶ崎=竜ケ崎 榎薗=榎園
"""


@pytest.mark.parametrize("pair", OLDER_SHAPES.split())
def test_older_shapes_are_found_by_the_common_one(pair: str) -> None:
    given_name, typed = pair.split("=")
    assert search_key(given_name) == search_key(typed)


@pytest.mark.parametrize("pair", ["坂=阪", "太田=大田", "はし=ばし", "ユウ=ユ", "川=河"])
def test_different_names_keep_different_keys(pair: str) -> None:
    one, other = pair.split("=")
    assert search_key(one) != search_key(other)


def test_latin_names_are_found_in_any_case_and_width() -> None:
    assert search_key("Ｓｍｉｔｈ　Ａｎｎａ") == search_key("smith anna")


def test_a_key_may_be_searched_by_its_beginning() -> None:
    assert search_key("髙橋　正樹").startswith(search_key("高橋"))


@given(text=name_text)
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize("width", ["ﾊﾏﾀﾞ ｱﾔｶ", "ハマダ　アヤカ", "はまだ あやか", " ﾊﾏﾀﾞ   ｱﾔｶ ", "ハマタ゛　アヤカ"])
def test_a_change_of_width_is_no_change_of_reading(width: str) -> None:
    assert kana_reading(width) == "ハマダ　アヤカ"


def test_a_reading_keeps_small_kana_and_long_vowels() -> None:
    assert kana_reading("ﾘｭｰ ｼｮｳｺ") == "リュー　ショウコ"


@given(text=name_text)
def test_the_reading_of_a_reading_is_the_reading(text: str) -> None:
    assert kana_reading(kana_reading(text)) == kana_reading(text)


def test_each_kanji_is_folded_to_one_shape_that_is_folded_no_further() -> None:
    folded = {chr(code): shape for code, shape in kanji_variants.FOLDED.items()}
    listed = "".join(kanji_variants._LINES.split())
    assert len(listed) == len(set(listed))
    assert not set(folded) & set(folded.values())
    assert listed == unicodedata.normalize("NFKC", listed)
