"""Rows of text into typed rows, with every fault at its row and column."""

from datetime import date

import pytest

from lms.importing.reading import columns
from lms.importing.reading.files import read
from tests.lms.importing.samples import department_file, person, role_file, staff_file


def staff(*rows: dict[str, str]) -> columns.Typed:
    return columns.typed(read(staff_file(*rows), columns.STAFF_COLUMNS).rows, columns.staff_row, "職員番号")


def faults(read_rows: columns.Typed) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.text) for fault in read_rows.faults]


def test_a_staff_number_keeps_its_leading_zeros():
    assert staff(person("00007")).rows[0].number == "00007"


def test_a_name_is_kept_exactly_as_it_is_written():
    names = ["髙橋　﨑子", "德永　瀨一", "①㈱Ⅱ　～－", "神　塚羽"]

    assert [row.name for row in staff(*(person(str(n), 氏名=name) for n, name in enumerate(names))).rows] == names


def test_a_reading_is_kept_full_width_whatever_the_file_s_width():
    assert staff(person(カナ氏名="ﾀｶﾊｼ ｼﾞﾛｳ")).rows[0].kana == "タカハシ　ジロウ"


@pytest.mark.parametrize("text", ["R8.4.1", "Ｒ８．４．１", "令和8年4月1日", "2026-04-01", "2026/4/1"])
def test_days_are_read_in_eras_and_western_years_of_any_width(text):
    assert staff(person(発令日=text)).rows[0].starts_on == date(2026, 4, 1)


def test_every_fault_of_every_row_is_found_at_once():
    found = staff(
        person("00001", 氏名="", 発令日="R8.13.1"),
        person("00002"),
        person("00003", 本務兼務="主務", メールアドレス="だれか", 休業区分="育児休業"),
    )

    assert [row.number for row in found.rows] == ["00002"]
    assert found.faulty == {"00001", "00003"}
    assert faults(found) == [
        (2, "氏名", ""), (2, "発令日", "R8.13.1"),
        (4, "メールアドレス", "だれか"), (4, "休業開始日", ""), (4, "本務兼務", "主務"),
    ]  # fmt: skip


def test_an_unknown_word_is_answered_with_the_known_ones():
    (fault,) = staff(person(本務兼務="主務")).faults

    assert fault.message == "「本務」、「兼務」、「併任」、「事務取扱」のどれかを書いてください。"


@pytest.mark.parametrize(("column", "text"), [("任期満了日", "R6.3.31"), ("退職日", "R6.3.31")])
def test_a_posting_cannot_end_before_it_begins(column, text):
    assert faults(staff(person(発令日="R6.4.1", **{column: text}))) == [(2, column, text)]


@pytest.mark.parametrize(
    "cells",
    [
        {"休業区分": "育児休業", "休業開始日": "R8.4.1", "休業終了予定日": "R8.3.31"},
        {"休業終了予定日": "R8.3.31"},
        {"休業区分": "育児休業"},
    ],
)
def test_a_leave_needs_its_kind_its_first_day_and_an_end_after_it(cells):
    assert len(staff(person(**cells)).faults) == 1


def test_too_long_a_text_is_refused_before_the_database_does():
    assert faults(staff(person("1" * 21, 職名="長" * 61))) == [(2, "職員番号", "1" * 21), (2, "職名", "長" * 61)]


def test_an_unreadable_byte_names_its_row_and_column():
    content = staff_file(person(), person("00124")).replace("00124,髙".encode("cp932"), b"00124,\x81\xad")
    found = columns.typed(read(content, columns.STAFF_COLUMNS).rows, columns.staff_row, "職員番号")

    assert [(row, column) for row, column, _ in faults(found)] == [(3, "氏名")]


def test_one_broken_byte_in_utf_8_does_not_spoil_the_rest_of_the_file():
    content = staff_file(person(), person("00124"), encoding="utf-8").replace("髙橋".encode(), b"\xe9\xab", 1)
    found = columns.typed(read(content, columns.STAFF_COLUMNS).rows, columns.staff_row, "職員番号")

    assert [(row, column) for row, column, _ in faults(found)] == [(2, "氏名")]
    assert [row.name for row in found.rows] == ["髙橋　正樹"]


def test_a_line_break_inside_a_cell_is_a_fault():
    assert faults(staff(person(職名="主\n査"))) == [(2, "職名", "主\n査")]


def test_values_beyond_the_last_heading_are_a_fault():
    content = staff_file(person()).rstrip(b"\r\n") + ",あまり\r\n".encode("cp932")
    found = columns.typed(read(content, columns.STAFF_COLUMNS).rows, columns.staff_row, "職員番号")

    assert faults(found) == [(2, "（見出しなし）", "あまり")]


def test_a_department_is_read_with_its_reporting_mark():
    sheet = read(department_file({}, {"所属コード": "0102", "報告単位": "はい"}), columns.DEPARTMENT_COLUMNS)
    found = columns.typed(sheet.rows, columns.department_row, "所属コード")

    assert [(row.code, row.reports) for row in found.rows] == [("0101", True)]
    assert faults(found) == [(3, "報告単位", "はい")]


def test_roles_are_read_by_the_words_of_the_lists():
    words = ["所属長", "特定個人情報事務取扱担当者", "特定個人情報の事務取扱担当者", "DX推進リーダー", "課長"]
    sheet = read(role_file(*({"役割": word} for word in words)), columns.ROLE_COLUMNS)
    found = columns.typed(sheet.rows, columns.role_row, "職員番号")

    assert [row.role.value for row in found.rows] == ["head", "my-number-handler", "my-number-handler", "dx-leader"]
    assert faults(found) == [(6, "役割", "課長")]


def test_a_department_s_role_needs_the_department_and_ends_after_it_begins():
    sheet = read(role_file({"所属コード": ""}, {"解除日": "R8.3.31"}), columns.ROLE_COLUMNS)
    found = columns.typed(sheet.rows, columns.role_row, "職員番号")

    assert faults(found) == [(2, "所属コード", ""), (3, "解除日", "R8.3.31")]
