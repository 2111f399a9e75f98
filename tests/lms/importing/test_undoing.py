"""Taking back an import: the books are as they were, unless something stands on it."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.importing.carrying_out.dependence import CannotUndoError
from lms.importing.carrying_out.undoing import undo_import
from lms.importing.comparing.plans import Plan
from lms.importing.models import ImportBatch
from lms.ledger.models import LedgerEntry
from lms.people.granting import give_role
from lms.people.models import Department, DepartmentVersion, Employee, Leave, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.roles import Role
from quizzes.models import Attempt, QuestionBank, Quiz
from tests import factories
from tests.factories import jst
from tests.lms.importing.samples import (
    APRIL,
    OCTOBER,
    Kind,
    counted,
    department_file,
    person,
    role_file,
    take_in,
    take_staff,
)

pytestmark = pytest.mark.usefixtures("city")

FIRST, SECOND, THIRD, LAST = (jst(2026, 10, day) for day in (1, 2, 3, 4))
FACTS = (Posting, Leave, RoleGrant, DepartmentVersion)
PARTICULARS = ("staff_number", "name", "kana", "name_key", "kana_key", "email", "hired_on", "user__username")


def undo(plan: Plan, at=LAST) -> ImportBatch:
    batch = ImportBatch.objects.get(pk=plan.batch)
    undo_import(batch=batch, actor="00028", at=at)
    batch.refresh_from_db()
    return batch


def books() -> dict[str, object]:
    """Everything that stands, without the numbers, moments and salts of rows."""
    found: dict[str, object] = {}
    for model in FACTS:
        names = [field.attname for field in model._meta.concrete_fields]
        wanted = [name for name in names if name not in ("id", "recorded_at", "voided_at", "salt")]
        found[model.__name__] = sorted(map(str, model.objects.known().values_list(*wanted)))
    found["people"] = sorted(map(str, Employee.objects.values_list(*PARTICULARS, "user__active_until")))
    return found


def why(plan: Plan) -> str:
    with pytest.raises(CannotUndoError) as refusal:
        undo(plan)
    return str(refusal.value)


def everything_changes() -> Plan:
    return take_staff(
        person("00001", 氏名="坂元　正樹", 所属コード="0102", 発令日="R8.10.1", 休業区分="派遣", 休業開始日="R8.10.1"),
        person("00002", 退職日="R8.9.30"),
        person("K0139", 旧職員番号="K0001", 任期満了日="R9.3.31", メールアドレス="k@city.example.lg.jp"),
        on=OCTOBER, at=SECOND,
    )  # fmt: skip


@pytest.fixture
def april(city: None) -> None:
    take_staff(
        person("00001"), person("00001", 本務兼務="兼務", 所属コード="010101"), person("00002"), person("K0001"),
        at=FIRST,
    )  # fmt: skip
    factories.grant(
        Employee.objects.get(staff_number="00001"), "head", Department.objects.get(code="0101"), starts_on=APRIL
    )


def test_the_books_are_as_they_were_before(april):
    before = books()
    plan = everything_changes()
    assert books() != before
    batch = undo(plan)

    assert books() == before
    assert (batch.state, batch.undone_at) == ("undone", LAST)


def test_what_was_known_in_between_stays_known(april):
    plan = everything_changes()
    undo(plan)

    person_ = Employee.objects.get(staff_number="00001")
    mains = Posting.objects.filter(employee=person_, kind="main")
    assert mains.on(OCTOBER, known_at=THIRD).get().department.code == "0102"
    assert mains.on(OCTOBER, known_at=LAST).get().department.code == "0101"


def test_one_entry_of_the_ledger_names_what_was_put_back(april):
    plan = everything_changes()
    undo(plan)

    entry = LedgerEntry.objects.get(action="取込みの取消し")
    assert (entry.actor, entry.subject) == ("00028", f"取込み {plan.batch}")
    # The two postings and the role of 00001, and those of 00002 and of the part-timer whose term was set.
    assert len(entry.payload["facts"]) == 5
    renamed = next(one for one in entry.payload["people"] if "name" in one)
    assert renamed["name"] == ["坂元　正樹", "髙橋　正樹"]


def test_the_same_file_can_be_taken_in_again_and_again_undone(april):
    first = everything_changes()
    after = books()
    undo(first, at=THIRD)
    before = books()
    again = take_staff(
        person("00001", 氏名="坂元　正樹", 所属コード="0102", 発令日="R8.10.1", 休業区分="派遣", 休業開始日="R8.10.1"),
        person("00002", 退職日="R8.9.30"),
        person("K0139", 旧職員番号="K0001", 任期満了日="R9.3.31", メールアドレス="k@city.example.lg.jp"),
        on=OCTOBER, at=LAST,
    )  # fmt: skip
    assert counted(again) == counted(first)
    assert str(books()["Posting"]).replace(again.batch, first.batch) == str(after["Posting"])
    undo(again, at=jst(2026, 10, 5))

    assert books() == before


def test_newcomers_leave_no_posting_and_an_account_that_is_closed(april):
    plan = take_staff(person("00099"), on=OCTOBER, at=SECOND)
    undo(plan)

    newcomer = Employee.objects.get(staff_number="00099")
    assert not Posting.objects.known().filter(employee=newcomer).exists()
    assert not newcomer.user.may_sign_in(date(2026, 10, 4))
    again = take_staff(person("00099"), on=OCTOBER, at=jst(2026, 10, 5))
    assert counted(again) == {"new": 1}
    assert Employee.objects.get(staff_number="00099").user.may_sign_in(date(2026, 10, 5))
    assert Employee.objects.filter(staff_number="00099").count() == 1


def test_departments_are_taken_back_with_their_names(city):
    before = books()
    plan = take_in(Kind.DEPARTMENTS, department_file(
        {"所属名": "総務デジタル課", "上位所属コード": "01"},
        {"所属コード": "0103", "所属名": "財政課", "上位所属コード": "01"},
    ), OCTOBER, SECOND)  # fmt: skip
    undo(plan)

    assert books() == before
    assert organisation(OCTOBER).by_code("0101").name == "総務課"
    # A department that was never founded is no department to post people to.
    assert take_staff(person(所属コード="0103")).faults
    again = take_in(Kind.DEPARTMENTS, department_file({"所属コード": "0103", "所属名": "財政課"}), OCTOBER, LAST)
    assert counted(again) == {"new": 1}
    assert organisation(OCTOBER).by_code("0103").name == "財政課"


def test_roles_are_taken_back(april):
    before = books()
    undo(take_in(Kind.ROLES, role_file({"職員番号": "00002"}), OCTOBER, SECOND))

    assert books() == before


def test_the_later_of_two_files_is_taken_back_first(april):
    before = books()
    second = everything_changes()
    third = take_staff(person("00001", 氏名="坂元　正樹", 所属コード="0101", 発令日="R8.11.1"), on=OCTOBER, at=THIRD)

    assert "同じ職員（00001）の登録が変わっているため、取り消せません。" in why(second)
    undo(third)
    undo(second, at=jst(2026, 10, 5))
    assert books() == before


def test_a_role_given_by_hand_since_holds_it(april):
    plan = everything_changes()
    department = Department.objects.get(code="0102")
    give_role(
        employee=Employee.objects.get(staff_number="00001"), role=Role.CLERK, department=department, on=OCTOBER,
        ends_on=None, actor="00028", at=THIRD,
    )  # fmt: skip

    assert "00001" in why(plan)


def test_a_name_changed_by_hand_since_holds_it(april):
    plan = everything_changes()
    Employee.objects.filter(staff_number="00001").update(name="別人　太郎")

    assert "00001の氏名等が変わっている" in why(plan)


def test_what_a_newcomer_keeps_for_nobody_elses_eyes_neither_holds_it_nor_is_told(april):
    plan = take_staff(person("00099"), on=OCTOBER, at=SECOND)
    newcomer, course = Employee.objects.get(staff_number="00099"), factories.course()
    factories.note(newcomer, course)
    factories.bookmark(newcomer, course)

    assert undo(plan).state == ImportBatch.State.UNDONE


@pytest.mark.parametrize("record", ["修了記録", "受験", "章の受講"])
def test_a_record_of_a_newcomer_holds_it(april, record):
    plan = take_staff(person("00099"), on=OCTOBER, at=SECOND)
    newcomer, course = Employee.objects.get(staff_number="00099"), factories.course()
    if record == "修了記録":
        factories.completion(newcomer, course, THIRD)
    elif record == "章の受講":
        factories.lesson_read(newcomer, course, THIRD)
    else:
        bank = QuestionBank.objects.create(code="b", title="b", office="security")
        quiz = Quiz.objects.create(code="q", title="q", bank=bank)
        Attempt.objects.create(
            employee=newcomer, quiz=quiz, number=1, paper=[], pass_percent=80, recorded_at=THIRD
        )  # fmt: skip
    before = books()

    assert f"新たに入った職員に{record}があるため" in why(plan)
    assert books() == before


def test_a_posting_in_a_new_department_holds_it(city):
    plan = take_in(
        Kind.DEPARTMENTS, department_file({"所属コード": "0103", "所属名": "財政課"}), OCTOBER, SECOND
    )  # fmt: skip
    take_staff(person(所属コード="0103"), at=THIRD)

    assert "新たにできた所属に発令があるため" in why(plan)


def test_an_import_is_taken_back_once(april):
    plan = everything_changes()
    undo(plan)

    assert "既に取り消されています" in why(plan)


def test_the_command_answers_in_json_and_by_its_exit_code(april):
    plan = everything_changes()
    out = io.StringIO()
    call_command("undo_import", plan.batch, "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"batch": plan.batch, "undone": True, "reason": ""}

    with pytest.raises(SystemExit) as end:
        call_command("undo_import", plan.batch, "--json", stdout=io.StringIO())
    assert end.value.code == 1
    with pytest.raises(CommandError, match="ありません"):
        call_command("undo_import", "0" * 32)


def test_three_people_need_no_more_queries_than_one(city):
    one = take_staff(person("00001"), at=FIRST)
    three = take_staff(*(person(number) for number in ("00002", "00003", "00004")), at=FIRST)
    with CaptureQueriesContext(connection) as of_one:
        undo(one)
    with CaptureQueriesContext(connection) as of_three:
        undo(three)

    assert len(of_three) == len(of_one)
