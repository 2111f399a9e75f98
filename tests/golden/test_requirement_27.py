"""27. 集合研修・紙・訓練・外部研修 are recorded by file or tick list and count alike, with source and evidence."""

import pytest

from lms.duties.status import State, duties_on
from lms.importing.history.applying import write_history
from lms.importing.history.planning import plan_history
from lms.people.roles import Office
from lms.records.confirming import hand_in_sheet
from lms.records.models import AttendanceSheet, Completion
from tests import factories as make
from tests.factories import jst
from tests.lms.importing.history_samples import history_file
from tests.lms.records import learnt

NOW = jst(2026, 6, 25)


@pytest.mark.django_db
def test_every_way_of_learning_counts_alike():
    seat, asked = make.department(), make.requirement(make.course())
    people = [make.employee(seat, f"0010{number}") for number in range(6)]
    make.duties(people, asked)
    by_hand, by_file = people[:3], people[3:5]
    clerk = make.employee(seat)
    for person, method in zip(by_hand, ("classroom", "drill", "paper"), strict=True):
        ticked = learnt.sheet(asked.course, clerk, method=AttendanceSheet.Method(method), evidence=f"資料{method}")
        hand_in_sheet(sheet=ticked, employees=[person])
    rows = [{"職員番号": person.staff_number, "受講方法": "外部研修", "根拠資料": "J-LIS第3号"} for person in by_file]
    write_history(steps=plan_history(history_file(*rows), Office.values, NOW.date()).steps, actor="00001", at=NOW)

    duties = duties_on(2026, NOW.date()).order_by("employee__staff_number")
    assert [duty.state for duty in duties] == [State.COMPLETED] * 5 + [State.NOT_STARTED]
    recorded = Completion.objects.order_by("employee__staff_number").values_list("source", "evidence")
    assert list(recorded) == [
        ("classroom", "資料classroom"), ("drill", "資料drill"), ("paper", "資料paper"),
        ("external", "J-LIS第3号"), ("external", "J-LIS第3号"),
    ]  # fmt: skip
