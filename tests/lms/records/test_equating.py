"""読替え: what one completion counts as, now, later and when it is taken back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lms.ledger.models import LedgerEntry
from lms.records.equating import EquivalenceError, count_as, end_equivalence
from lms.records.models import Completion, Equivalence
from lms.records.recording import Earned, cancel_completion, record_completion, record_completions
from tests.factories import cancelled, completion, course, department, employee, jst
from tests.lms.records import learnt

pytestmark = pytest.mark.django_db
NOW = jst(2026, 6, 20, 10)
EQUIVALENT = Completion.Source.EQUIVALENT


@pytest.fixture
def person():
    return employee(department("0101", "総務課"), number="00007", job_title="主査")


@pytest.fixture
def cyder():
    return course("CYDER", title="実践的サイバー防御演習")


@pytest.fixture
def system_staff():
    return course("S-10", title="情報システム担当者編")


def record(person, subject, source_id="1", at=NOW):
    earned = Earned(person.pk, subject, at, Completion.Source.EXTERNAL, source_id, "修了証")
    return record_completion(employee=person, earned=earned, actor="00001", at=NOW)


def make_rule(subject, other, **days):
    usual = {"starts_on": date(2026, 4, 1), "ends_on": None}
    return count_as(course=subject, counts_as=other, ground="委員会決定", actor="00001", at=NOW, **(usual | days))


def counted():
    return list(Completion.objects.filter(source=EQUIVALENT).order_by("pk"))


def test_completing_the_one_completes_the_other_at_the_same_moment(person, cyder, system_staff):
    learnt.rule(cyder, system_staff)
    done = record(person, cyder)
    [row] = counted()
    assert (row.employee, row.course, row.completed_at, row.recorded_by) == (person, system_staff, NOW, "00001")
    assert (row.source_id, row.department_name) == (f"equivalence:{done.pk}:{system_staff.pk}", "総務課")
    assert row.evidence == "「実践的サイバー防御演習」の修了。委員会決定"
    assert list(LedgerEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "修了の記録",
        "読替えによる修了の記録",
    ]


def test_many_at_once_count_too_and_said_again_change_nothing(person, cyder, system_staff):
    learnt.rule(cyder, system_staff)
    people = [person, employee(department("0102"))]
    earned = [Earned(one.pk, cyder, NOW, Completion.Source.PAPER, f"p:{one.pk}") for one in people]
    for _ in range(2):
        record_completions(earned=earned, actor="00001", subject="書面", at=NOW)
    assert [row.employee for row in counted()] == people


def test_the_rule_counts_from_its_first_day_to_its_last(person, cyder, system_staff):
    learnt.rule(cyder, system_staff, starts_on=date(2026, 6, 2), ends_on=date(2026, 6, 3))
    moments = [jst(2026, 6, 1, 23, 59), jst(2026, 6, 2, 0, 0), jst(2026, 6, 3, 23, 59), jst(2026, 6, 4, 0, 0)]
    for number, moment in enumerate(moments):
        record(person, cyder, f"{number}", moment)
    assert [row.completed_at for row in counted()] == moments[1:3]


def test_a_new_rule_counts_this_years_valid_completions_and_no_others(person, cyder, system_staff):
    completion(person, cyder, jst(2026, 3, 31, 23, 59))
    cancelled(completion(person, cyder, jst(2026, 5, 1)), NOW, person)
    done = completion(person, cyder, jst(2026, 4, 1, 0, 0))
    completion(person, course("S-01"), jst(2026, 5, 1))
    rows = make_rule(cyder, system_staff, starts_on=date(2025, 4, 1))
    assert (
        [row.source_id for row in rows]
        == [f"equivalence:{done.pk}:{system_staff.pk}"]
        == [row.source_id for row in counted()]
    )


def test_two_courses_that_count_as_each_other_end_where_they_began(person, cyder, system_staff):
    learnt.rule(cyder, system_staff)
    learnt.rule(system_staff, cyder)
    record(person, cyder)
    assert [(row.course, row.source) for row in Completion.objects.order_by("pk")] == [
        (cyder, Completion.Source.EXTERNAL), (system_staff, EQUIVALENT),
    ]  # fmt: skip


def test_cancelling_the_one_cancels_the_other_and_nothing_else(person, cyder, system_staff):
    learnt.rule(cyder, system_staff)
    first, second = record(person, cyder, "1"), record(person, cyder, "2")
    cancel_completion(completion=first, reason="別人", cancelled_by=person, at=NOW)
    assert {row.source_id for row in Completion.objects.valid()} == {
        "2",
        f"equivalence:{second.pk}:{system_staff.pk}",
    }
    assert len(LedgerEntry.objects.get(action="修了の取消し").payload["facts"]) == 2


def test_a_rule_made_anew_counts_a_completion_no_second_time(person, cyder, system_staff):
    make_rule(cyder, system_staff)
    record(person, cyder)
    end_equivalence(rule=Equivalence.objects.known().get(), ends_on=date(2026, 6, 30), actor="00001", at=NOW)
    assert make_rule(cyder, system_staff, starts_on=date(2026, 4, 2)) == []
    assert len(counted()) == 1


def test_an_ended_rule_keeps_its_ground_and_counts_no_more(person, cyder, system_staff):
    make_rule(cyder, system_staff)
    rule = Equivalence.objects.known().get()
    assert end_equivalence(rule=rule, ends_on=date(2026, 6, 19), actor="00001", at=NOW) == []
    record(person, cyder)
    ended = Equivalence.objects.known().get()
    assert (ended.ends_on, ended.ground, counted()) == (date(2026, 6, 19), "委員会決定", [])


def test_a_later_last_day_counts_what_was_completed_in_the_days_between(person, cyder, system_staff):
    make_rule(cyder, system_staff, ends_on=date(2026, 6, 10))
    record(person, cyder, "before", jst(2026, 6, 10))
    record(person, cyder, "between", jst(2026, 6, 15))
    record(person, cyder, "after", jst(2026, 6, 18))
    rule = Equivalence.objects.known().get()
    end_equivalence(rule=rule, ends_on=date(2026, 6, 16), actor="00001", at=NOW)
    assert [row.completed_at for row in counted()] == [jst(2026, 6, 10), jst(2026, 6, 15)]


def test_what_cannot_be_is_refused_in_words(cyder, system_staff):
    make_rule(cyder, system_staff)
    with pytest.raises(EquivalenceError, match="同じ読替え"):
        make_rule(cyder, system_staff)
    standing = Equivalence.objects.known().get()
    with pytest.raises(EquivalenceError, match="開始日以後"):
        end_equivalence(rule=standing, ends_on=date(2026, 3, 31), actor="00001", at=NOW)
    end_equivalence(rule=standing, ends_on=date(2026, 6, 30), actor="00001", at=NOW)
    with pytest.raises(EquivalenceError, match="ほかの人"):
        end_equivalence(rule=standing, ends_on=date(2026, 7, 31), actor="00001", at=NOW)


def test_the_database_knows_no_course_that_counts_as_itself(cyder):
    with pytest.raises(IntegrityError), transaction.atomic():
        learnt.rule(cyder, cyder)
