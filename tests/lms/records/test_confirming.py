"""A second person's look, where the city asks for one."""

from datetime import date, timedelta

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from lms.records.confirming import (
    ConfirmationError,
    confirm_sheet,
    hand_in_sheet,
    own_sheets,
    said_of_completed,
    send_back_sheet,
    waiting_sheets,
)
from lms.records.models import Completion, RecordsSetting
from lms.records.setting import needs_confirmation, require_confirmation
from tests.factories import course, department, employee, jst
from tests.lms.records import learnt

pytestmark = pytest.mark.django_db
NOW = jst(2026, 6, 20, 10)


@pytest.fixture
def one():
    return learnt.office(Role.SECURITY_OFFICE, "00001")


@pytest.fixture
def other():
    return learnt.office(Role.SECURITY_OFFICE, "00002")


def handed_in(by, *people):
    sheet = learnt.sheet(course(), by)
    hand_in_sheet(sheet=sheet, employees=people)
    return sheet


def test_by_default_nobody_is_asked(one):
    person = employee(department())
    handed_in(one, person)
    row = Completion.objects.get()
    assert (row.employee, row.source, row.evidence, row.recorded_by) == (person, "external", "修了証の写し", "00001")
    assert not waiting_sheets(["security"]).exists()


def test_what_waits_is_no_completion_until_another_person_confirms_it(one, other):
    learnt.second_person_asked()
    people = [employee(department("0101")), employee(department("0102"))]
    sheet = handed_in(one, *people)
    assert not Completion.objects.exists()
    assert [row.people for row in waiting_sheets(["security"])] == [2]
    assert not waiting_sheets(["dx"]).exists()

    confirm_sheet(sheet=sheet, decided_by=other, at=NOW)
    rows = Completion.objects.order_by("employee_id")
    assert [(row.employee, row.recorded_by) for row in rows] == [(person, "00001") for person in people]
    assert not waiting_sheets(["security"]).exists()
    assert list(LedgerEntry.objects.order_by("pk").values_list("actor", "action")) == [
        ("00001", "出席簿の記録"), ("00002", "出席簿の確認"), ("00001", "修了の一括記録"),
    ]  # fmt: skip


def test_nobody_confirms_what_they_wrote_themselves(one):
    learnt.second_person_asked()
    sheet = handed_in(one, employee(department()))
    with pytest.raises(ConfirmationError, match="別の人が確認"):
        confirm_sheet(sheet=sheet, decided_by=one, at=NOW)
    assert not Completion.objects.exists()


def test_what_was_sent_back_completes_nobody_and_waits_no_more(one, other):
    learnt.second_person_asked()
    sheet = handed_in(one, employee(department()))
    decision = send_back_sheet(sheet=sheet, reason="日付が違います。", decided_by=other, at=NOW)
    assert (decision.accepted, decision.reason) == (False, "日付が違います。")
    with pytest.raises(ConfirmationError, match="既に"):
        confirm_sheet(sheet=sheet, decided_by=other, at=NOW)
    assert not Completion.objects.exists()
    assert not waiting_sheets(["security"]).exists()


def test_what_was_handed_in_before_the_rule_changed_keeps_its_way(one, other):
    learnt.second_person_asked()
    sheet = handed_in(one, employee(department()))
    require_confirmation(required=False, actor="admin", at=NOW)
    assert list(waiting_sheets(["security"])) == [sheet]


def test_the_setting_is_one_row_and_leaves_its_trace():
    for wanted in (True, True, False):
        require_confirmation(required=wanted, actor="admin", at=NOW)
        assert needs_confirmation() is wanted
    assert RecordsSetting.objects.count() == 1
    assert LedgerEntry.objects.filter(action="修了の記録の設定").count() == 3


def test_the_sheet_says_who_was_ticked(one):
    person = employee(department())
    sheet = handed_in(one, person)
    assert list(sheet.attendants.values_list("employee", flat=True)) == [person.pk]
    assert sheet.held_on == date(2026, 6, 18)


def test_two_sheets_of_the_same_people_complete_each_once_and_say_so(one, other):
    learnt.second_person_asked()
    subject, person, colleague = course(), employee(department("0101")), employee(department("0102"))
    first, second = learnt.sheet(subject, one), learnt.sheet(subject, one)
    hand_in_sheet(sheet=first, employees=[person])
    hand_in_sheet(sheet=second, employees=[person, colleague])
    confirm_sheet(sheet=first, decided_by=other, at=NOW)
    completed = confirm_sheet(sheet=second, decided_by=other, at=NOW)
    assert [row.employee for row in completed] == [colleague]
    assert "1人の修了を記録しました。1人は、同じ日に修了した記録が既にある" in said_of_completed(second, 2, completed)


def told(writer, at=NOW):
    return [(sheet.pk, sheet.people, hasattr(sheet, "decision")) for sheet in own_sheets(writer, at)]


def test_whoever_wrote_a_sheet_is_told_that_it_waits_or_was_sent_back_until_it_is_handed_in_anew(one, other):
    learnt.second_person_asked()
    sheet = handed_in(one, employee(department()))
    assert (told(one), told(other)) == ([(sheet.pk, 1, False)], [])
    send_back_sheet(sheet=sheet, reason="日付が違います。", decided_by=other, at=NOW)
    assert told(one) == [(sheet.pk, 1, True)]
    assert told(one, NOW + timedelta(days=61)) == []
    again = learnt.sheet(sheet.course, one, recorded_at=NOW + timedelta(hours=1))
    hand_in_sheet(sheet=again, employees=[employee(department("0102"))])
    assert told(one) == [(again.pk, 1, False)]
    confirm_sheet(sheet=again, decided_by=other, at=NOW + timedelta(hours=2))
    assert told(one) == []
