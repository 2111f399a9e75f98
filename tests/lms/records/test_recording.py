"""The acts by which learning becomes a fact: each safe to repeat, each with its trace."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.models import Course
from lms.ledger.models import LedgerEntry
from lms.lib.facts import AppendOnlyError
from lms.people.models import Employee
from lms.records.models import AttendanceSheet, Completion, CompletionCancellation, LessonRead
from lms.records.recording import (
    Earned,
    cancel_completion,
    complete_attendants,
    record_completion,
    record_completions,
    record_lesson_read,
    write_sheet,
)
from tests.factories import completion, course, department, employee, jst, moved

pytestmark = pytest.mark.django_db

NOW = jst(2026, 6, 20, 10)
ELEARNING = Completion.Source.E_LEARNING


@pytest.fixture
def security() -> Course:
    return course(revision=3)


@pytest.fixture
def person() -> Employee:
    return employee(department("0101", "総務課"), number="00007", job_title="主査")


def earned(person: Employee, subject: Course, source_id: str = "attempt:1", **values: object) -> Earned:
    return Earned(person.pk, subject, values.pop("completed_at", NOW), ELEARNING, source_id, **values)


def record(person: Employee, what: Earned) -> Completion:
    return record_completion(employee=person, earned=what, actor=person.staff_number, at=NOW)


def trace() -> list[tuple[str, str, str]]:
    return list(LedgerEntry.objects.order_by("pk").values_list("actor", "action", "subject"))


# ---- one completion -------------------------------------------------------------------------------------------------


def test_a_completion_keeps_the_words_of_its_day(person, security):
    row = record(person, earned(person, security, evidence="受験番号1"))
    Course.objects.update(title="改題", revision=4)
    row.refresh_from_db()
    assert (row.completed_at, row.recorded_at, row.source, row.source_id) == (NOW, NOW, ELEARNING, "attempt:1")
    assert (row.course_title, row.course_revision, row.evidence) == ("情報セキュリティ基礎", 3, "受験番号1")
    assert (row.department_name, row.job_title) == ("総務課", "主査")


def test_the_department_on_it_is_the_reporting_one_of_the_day_of_completion(security):
    division = department("0106", "福祉課")
    someone = employee(department("010601", "社会福祉係", parent=division, reports=False))
    moved(someone, department("0101", "総務課"), on=date(2026, 6, 15))
    before = record(someone, earned(someone, security, "a", completed_at=jst(2026, 6, 14, 23, 59)))
    after = record(someone, earned(someone, security, "b", completed_at=jst(2026, 6, 15, 0, 0)))
    assert (before.department_name, after.department_name) == ("福祉課", "総務課")


def test_a_person_without_posting_can_complete_too(security):
    someone = employee()
    row = record(someone, earned(someone, security))
    assert (row.department_name, row.job_title) == ("", "")


def test_the_same_source_records_once(person, security):
    first = record(person, earned(person, security))
    again = record(person, earned(person, security, completed_at=jst(2026, 6, 21)))
    assert again == first
    assert (Completion.objects.count(), len(trace())) == (1, 1)


def test_another_source_records_a_second_completion(person, security):
    record(person, earned(person, security, "attempt:1"))
    record(person, earned(person, security, "attempt:2"))
    assert Completion.objects.count() == 2


def test_the_trace_names_the_person_by_number_and_vouches_for_the_row(person, security):
    row = record(person, earned(person, security))
    assert trace() == [("00007", "修了の記録", "00007 S-01")]
    [[label, pk, digest]] = LedgerEntry.objects.get().payload["facts"]
    assert (label, pk, len(digest)) == ("records.Completion", row.pk, 64)


def test_a_failed_act_leaves_neither_fact_nor_trace(person, security):
    with pytest.raises(RuntimeError), transaction.atomic():
        record(person, earned(person, security))
        raise RuntimeError
    assert not Completion.objects.exists()
    assert not LedgerEntry.objects.exists()


# ---- many at once ---------------------------------------------------------------------------------------------------


def bulk(what: list[Earned]) -> list[Completion]:
    return record_completions(earned=what, actor="command:load", subject="移行", at=NOW)


def test_many_completions_leave_one_entry_that_vouches_for_each(person, security):
    colleague = employee(department("0102", "税務課"))
    days = [jst(2026, 6, 1), jst(2026, 6, 2)]
    rows = bulk([earned(p, security, f"{p.pk}:{day}", completed_at=day) for p in (person, colleague) for day in days])
    assert {(row.employee_id, row.department_name) for row in rows} == {
        (person.pk, "総務課"),
        (colleague.pk, "税務課"),
    }
    assert trace() == [("command:load", "修了の一括記録", "移行")]
    assert {pk for _, pk, _ in LedgerEntry.objects.get().payload["facts"]} == {row.pk for row in rows}


def test_what_is_in_the_books_is_left_out_and_nothing_new_leaves_no_entry(person, security):
    first, second = earned(person, security, "a"), earned(person, security, "b")
    bulk([first])
    assert [row.source_id for row in bulk([first, second])] == ["b"]
    assert bulk([first, second]) == []
    assert (Completion.objects.count(), len(trace())) == (2, 2)


def test_one_source_named_twice_in_one_act_records_once(person, security):
    assert len(bulk([earned(person, security), earned(person, security)])) == 1


def test_the_same_id_of_another_kind_of_source_is_another_source(person, security):
    bulk([earned(person, security, "1")])
    paper = Earned(person.pk, security, NOW, Completion.Source.PAPER, "1")
    assert [row.source for row in bulk([paper])] == [Completion.Source.PAPER]


def test_queries_do_not_grow_with_the_number_of_people(security):
    counts = []
    for number in (1, 3):
        people = [employee(department(f"{number}{serial}")) for serial in range(number)]
        with CaptureQueriesContext(connection) as queries:
            bulk([earned(person, security, f"{number}:{person.pk}") for person in people])
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- chapters -------------------------------------------------------------------------------------------------------


def test_a_chapter_is_read_once_a_fiscal_year_and_anew_in_the_next(person, security):
    for at in (jst(2027, 3, 31, 23, 59), NOW, jst(2027, 4, 1, 0, 0)):
        record_lesson_read(employee=person, course=security, lesson_key="01", turn=1, at=at)
    assert list(LessonRead.objects.order_by("pk").values_list("fiscal_year", flat=True)) == [2026, 2027]


# ---- away from the screen -------------------------------------------------------------------------------------------


def sheet(person: Employee, security: Course, people: list[Employee]) -> AttendanceSheet:
    made = AttendanceSheet(
        course=security, department=person.postings.get().department, method=AttendanceSheet.Method.IN_HOUSE,
        held_on=date(2026, 6, 18), evidence="課内研修記録第3号", recorded_by=person, recorded_at=NOW,
    )  # fmt: skip
    write_sheet(sheet=made, employees=people)
    complete_attendants(sheet=made, actor=person.staff_number, at=NOW)
    return made


def test_a_sheet_gives_each_who_attended_a_completion_of_that_day(person, security):
    colleague = employee(department("0102"))
    made = sheet(person, security, [person, colleague])
    rows = Completion.objects.order_by("employee_id")
    assert [row.employee for row in rows] == [person, colleague]
    assert {(row.completed_at, row.source, row.evidence) for row in rows} == {
        (jst(2026, 6, 18, 12), Completion.Source.IN_HOUSE, "課内研修記録第3号")
    }
    assert (made.held_on, made.method, made.recorded_by, made.recorded_at) == (
        date(2026, 6, 18), AttendanceSheet.Method.IN_HOUSE, person, NOW,
    )  # fmt: skip
    assert [action for _, action, _ in trace()] == ["出席簿の記録", "修了の一括記録"]


def test_a_second_sheet_of_the_same_day_completes_nobody_twice(person, security):
    colleague = employee(department("0102"))
    sheet(person, security, [person])
    sheet(person, security, [person, colleague])
    assert list(Completion.objects.order_by("pk").values_list("employee", flat=True)) == [person.pk, colleague.pk]


def test_who_completed_on_another_day_completes_once_more(person, security):
    completion(person, security, jst(2026, 6, 17))
    sheet(person, security, [person])
    assert Completion.objects.count() == 2


# ---- taking back ----------------------------------------------------------------------------------------------------


def test_a_cancelled_completion_stays_in_the_books_beside_its_reason(person, security):
    done = completion(person, security, NOW)
    act = {"completion": done, "reason": "別の職員の記録だったため", "cancelled_by": person}
    row = cancel_completion(**act, at=NOW)
    assert cancel_completion(**act, at=jst(2026, 7, 1)) == row
    assert CompletionCancellation.objects.get().reason == "別の職員の記録だったため"
    assert list(Completion.objects.all()) == [done]
    assert not Completion.objects.valid().exists()
    assert trace() == [("00007", "修了の取消し", f"修了記録 {done.pk}")]


# ---- what the database keeps ----------------------------------------------------------------------------------------


def test_the_database_refuses_a_second_completion_of_one_source(person, security):
    completion(person, security, NOW, source_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        completion(person, security, NOW, source_id="1")


def test_a_completion_can_be_neither_changed_nor_deleted(person, security):
    done = completion(person, security, NOW)
    for act in (done.save, done.delete, Completion.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            act()
    with pytest.raises(AppendOnlyError):
        Completion.objects.update(evidence="")


@pytest.mark.parametrize(
    "statement", ["UPDATE records_completion SET evidence = 'x'", "DELETE FROM records_completion"]
)
def test_not_even_by_sql(person, security, statement):
    completion(person, security, NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
