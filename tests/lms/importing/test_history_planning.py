"""A file of completions against the books: what is new, what is known, and all that is wrong."""

from datetime import date

import pytest

from lms.importing.history.applying import write_history
from lms.importing.history.planning import plan_history
from lms.importing.history.plans import MOST_ROWS, RecordsPlan
from lms.people.roles import Office
from lms.records.models import Completion
from tests import factories as make
from tests.factories import jst
from tests.lms.importing.history_samples import history_file

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 15)
NOW = jst(2026, 9, 15)


@pytest.fixture(autouse=True)
def town():
    make.course()
    make.course("D-01", "dx")
    return make.employee(make.department("0101", "総務課"), "00123", "髙橋　正樹")


def look(*rows: dict[str, str], offices=Office.values, **more) -> RecordsPlan:
    return plan_history(history_file(*rows, **more), offices, ON)


def take_in(plan: RecordsPlan) -> None:
    write_history(steps=plan.steps, actor="command:test", at=NOW)


def faults(plan: RecordsPlan) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.text) for fault in plan.faults]


def said(plan: RecordsPlan) -> str:
    [fault] = plan.faults
    return fault.message


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_row_becomes_a_completion_with_its_evidence(town, encoding):
    plan = look({}, encoding=encoding)
    assert plan.counts == {"new": 1, "changed": 0, "unchanged": 0, "errors": 0}
    take_in(plan)
    row = Completion.objects.get()
    assert (row.employee, row.course.code, row.completed_at) == (town, "S-01", jst(2026, 6, 20))
    assert (row.source, row.evidence, row.recorded_by) == ("external", "修了証", "command:test")
    assert row.department_name == "総務課"


def test_the_same_file_again_and_the_same_row_elsewhere_change_nothing():
    take_in(look({}))
    again = look({"修了日": "2026-06-20", "根拠資料": "修了証の写し"})
    assert (again.counts["unchanged"], again.steps) == (1, ())


def test_another_day_way_or_course_is_another_completion():
    take_in(look({}))
    plan = look({"修了日": "R8.6.21"}, {"受講方法": "書面"}, {"研修コード": "D-01"})
    assert plan.counts["new"] == 3


def test_what_was_taken_back_stays_so_and_is_noted(town):
    take_in(look({}))
    make.cancelled(Completion.objects.get(), NOW, town)
    plan = look({})
    assert (plan.counts["unchanged"], [note.row for note in plan.notes]) == (1, [2])
    assert "取り消されています" in plan.notes[0].text


def test_past_years_come_in_as_migrated():
    plan = look(*[{"修了日": day, "受講方法": "移行データ"} for day in ("R5.6.1", "R6.6.1", "R8.3.31")])
    take_in(plan)
    assert {row.get_source_display() for row in Completion.objects.all()} == {"移行データ"}
    assert Completion.objects.count() == 3


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"修了日": "R8.4.1", "受講方法": "移行データ"}, "修了日", "令和8年4月1日より前の修了に使います"),
        ({"修了日": "R7.3.31"}, "修了日", "受講方法を「移行データ」にしてください"),
        ({"修了日": "R8.9.16"}, "修了日", "まだ来ていない日付です"),
        ({"修了日": "きのう"}, "修了日", "日付として読めません"),
        ({"修了日": ""}, "修了日", "修了日がありません"),
        ({"受講方法": "eラーニング"}, "受講方法", "のどれかを書いてください"),
        ({"受講方法": "読替え"}, "受講方法", "のどれかを書いてください"),
        ({"根拠資料": ""}, "根拠資料", "根拠資料がありません"),
        ({"職員番号": "99999"}, "職員番号", "登録されていません"),
        ({"研修コード": "S-99"}, "研修コード", "取り込める研修にありません"),
    ],
)
def test_every_fault_names_place_text_and_remedy(cells, column, message):
    plan = look({}, cells)
    assert faults(plan) == [(3, column, cells[column])]
    assert message in said(plan)
    assert not plan.can_be_applied


def test_all_faults_are_told_at_once():
    plan = look({"職員番号": "99999", "修了日": "R8.9.16"}, {"研修コード": "S-99", "根拠資料": ""}, {}, {})
    assert faults(plan) == [
        (2, "修了日", "R8.9.16"), (3, "根拠資料", ""), (5, "職員番号", "00123"),
    ]  # fmt: skip


def test_the_same_completion_twice_in_a_file_is_a_fault():
    assert said(look({}, {"根拠資料": "別の資料"})) == "2行目と同じ修了です。どちらかの行を消してください。"


def test_another_offices_course_cannot_be_taken_in():
    assert faults(look({"研修コード": "D-01"}, offices=["security"])) == [(2, "研修コード", "D-01")]


def test_a_file_without_its_columns_or_with_too_many_rows_is_refused():
    plan = plan_history("職員番号,修了日\r\n00123,R8.6.20\r\n".encode(), Office.values, ON)
    assert {fault.column for fault in plan.faults} == {"研修コード", "受講方法", "根拠資料"}
    assert "60,000行までのファイルに分けて" in said(look(*[{}] * (MOST_ROWS + 1)))


@pytest.mark.parametrize("number", [1, 3])
def test_three_queries_whatever_the_number_of_rows(number, django_assert_num_queries):
    for index in range(number):
        make.employee(number=f"0020{index}")
    rows = [{"職員番号": f"0020{index}"} for index in range(number)]
    with django_assert_num_queries(3):
        assert look(*rows).counts["new"] == number
