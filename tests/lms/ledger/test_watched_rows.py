"""Rows that are no facts: what an act does to them is whole, what SQL does is found."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from courses.models import Course
from lms.duties.models import Requirement, RequirementChoice, TrainingPlan
from lms.duties.plans import Approval, Choice, Period, Rule, add_choice, approve_plan, draft_plan, remove_requirement
from lms.ledger.appending import append
from lms.ledger.book import BEGUN
from lms.ledger.digests import row_digest
from lms.ledger.models import Kept, LedgerEntry
from lms.ledger.sealing import seal
from lms.ledger.verifying import faults
from lms.ledger.watched_rows import unrecorded
from lms.ledger.watching import begin_watching
from lms.people.enrolling import Particulars, enrol
from lms.people.models import Employee
from lms.people.naming import Names, correct_names
from lms.people.roles import Office
from tests import factories as make
from tests.lms.certificates.town import NOW, build_town, give
from tests.lms.office.retaining.run_out import erased, sql, vouched

pytestmark = pytest.mark.django_db

NAMES = Names(name="新しい　花子", kana="アタラシイ　ハナコ", usual_name="", email="")


def found() -> list[str]:
    seal()
    return [fault.row for fault in faults()]


def begun() -> None:
    begin_watching(actor="command:nightly", at=make.LONG_AGO)


def test_what_acts_change_is_no_fault():
    person = make.employee(number="00001")
    begun()
    correct_names(employee=person, names=NAMES, actor="00900", at=NOW)
    correct_names(employee=person, names=replace(NAMES, name="旧い　花子"), actor="00900", at=NOW)
    plan = draft_plan(fiscal_year=2027, office=Office.SECURITY, actor="00900", at=NOW)
    period = Period(date(2027, 6, 1), date(2027, 7, 16))
    choice = Choice("選択研修", 1, (make.course("S-01"), make.course("S-02")))
    lines = [add_choice(plan=plan, choice=choice, period=period, rule=Rule(), actor="00900", at=NOW) for _ in range(2)]
    remove_requirement(requirement=lines[0], actor="00900", at=NOW)
    approve_plan(plan=plan, approval=Approval("委員会", date(2027, 4, 20), "第1号"), actor="00900", at=NOW)
    assert (Requirement.objects.count(), RequirementChoice.objects.count(), Course.objects.count()) == (1, 2, 3)
    assert found() == []
    sql("UPDATE duties_trainingplan SET approved_on = '2027-03-01' WHERE id = %s", plan.pk)
    assert found() == [f"duties.TrainingPlan {plan.pk}"]


def test_the_series_of_papers_is_whole_and_a_number_moved_by_sql_is_found():
    town = build_town()
    vouched()
    begun()
    give(town.done["髙橋"], town.done["﨑山"])
    batch = give(town.done["𠮷田"])
    series = batch.certificates.get().series
    assert (series.last_number, found()) == (3, [])
    sql("UPDATE certificates_series SET last_number = 8 WHERE id = %s", series.pk)
    assert found() == [f"certificates.Series {series.pk}"]


def test_what_was_taken_away_by_an_act_and_put_back_by_sql_is_found():
    plan = make.plan()
    begun()
    with transaction.atomic():
        TrainingPlan.objects.filter(pk=plan.pk).delete()
        append(actor="00900", action="試験", subject="x", at=NOW, watched={TrainingPlan: [plan.pk]})
    assert found() == []
    TrainingPlan.objects.create(pk=plan.pk, fiscal_year=2026, office=Office.SECURITY, title="x")
    assert found() == [f"duties.TrainingPlan {plan.pk}"]


def test_rows_from_before_are_told_of_until_the_night_writes_them_down():
    person, later = make.employee(), NOW
    assert (found(), unrecorded()) == ([], {Employee: [person.pk]})
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    assert "照合の記録がない：職員1件" in said.getvalue()
    assert [begin_watching(actor="command:nightly", at=later) for _ in range(2)] == [1, 0]
    assert (unrecorded(), LedgerEntry.objects.filter(action=BEGUN).count()) == ({}, 1)
    newcomer = make.employee()
    assert found() == [f"people.Employee {newcomer.pk}"]


def test_the_first_record_does_not_cover_what_was_changed_before():
    person = make.employee()
    correct_names(employee=person, names=NAMES, actor="00900", at=NOW)
    sql("UPDATE people_employee SET name = %s WHERE id = %s", "別人", person.pk)
    begun()
    assert found() == [f"people.Employee {person.pk}"]


@pytest.mark.parametrize("number", [1, 3])
def test_many_people_take_one_query(number, django_assert_num_queries):
    newcomers = [
        Particulars(
            staff_number=f"{place:05}", name="新人", kana="シンジン", usual_name="", email="", hired_on=None,
            active_until=None,
        )
        for place in range(number)
    ]  # fmt: skip
    with transaction.atomic():
        people = enrol(newcomers=newcomers)
        with django_assert_num_queries(2):
            append(actor="x", action="試験", subject="x", at=NOW, watched={Employee: [one.pk for one in people]})
    assert found() == []
    assert len({one.salt for one in people}) == number


def test_a_name_that_was_lawfully_erased_cannot_be_tried_out_and_is_no_fault():
    person = make.employee(make.department(), number="00011", starts_on=date(2010, 4, 1), ends_on=date(2020, 3, 31))
    vouched()
    begun()
    (before,) = LedgerEntry.objects.get(action=BEGUN).payload["now"]["people.Employee"]
    person.refresh_from_db()
    assert before == [person.pk, row_digest(person)]
    erased(Kept.PERSON)
    person.salt = Employee.objects.get(pk=person.pk).salt
    assert (person.salt, row_digest(person) == before[1]) == ("", False)
    assert found() == []
    sql("UPDATE people_employee SET name = %s WHERE id = %s", "別人", person.pk)
    assert found() == [f"people.Employee {person.pk}"]


def test_of_a_row_the_newest_record_counts_also_after_the_older_entry_was_erased():
    person, other = make.employee(number="00001"), make.employee(number="00002")
    with transaction.atomic():
        append(
            actor="00900", action="外字の置換え", subject="2人", at=make.jst(2020, 6, 1), payload={"reason": "誤り"},
            watched={Employee: [person.pk, other.pk]},
        )  # fmt: skip
    correct_names(employee=person, names=NAMES, actor="00900", at=NOW)
    seal()
    erased(Kept.ENTRY)
    assert (LedgerEntry.objects.get(seq=1).payload, found()) == ({"facts": []}, [])
    sql("UPDATE people_employee SET kana = %s WHERE id = %s", "ベツ", other.pk)
    assert found() == [f"people.Employee {other.pk}"]
