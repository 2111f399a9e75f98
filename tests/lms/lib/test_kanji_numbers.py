import pytest

from lms.lib.kanji_numbers import kanji_digits, kanji_numbers


@pytest.mark.parametrize(
    ("text", "kanji"),
    [
        ("令和８年６月３０日", "令和八年六月三十日"),
        ("令和10年11月21日", "令和十年十一月二十一日"),
        ("令和元年５月１日", "令和元年五月一日"),
        ("第２回", "第二回"),
        ("100人", "百人"),
        ("１０５人", "百五人"),
        ("215", "二百十五"),
        ("999", "九百九十九"),
        ("2026年", "二〇二六年"),
        ("007", "〇〇七"),
        ("0", "〇"),
        ("研修", "研修"),
    ],
)
def test_numbers_stand_with_their_places(text, kanji):
    assert kanji_numbers(text) == kanji


def test_the_number_of_a_paper_is_written_digit_by_digit():
    assert kanji_digits("第８－１２０号") == "第八－一二〇号"
