"""What bad input gets: a refusal in words that says what, where and what to do. All of it at once."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from lms.importing.reading import files, workbooks
from lms.importing.reading.columns import STAFF_COLUMNS
from lms.people.models import Employee
from tests.lms.importing.samples import (
    APRIL,
    OCTOBER,
    Kind,
    department_file,
    look,
    person,
    staff_file,
    take_in,
    take_staff,
    written,
)

pytestmark = pytest.mark.usefixtures("city")


def faults(content: bytes, kind: Kind = Kind.STAFF, on: date = APRIL) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.text, one.message) for one in look(kind, content, on).faults]


def messages(content: bytes) -> list[str]:
    return [message for *_, message in faults(content)]


def workbook(*rows: dict[str, object]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(STAFF_COLUMNS)
    for row in rows:
        book.active.append([row.get(name) for name in STAFF_COLUMNS])
    book.save(stream)
    return stream.getvalue()


def test_a_file_over_20_mb_is_refused():
    content = staff_file(person()) + b" " * files.LARGEST

    assert messages(content) == ["ファイルが大きすぎます。20MBまでのファイルを選んでください。"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_more_rows_than_are_read_are_refused(form, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    monkeypatch.setattr(files, "_TOO_MANY_ROWS", "行が多すぎます。3行までのファイルに分けてください。")
    rows = [person(str(number)) for number in range(4)]
    content = staff_file(*rows) if form == "csv" else workbook(*rows)

    assert messages(content) == ["行が多すぎます。3行までのファイルに分けてください。"]


def test_the_bound_of_rows_is_200_000():
    content = "職員番号,氏名\n".encode() + b"1,a\n" * 200_001

    assert [fault.message for fault in files.read(content, ("職員番号",)).faults] == [
        "行が多すぎます。200,000行までのファイルに分けてください。"
    ]
    assert len(files.read(content[:-4], ("職員番号",)).rows) == 200_000


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"\x7fELF" + bytes(5000)])
def test_what_is_no_text_is_refused(content):
    assert messages(content) == ["文字のファイルではありません。CSV又はExcelのファイルを選んでください。"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_in_utf_16_is_refused_with_what_to_do(encoding):
    text = staff_file(person(), encoding="utf-8").decode()
    content = text.encode(encoding) if encoding == "utf-16" else b"\xfe\xff" + text.encode(encoding)

    assert messages(content) == ["UTF-16のファイルです。シフトJIS又はUTF-8のCSVとして保存し直してください。"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(workbooks.LARGEST_UNPACKED + 1))

    assert len(stream.getvalue()) < files.LARGEST
    assert messages(stream.getvalue()) == [
        "広げると300MBを超えるファイルです。要らないシートや行を除いて保存し直したファイルを選んでください。"
    ]


def test_a_zip_archive_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "a")

    assert messages(stream.getvalue()) == ["Excelのファイルとして読めません。保存し直したファイルを選んでください。"]


def test_a_formula_that_nobody_has_worked_out_is_named_with_its_cell():
    content = workbook(person() | {"職名": '="主" & "査"'}, person("00124"))

    assert faults(content) == [
        (2, "職名", "（計算結果のない数式）",
         "数式の計算結果がファイルに入っていません。Excelで開いて保存し直すか、値に直してください。")
    ]  # fmt: skip


def _with_result(content: bytes, result: str) -> bytes:
    """The workbook as Excel saves it, with the result beside the formula."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</f><v></v>", f"</f><v>{result}</v>".encode())
                data = data.replace(b'"><f>', b'" t="str"><f>').replace(b'"><f>', b'"><f>')
            archive.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize("result", ["主査", ""])
def test_of_a_formula_the_result_is_read(result):
    plan = look(Kind.STAFF, _with_result(workbook(person() | {"職名": '="主" & "査"'}), result), APRIL)

    assert plan.faults == ()
    assert plan.steps[0].after.mains[0].cells[0] == result


def test_an_error_value_of_a_workbook_is_named_with_its_cell():
    assert faults(workbook(person() | {"任期満了日": "#N/A"})) == [
        (2, "任期満了日", "（エラー値）", "セルが「#N/A」などのエラー値です。正しい値に直してください。")
    ]


@pytest.mark.parametrize("text", ["=主査", "+主査", "-主査", "@主査"])
def test_signs_by_which_formulas_begin_are_kept_as_text_in_a_csv_file(text):
    plan = look(Kind.STAFF, staff_file(person(職名=text)), APRIL)

    assert plan.steps[0].after.mains[0].cells[0] == text


def test_a_staff_number_that_is_still_a_formula_is_refused():
    assert faults(staff_file(person('="00123"'))) == [
        (2, "職員番号", '="00123"', "「=」で始まる式のままです。値に直してください。")
    ]


def test_numbers_and_codes_in_full_width_are_the_same_numbers():
    take_staff(person("00123"))
    plan = look(Kind.STAFF, staff_file(person("００１２３", 所属コード="０１０１")), APRIL)

    assert (plan.faults, plan.counts["unchanged"]) == ((), 1)
    take_staff(person("ａ００７"))
    assert Employee.objects.get(user__username="a007").staff_number == "a007"


@pytest.mark.parametrize("number", ["123", "0123", "000123"])
def test_a_number_that_lost_its_zeros_makes_no_newcomer(number):
    take_staff(person("00123"))

    assert faults(staff_file(person(number))) == [
        (
            2, "職員番号", number, "登録のある職員番号「00123」と、先頭の0だけが違います。0を補ってください。"
            "番号を改めた職員なら、「旧職員番号」の列に元の番号を入れてください。",
        )
    ]  # fmt: skip
    assert not faults(staff_file(person(number, 旧職員番号="00123")))


def test_the_rows_of_a_person_in_both_widths_are_left_out_together():
    content = staff_file(person("００１２３", 発令日="きのう"), person("00123", 本務兼務="兼務", 所属コード="0102"))

    assert [one.row for one in look(Kind.STAFF, content, APRIL).left_out] == [2, 3]


def test_a_nul_byte_is_named_with_its_cell():
    assert faults(staff_file(person(職名="主\0査"))) == [
        (2, "職名", "主\0査", "文字でない値（NUL）が入っています。その文字を取り除いてください。")
    ]


def test_rows_of_another_length_are_refused_each_with_its_row():
    head, *rows = staff_file(person("1"), person("2"), person("3")).decode("cp932").splitlines()
    short, long = rows[0].rsplit(",", 3)[0], rows[2] + ",あまり"

    found = faults("\r\n".join([head, short, rows[1], long]).encode("cp932"))
    assert found == [
        (2, "（列の不足）", "16列", "列が見出しより少ない行です。「,」の数を確かめてください。"),
        (4, "（見出しなし）", "あまり", "見出しのない列に値があります。「,」の数を確かめてください。"),
    ]


def test_the_same_number_and_two_main_postings_are_refused():
    found = faults(staff_file(person(), person(所属コード="0102")))

    assert found == [
        (3, "本務兼務", "本務", "この職員の本務の行が二つ以上あります（2行目）。本務は1人につき1行にしてください。")
    ]


def test_a_posting_before_the_hiring_is_refused():
    assert faults(staff_file(person(発令日="R6.4.1", 採用日="R7.4.1"))) == [
        (2, "発令日", "R6.4.1", "発令日が採用日より前です。どちらかの日付を直してください。")
    ]


def test_a_term_that_ended_before_the_appointment_is_refused():
    """Some HR systems leave the old term beside a new appointment; guessing another would decide who may sign in."""
    assert faults(staff_file(person(発令日="R9.4.1", 任期満了日="R9.3.31"))) == [
        (2, "任期満了日", "R9.3.31", "任期満了日が発令日より前です。どちらかの日付を直してください。")
    ]


@pytest.mark.parametrize("end", ["任期満了日", "退職日"])
def test_external_people_without_an_end_are_refused(end):
    cells = {"任用形態": "派遣・委託"}

    assert faults(staff_file(person(**cells))) == [
        (2, "任期満了日", "", "派遣・委託の職員には任期満了日が必要です。契約の最後の日を入れてください。")
    ]
    assert not faults(staff_file(person(**cells | {end: "R9.3.31"})))


def test_a_circle_that_arises_with_departments_beside_the_file_is_refused():
    content = department_file({"所属コード": "0101", "上位所属コード": "010101"})

    assert faults(content, Kind.DEPARTMENTS, OCTOBER) == [
        (2, "上位所属コード", "010101", "上位所属をたどると自分に戻ります。上位所属コードを直してください。")
    ]


def test_an_unknown_parent_is_refused():
    assert [row for row, *_ in faults(department_file({"上位所属コード": "99"}), Kind.DEPARTMENTS)] == [2]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written():
    rows = (
        person("", 氏名=""), person("00002", 発令日="R8.13.1", 所属コード="9999"), person("00003", 所属コード="9999"),
        person("00004"), person("00004"), person("00005", 退職日="きのう"),
    )  # fmt: skip
    plan = take_in(Kind.STAFF, staff_file(*rows), APRIL)

    assert [(fault.row, fault.column) for fault in plan.faults] == [
        (2, "氏名"), (2, "職員番号"), (3, "発令日"), (4, "所属コード"), (6, "所属コード"), (6, "本務兼務"),
        (7, "退職日"),
    ]  # fmt: skip
    assert all(fault.message.endswith("。") for fault in plan.faults)
    assert plan.batch == ""


def test_a_workbook_without_a_needed_heading_says_which():
    content = written(STAFF_COLUMNS[1:], ())

    assert messages(content) == ["見出し「職員番号」の列がありません。"]
