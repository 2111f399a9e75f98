"""manage.py department_report: an interface that stays stable."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from lms.ledger.models import LedgerEntry
from tests import factories


def report(*arguments: str, form: str = "json", year: str = "2026") -> str:
    out = io.StringIO()
    call_command("department_report", "--fiscal-year", year, "--format", form, "--output", "-", *arguments, stdout=out)
    return out.getvalue()


def test_json_is_as_documented_key_by_key(town):
    assert json.loads(report("--at", "2026-11-22")) == {
        "fiscal_year": 2026,
        "at": "2026-11-22",
        "rows": [
            {"department": "01", "name": "市長部局", "required": 2, "completed": 1, "started": 1, "overdue": 1,
             "deferred": 0, "exempt": 0},
            {"department": "0104", "name": "税務課", "required": 3, "completed": 2, "started": 2, "overdue": 1,
             "deferred": 0, "exempt": 1},
            {"department": "0106", "name": "福祉課", "required": 4, "completed": 2, "started": 3, "overdue": 2,
             "deferred": 2, "exempt": 0},
        ],
        "total": {"required": 9, "completed": 5, "started": 6, "overdue": 4, "deferred": 2, "exempt": 1},
    }  # fmt: skip


def test_it_leaves_a_trace_like_every_file(town):
    report("--department", "0106")
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.actor, entry.subject) == ("command:department_report", "所属別研修受講状況 json")
    assert entry.payload["conditions"] == {"fiscal_year": "2026", "department": "0106"}
    assert entry.payload["rows"] == 1


def test_without_a_day_it_is_today_and_in_a_past_year_its_last_day(town):
    assert json.loads(report())["at"] == "2026-11-22"
    assert json.loads(report(year="2025"))["at"] == "2026-03-31"


def test_a_department_covers_what_lies_below_it_and_a_section_stands_for_itself(town):
    welfare = json.loads(report("--department", "0106"))
    section = json.loads(report("--department", "010601"))
    assert [row["department"] for row in welfare["rows"]] == ["0106"]
    assert [(row["department"], row["required"]) for row in section["rows"]] == [("010601", 2)]
    assert section["total"]["deferred"] == 2


def test_a_course_alone(town):
    assert json.loads(report("--course", "D-01"))["total"]["required"] == 5


def test_the_same_rows_as_csv(town):
    lines = list(csv.reader(io.StringIO(report(form="csv").removeprefix("\ufeff"))))
    assert lines[:5] == [
        ["所属", "対象者", "修了者", "修了率", "着手", "期限超過", "猶予", "免除"],
        ["市長部局", "2", "1", "50.0%（1/2）", "1", "1", "0", "0"],
        ["税務課", "3", "2", "66.7%（2/3）", "2", "1", "0", "1"],
        ["福祉課", "4", "2", "50.0%（2/4）", "3", "2", "2", "0"],
        ["合計", "9", "5", "55.6%（5/9）", "6", "4", "2", "1"],
    ]
    assert ["機密性区分", "機密性２"] in lines


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")]
)
def test_every_form_goes_into_a_file_and_standard_output_stays_empty(town, tmp_path: Path, form, begins, capsys):
    file = tmp_path / f"report.{form}"
    call_command("department_report", "--fiscal-year", "2026", "--format", form, "--output", str(file))
    assert file.read_bytes().startswith(begins)
    assert capsys.readouterr().out == ""


def test_a_workbook_goes_to_standard_output_byte_for_byte(town, capsysbinary):
    call_command("department_report", "--fiscal-year", "2026", "--format", "xlsx", "--output", "-")
    sheet = load_workbook(io.BytesIO(capsysbinary.readouterr().out)).active
    assert [cell.value for cell in sheet["A"][:5]] == ["所属", "市長部局", "税務課", "福祉課", "合計"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--department", "0199"], "令和8年11月22日に所属コード「0199」の所属はありません。"),
        (["--course", "X-99"], "令和8年度の研修計画に研修「X-99」はありません。"),
    ],
)
def test_an_unknown_code_is_an_error_in_words(town, arguments, message):
    with pytest.raises(CommandError, match=message):
        report(*arguments)


def test_a_course_that_this_year_does_not_ask_is_an_error(town):
    factories.course("S-09")
    with pytest.raises(CommandError, match="S-09"):
        report("--course", "S-09")


def test_a_place_that_cannot_be_written_is_an_error_in_words(town, tmp_path: Path):
    target = tmp_path / "nowhere" / "report.csv"
    with pytest.raises(CommandError, match="に書き込めません"):
        call_command("department_report", "--fiscal-year", "2026", "--format", "csv", "--output", str(target))


def test_a_day_may_be_written_in_an_era_and_a_wrong_one_is_refused(town):
    assert json.loads(report("--at", "R8.6.11"))["at"] == "2026-06-11"
    with pytest.raises(CommandError, match="日付として読めません"):
        report("--at", "きのう")
