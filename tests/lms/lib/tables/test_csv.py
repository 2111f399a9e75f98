import csv
import io
from dataclasses import replace

import pytest

from lms.lib.tables import Column, Kind, Table
from lms.lib.tables.csv import to_csv, write_csv, write_csv_notes
from lms.lib.tables.unwritable import UnwritableCharactersError

RARE = "𠮷田、鷗、葛\U000e0100城"


def one_cell(text: str, label: str = "氏名") -> Table:
    return Table("表", (Column("x", label),), ((text,),))


def lines(data: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_the_file_holds_head_rows_total_and_after_an_empty_line_the_notes(table: Table) -> None:
    assert lines(to_csv(table)) == [
        ["所属コード", "所属名", "確認日", "対象者数", "平均点", "修了率"],
        ["00123", "髙﨑課", "2026-07-31", "1038", "82.5", "97.4%（37/38）"],
        ["01", "議会事務局", "", "0", "", "対象なし"],
        ["", "合計", "", "1038", "82.5", "97.4%（37/38）"],
        [],
        ["基準日", "令和8年7月31日現在"],
        ["定義", "修了率＝修了者数÷対象者数"],
        ["機密性区分", "機密性2"],
    ]


def test_a_table_without_notes_is_nothing_but_head_and_rows(table: Table) -> None:
    bare = replace(table, notes=(), confidentiality="", total=None)
    assert len(to_csv(bare).decode("utf-8-sig").splitlines()) == 3


def test_excel_sees_utf_8_by_the_mark_and_lines_by_crlf(table: Table) -> None:
    data = to_csv(table)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 8


def test_cp932_carries_the_characters_of_windows_without_a_mark(table: Table) -> None:
    data = to_csv(table, encoding="cp932")
    assert lines(data, "cp932") == lines(to_csv(table))
    assert "髙﨑課".encode("cp932") in data


def test_a_code_keeps_its_bytes() -> None:
    assert to_csv(one_cell("00123")) == "\ufeff氏名\r\n00123\r\n".encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    assert lines(to_csv(one_cell(f"{start}cmd|'/c calc'!A0")))[1] == [f"'{start}cmd|'/c calc'!A0"]


def test_labels_and_notes_are_made_harmless_too() -> None:
    table = replace(one_cell("あ", label="=1+1"), notes=(("@基準日", "+1"),))
    assert lines(to_csv(table)) == [["'=1+1"], ["あ"], [], ["'@基準日", "'+1"]]


def test_a_negative_number_stays_a_number() -> None:
    assert lines(to_csv(Table("表", (Column("x", "増減", Kind.NUMBER),), ((-5,),))))[1] == ["-5"]


@pytest.mark.parametrize("text", ["髙橋", "a=b", "1-2", "'=1"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert lines(to_csv(one_cell(text)))[1] == [text]


def test_quotes_commas_and_line_breaks_survive() -> None:
    assert lines(to_csv(one_cell('「a,b」\n"c"')))[1] == ['「a,b」\n"c"']


def test_characters_that_cp932_lacks_are_named_with_their_place_and_never_replaced() -> None:
    table = Table("表", (Column("n", "番号"), Column("x", "氏名")), (("1", "髙橋"), ("2", RARE), ("3", "𠮷")))
    with pytest.raises(UnwritableCharactersError) as refusal:
        to_csv(table, encoding="cp932")
    assert str(refusal.value) == (
        "シフトJIS（CP932）では表せない文字があります：「𠮷」（3行目「氏名」）、「鷗」（3行目「氏名」）、"
        "「葛\U000e0100」（3行目「氏名」）。UTF-8の形式を選んで出力してください。"
    )


def test_a_long_list_of_characters_is_cut_and_counted() -> None:
    with pytest.raises(UnwritableCharactersError, match="、ほか5文字。UTF-8"):
        to_csv(one_cell("".join(chr(0x20BB7 + number) for number in range(15))), encoding="cp932")


def test_a_note_that_cp932_lacks_is_named_too() -> None:
    with pytest.raises(UnwritableCharactersError, match="「—」"):
        to_csv(replace(one_cell("あ"), notes=(("範囲", "4月—6月"),)), encoding="cp932")


def test_every_character_is_written_in_utf_8() -> None:
    assert lines(to_csv(one_cell(RARE)))[1] == [RARE]


def test_a_row_of_another_length_than_the_head_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        to_csv(Table("表", (Column("x", "氏名"),), (("a", "b"),)))


# ---- row by row -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_row_by_row_the_file_is_the_same(table: Table, encoding: str) -> None:
    buffer = io.BytesIO()
    assert write_csv(buffer, table.columns, table.all_rows, encoding=encoding) == len(table.all_rows)
    write_csv_notes(buffer, table.all_notes, encoding=encoding)
    assert buffer.getvalue() == to_csv(table, encoding=encoding)


def test_row_by_row_what_cannot_be_written_is_named_with_its_place() -> None:
    table = one_cell("")
    with pytest.raises(UnwritableCharactersError, match="「𠮷」（4行目「氏名」）"):
        write_csv(io.BytesIO(), table.columns, [["山田"], ["鈴木"], ["𠮷田"]], encoding="cp932")
