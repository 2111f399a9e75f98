"""A file of a drill's results against the books."""

from datetime import date

import pytest

from lms.importing.history.applying import write_drill
from lms.importing.history.drill_planning import moment, plan_drill
from lms.records.models import DrillResult
from tests import factories as make
from tests.factories import jst
from tests.lms.importing.history_samples import drill_file
from tests.lms.records import learnt

ON = date(2026, 6, 18)


@pytest.fixture
def town(db):
    make.employee(make.department(), "00123")
    make.employee(make.department("0102"), "00124")
    return learnt.drill()


def look(held, *rows):
    return plan_drill(drill_file(*rows), held, date(2026, 6, 1), ON)


def take_in(held, *rows):
    write_drill(drill=held, steps=look(held, *rows).steps, actor="command:test", at=jst(2026, 6, 18))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R8.6.1 10:05", jst(2026, 6, 1, 10, 5)),
        ("2026-06-01 10:05:30", jst(2026, 6, 1, 10, 5, 30)),
        ("2026/6/1 9:05", jst(2026, 6, 1, 9, 5)),
        ("2026-06-01T10:05:30", jst(2026, 6, 1, 10, 5, 30)),
        ("令和８年６月１日　１０時５分", jst(2026, 6, 1, 10, 5)),
    ],
)
def test_moments_are_read_as_staff_and_machines_write_them(text, expected):
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["2026-06-01", "R8.6.1 25:00", "R8.6.31 10:00", "10:05", "きのう 10:05"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError, match=r"「.*」"):
        moment(text)


def test_a_row_says_what_a_person_did(town):
    take_in(town, {"開封日時": "R8.6.1 10:30", "報告日時": "R8.6.1 10:45"}, {"職員番号": "00124"})
    rows = DrillResult.objects.order_by("employee__staff_number")
    assert [(row.delivered_at, row.opened_at, row.reported_at) for row in rows] == [
        (jst(2026, 6, 1, 10), jst(2026, 6, 1, 10, 30), jst(2026, 6, 1, 10, 45)), (jst(2026, 6, 1, 10), None, None),
    ]  # fmt: skip


def test_a_newer_file_takes_the_place_of_what_was_said_and_the_same_file_of_nothing(town):
    take_in(town, {}, {"職員番号": "00124"})
    newer = ({"開封日時": "R8.6.2 9:00"}, {"職員番号": "00124"})
    assert look(town, *newer).counts == {"new": 0, "changed": 1, "unchanged": 1, "errors": 0}
    take_in(town, *newer)
    assert look(town, *newer).steps == ()
    standing = DrillResult.objects.filter(voided_at=None)
    assert [row.opened_at for row in standing.order_by("employee__staff_number")] == [jst(2026, 6, 2, 9), None]
    assert DrillResult.objects.count() == 3


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"職員番号": "99999"}, "職員番号", "登録されていません"),
        ({"配信日時": ""}, "配信日時", "配信していない人の行は消してください"),
        ({"配信日時": "R8.6.1"}, "配信日時", "日時として読めません"),
        ({"配信日時": "R8.5.31 10:00"}, "配信日時", "令和8年6月1日）から今日までの日時"),
        ({"配信日時": "R8.6.19 10:00"}, "配信日時", "今日までの日時"),
        ({"開封日時": "R8.6.1 9:59"}, "開封日時", "開封日時が配信日時より前です"),
        ({"報告日時": "R8.6.1 9:59"}, "報告日時", "報告日時が配信日時より前です"),
        ({"開封日時": "R8.6.1 25:00"}, "開封日時", "ありえない時刻"),
    ],
)
def test_every_fault_names_place_text_and_remedy(town, cells, column, message):
    [fault] = look(town, {"職員番号": "00124"}, cells).faults
    assert (fault.row, fault.column, fault.text) == (3, column, cells[column])
    assert message in fault.message


def test_a_person_stands_once_in_a_file(town):
    [fault] = look(town, {}, {}).faults
    assert (fault.row, fault.column) == (3, "職員番号")
