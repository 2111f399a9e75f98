"""Tokens: what makes no difference to a search, and what does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.searching.tokens import asked_grams, folded, grams, indexed, spellings


def holds(text: str, asked: str) -> bool:
    """Whether the engine takes the text for one that may hold what is asked in any of its spellings."""
    words = set(indexed(text).split())
    return any(asked_grams(one) and words.issuperset(asked_grams(one)) for one in spellings(asked))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("情報セキュリティ基礎研修", "セキュリティ"),
        ("情報セキュリティ基礎研修", "ｾｷｭﾘﾃｨ"),
        ("情報セキュリティ基礎研修", "せきゅりてぃ"),
        ("ＵＳＢメモリの扱い", "usb"),
        ("USBメモリの扱い", "ＵＳＢ"),
        ("特定個人情報の取扱い", "取り扱い"),
        ("特定個人情報の取り扱い", "取扱"),
        ("申込みの窓口", "申し込み"),
        ("問合せ先", "問い合わせ"),
        ("⼈事の⽂書", "人事"),
        ("サーバーの更新", "サーバ"),
        ("サーバの更新", "サーバー"),
        ("鍵を掛ける", "鍵"),
        ("生成AIを使う", "ＡＩ"),
        ("第29条の2", "29条"),
        ("𠮷野家の例", "𠮷野"),
    ],
)
def test_one_word_in_many_spellings_is_found(text, asked):
    assert holds(text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("規則を決める", "メール"),
        ("それを見ためもう一度", "メモ"),
        ("東京の都心", "京都"),
        ("漏えいの報告", "漏水"),
        ("データを読む", "デタ"),
    ],
)
def test_another_word_is_not(text, asked):
    assert not holds(text, asked)


def test_okurigana_of_one_kanji_alone_is_not_given_up():
    assert spellings("漏れ") == ["漏れ"]


def test_marks_part_words():
    assert grams(folded("情報、漏えい")) != grams(folded("情報漏えい"))


def test_the_engine_is_given_letters_and_digits_only():
    assert indexed("情報 ＆ 'OR' \\x").replace(" ", "").isalnum()


@given(st.text(max_size=60))
def test_every_part_of_a_text_is_found_in_it(text):
    exact = folded(text)
    for start in range(0, len(exact), 7):
        asked = exact[start : start + 5]
        if len(asked) > 1 and asked.isalnum():
            assert set(indexed(text).split()) >= set(asked_grams(asked))


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)
