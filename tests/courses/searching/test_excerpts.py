"""The words around a find, with what was found marked."""

import pytest

from courses.searching.asked import Asked
from courses.searching.excerpts import excerpt


@pytest.mark.parametrize(
    ("term", "words", "hits"),
    [
        ("usb", "サーバー室にＵＳＢを持ち込まない。USBは預ける。", ["ＵＳＢ", "USB"]),
        ("サーバ", "ユーザーはサーバーに触れない。", ["サーバー"]),
        ("サーバールーム", "サーバールームの鍵", ["サーバールーム"]),
        ("excel", "フォルダーの㍿Excelを開く", ["Excel"]),
        ("取り扱い", "番号の取り扱いに注意", ["取り扱い"]),
        ("取扱い", "番号の取り扱いに注意。取扱いを", ["取り扱", "取扱い"]),
        ("番号", "番号を見ない", ["番号"]),
        ("(c)", "(c)は記号", ["(c)"]),
        ("印鑑", "題だけにある言葉", []),
    ],
)
def test_finds_are_marked_as_they_are_written(term, words, hits):
    parts = excerpt(words, [Asked.of(term)])
    assert [part.text for part in parts if part.hit] == hits
    assert "".join(part.text for part in parts) == words


def test_an_excerpt_begins_shortly_before_the_first_find():
    parts = excerpt("あ" * 100 + "ＵＳＢ" + "い" * 100, [Asked.of("USB")])
    assert [len(part.text) for part in parts] == [40, 3, 77]
