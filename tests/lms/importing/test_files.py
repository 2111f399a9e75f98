"""Bytes into rows of text, as they come from Japanese HR systems and from Excel."""

import io
from datetime import date

import openpyxl
import pytest

from lms.importing.reading.files import read

TEXT = "職員番号,氏名\r\n00007,髙﨑①㈱德瀨　正樹\r\n"


def cells(content: bytes) -> list[dict[str, str]]:
    sheet = read(content, ("職員番号", "氏名"))
    assert sheet.faults == ()
    return [dict(row.cells) for row in sheet.rows]


def faults(content: bytes) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.message) for fault in read(content, ("職員番号", "氏名")).faults]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_every_encoding_and_line_end_gives_the_same_rows(encoding, line_end):
    content = TEXT.replace("\r\n", line_end).encode(encoding)

    assert cells(content) == [{"職員番号": "00007", "氏名": "髙﨑①㈱德瀨　正樹"}]


def test_characters_beyond_cp932_survive_in_utf_8():
    assert cells("職員番号,氏名\n1,𠮷田　葛\U000e0100\n".encode())[0]["氏名"] == "𠮷田　葛\U000e0100"


def test_a_gaiji_of_cp932_is_kept_as_its_private_code_point():
    assert cells("職員番号,氏名\n1,".encode("cp932") + b"\xf0\x40\n")[0]["氏名"] == "\ue000"


def test_columns_may_be_in_any_order_with_others_between_them():
    content = "備考,氏名,職員番号\nなし,佐藤　彩,00012\n".encode("cp932")

    assert cells(content) == [{"備考": "なし", "氏名": "佐藤　彩", "職員番号": "00012"}]


def test_full_width_spaces_around_a_cell_go_and_those_inside_a_name_stay():
    assert cells("職員番号,氏名\n　00012　,佐藤　彩　　\n".encode("cp932")) == [
        {"職員番号": "00012", "氏名": "佐藤　彩"}
    ]


def test_rows_are_numbered_as_excel_shows_them_with_blank_rows_counted():
    content = '職員番号,氏名\r\n\r\n00001,"改行の\nある氏名"\r\n,\r\n00002,佐藤　彩\r\n'.encode("cp932")

    assert [row.number for row in read(content, ()).rows] == [3, 5]


def test_an_excel_workbook_is_read_with_its_days_and_whole_numbers_as_text():
    book = openpyxl.Workbook()
    for row in (["職員番号", "氏名", "発令日", "階"], ["00007", "髙橋　正樹", date(2026, 4, 1), 3]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)

    assert cells(stream.getvalue()) == [{"職員番号": "00007", "氏名": "髙橋　正樹", "発令日": "2026-04-01", "階": "3"}]


def test_a_missing_column_is_named():
    assert faults("職員番号,なまえ\n1,佐藤\n".encode("cp932")) == [(1, "氏名", "見出し「氏名」の列がありません。")]


def test_a_column_that_stands_twice_is_named():
    assert faults("職員番号,氏名,氏名\n1,佐藤,鈴木\n".encode("cp932")) == [
        (1, "氏名", "見出し「氏名」の列が二つ以上あります。一つにしてください。")
    ]


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content):
    assert [message for *_, message in faults(content)] == [
        "ファイルが空です。1行目を見出しにしたファイルを選んでください。"
    ]


def test_a_file_of_headings_alone_has_no_data():
    assert faults("職員番号,氏名\n".encode("cp932")) == [
        (2, "", "見出しの下にデータの行がありません。職員等の行を入れてください。")
    ]


def test_something_that_only_begins_like_a_workbook_is_no_workbook():
    assert [message for *_, message in faults(b"PK\x03\x04 and nothing more")] == [
        "Excelのファイルとして読めません。保存し直したファイルを選んでください。"
    ]


def test_an_enormous_cell_is_refused_in_words():
    content = "職員番号,氏名\n1,".encode("cp932") + b"a" * 200_000
    assert [message for *_, message in faults(content)] == [
        "CSVとして読めません。Excelで「CSV」として保存し直してください。"
    ]
