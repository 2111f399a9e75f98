"""What becomes of each person: new, left, moved, changed or unchanged, and what is written for it."""

from datetime import date

import pytest

from lms.accounts.models import User
from lms.people.models import Department, Employee, Leave, Posting, RoleGrant
from tests import factories
from tests.lms.importing.samples import APRIL, OCTOBER, Kind, counted, look, person, staff_file, take_staff

pytestmark = pytest.mark.usefixtures("city")

SEPTEMBER_30 = date(2026, 9, 30)


def postings(number: str = "00123") -> list[tuple[str, str, date, date | None]]:
    rows = Posting.objects.known().filter(employee__staff_number=number).order_by("starts_on", "kind")
    return list(rows.values_list("kind", "department__code", "starts_on", "ends_on"))


def cells(plan) -> dict[str, tuple[str, str]]:
    (change,) = plan.changes
    return {cell.column: (cell.before, cell.after) for cell in change.cells}


def faults(plan) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.text) for fault in plan.faults]


def at_october(*rows: dict[str, str]):
    """The people as the October file has them, taken in."""
    return take_staff(*rows, on=OCTOBER)


# ---- newcomers ------------------------------------------------------------------------------------------------------


def test_a_newcomer_gets_a_posting_and_an_account_that_cannot_be_used_yet():
    assert counted(take_staff(person("00007", メールアドレス=""))) == {"new": 1}

    employee = Employee.objects.get()
    assert (employee.staff_number, employee.name, employee.kana) == ("00007", "髙橋　正樹", "タカハシ　マサキ")
    assert (employee.user.username, employee.user.active_until) == ("00007", None)
    assert not employee.user.has_usable_password()
    assert postings("00007") == [("main", "0101", date(2024, 4, 1), None)]


def test_search_finds_a_newcomer_by_any_way_of_typing():
    take_staff(person(氏名="髙橋　正樹", カナ氏名="ﾀｶﾊｼ ﾏｻｷ"))

    employee = Employee.objects.get()
    assert (employee.name_key, employee.kana_key) == ("高橋正樹", "たかはしまさき")


def test_an_account_that_waits_without_a_person_is_taken_over():
    waiting = User.objects.create(username="00123")
    take_staff(person())

    assert Employee.objects.get().user == waiting


def test_a_term_ends_the_posting_and_the_account():
    take_staff(person(任期満了日="R9.3.31"))

    assert postings()[0][3] == date(2027, 3, 31)
    assert Employee.objects.get().user.active_until == date(2027, 3, 31)


def test_additional_posts_and_leaves_come_with_their_person():
    take_staff(
        person(休業区分="育児休業", 休業開始日="R8.5.11", 休業終了予定日="R9.3.31"),
        person(本務兼務="兼務", 所属コード="0102", 職名="参事"),
    )

    assert [row[:2] for row in postings()] == [("additional", "0102"), ("main", "0101")]
    leave = Leave.objects.get()
    assert (leave.kind, leave.starts_on, leave.ends_on) == ("育児休業", date(2026, 5, 11), date(2027, 3, 31))


# ---- changes --------------------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing():
    take_staff(person())
    before = Posting.objects.count()

    assert counted(take_staff(person())) == {"unchanged": 1}
    assert Posting.objects.count() == before


def test_a_transfer_counts_as_moved_and_ends_the_earlier_posting():
    take_staff(person())
    plan = at_october(person(所属コード="0102", 発令日="R8.10.1"))

    assert counted(plan) == {"moved": 1}
    assert cells(plan) == {
        "所属": ("総務課", "企画政策課"),
        "発令日": ("令和6年4月1日", "令和8年10月1日"),
    }
    assert postings() == [
        ("main", "0101", date(2024, 4, 1), SEPTEMBER_30), ("main", "0102", date(2026, 10, 1), None),
    ]  # fmt: skip


def test_a_new_title_with_a_new_date_is_a_change_and_a_new_posting():
    take_staff(person())
    plan = at_october(person(職名="係長", 職位="係長級", 発令日="R8.10.1"))

    assert counted(plan) == {"changed": 1}
    assert cells(plan)["職名"] == ("主査", "係長")
    assert len(postings()) == 2


def test_a_new_title_under_the_same_date_corrects_the_posting():
    take_staff(person())
    at_october(person(職名="係長"))

    assert postings() == [("main", "0101", date(2024, 4, 1), None)]
    assert Posting.objects.known().get().job_title == "係長"
    assert Posting.objects.exclude(voided_at=None).get().job_title == "主査"


def test_a_new_surname_is_a_change_and_the_old_one_is_searched_no_more():
    take_staff(person())
    plan = at_october(person(氏名="坂元　正樹", カナ氏名="サカモト　マサキ"))

    employee = Employee.objects.get()
    assert counted(plan) == {"changed": 1}
    assert cells(plan)["氏名"] == ("髙橋　正樹", "坂元　正樹")
    assert (employee.name, employee.name_key, employee.user.name) == ("坂元　正樹", "坂元正樹", "坂元　正樹")


def test_a_reading_in_another_width_is_no_change():
    take_staff(person(カナ氏名="タカハシ　マサキ"))

    assert counted(at_october(person(カナ氏名="ﾀｶﾊｼ ﾏｻｷ"))) == {"unchanged": 1}


def test_an_additional_post_that_is_missing_ends_on_the_day_before():
    take_staff(person(), person(本務兼務="兼務", 所属コード="0102"))
    plan = at_october(person())

    assert counted(plan) == {"changed": 1}
    assert postings()[0] == ("additional", "0102", date(2024, 4, 1), SEPTEMBER_30)


def test_people_who_are_missing_stay():
    take_staff(person("00001"), person("00002"))
    at_october(person("00001"))

    assert postings("00002")[0][3] is None


def test_a_planned_end_of_a_leave_that_changes_is_written_again():
    absent = {"休業区分": "育児休業", "休業開始日": "R7.10.1"}
    take_staff(person(**absent, 休業終了予定日="R8.9.30"))
    plan = at_october(person(**absent, 休業終了予定日="R9.3.31"))

    assert counted(plan) == {"changed": 1}
    assert Leave.objects.known().get().ends_on == date(2027, 3, 31)


def test_a_leave_that_is_missing_ends_on_the_day_before():
    take_staff(person(休業区分="病気休職", 休業開始日="R8.3.2"))
    at_october(person())

    assert Leave.objects.known().get().ends_on == SEPTEMBER_30


# ---- leaving and coming back ----------------------------------------------------------------------------------------


def test_somebody_who_leaves_keeps_the_records_and_loses_the_sign_in():
    take_staff(person(任期満了日="R9.3.31"))
    plan = at_october(person(任期満了日="R9.3.31", 退職日="R8.9.30"))

    assert counted(plan) == {"left": 1}
    assert cells(plan) == {"退職日": ("", "令和8年9月30日")}
    assert postings()[0][3] == SEPTEMBER_30
    assert Employee.objects.get().user.may_sign_in(SEPTEMBER_30)
    assert not Employee.objects.get().user.may_sign_in(OCTOBER)


def test_leaving_on_the_last_day_of_the_term_is_leaving_once():
    take_staff(person(任期満了日="R9.3.31"))
    leaver = person(任期満了日="R9.3.31", 退職日="R9.3.31")

    assert counted(at_october(leaver)) == {"left": 1}
    assert counted(at_october(leaver)) == {"unchanged": 1}


def test_a_withdrawn_retirement_opens_the_posting_and_the_account_again():
    take_staff(person(退職日="R9.3.31"))
    plan = at_october(person())

    assert counted(plan) == {"changed": 1}
    assert postings()[0][3] is None
    assert Employee.objects.get().user.active_until is None


def test_somebody_appointed_again_in_the_same_department_is_changed_not_moved():
    take_staff(person(任期満了日="R8.9.30"))
    plan = at_october(person(発令日="R8.10.1", 任期満了日="R9.3.31"))

    assert counted(plan) == {"changed": 1}
    assert [row[2:] for row in postings()] == [
        (date(2024, 4, 1), SEPTEMBER_30), (date(2026, 10, 1), date(2027, 3, 31)),
    ]  # fmt: skip
    assert Employee.objects.get().user.active_until == date(2027, 3, 31)


def test_a_new_number_with_the_old_one_beside_it_is_the_same_person():
    take_staff(person("K0001", 任期満了日="R8.9.30"))
    plan = at_october(person("K0139", 発令日="R8.10.1", 旧職員番号="K0001"))

    employee = Employee.objects.get()
    assert counted(plan) == {"changed": 1}
    assert (employee.staff_number, employee.user.username) == ("K0139", "K0139")
    assert len(postings("K0139")) == 2
    assert counted(at_october(person("K0139", 発令日="R8.10.1", 旧職員番号="K0001"))) == {"unchanged": 1}


def test_two_rows_that_mean_one_person_are_a_fault():
    take_staff(person("K0001"))
    plan = at_october(person("K0001"), person("K0139", 旧職員番号="K0001"))

    assert faults(plan) == [(3, "職員番号", "K0139")]


# ---- files in any order ---------------------------------------------------------------------------------------------


def test_the_april_file_again_takes_back_nothing_that_october_brought():
    april = [person("00001"), person("00002"), person("00003"), person("K0001")]
    take_staff(*april)
    at_october(
        person("00001", 所属コード="0102", 発令日="R8.10.1"),
        person("00002", 氏名="坂元　正樹", 休業区分="派遣", 休業開始日="R8.10.1"),
        person("00003", 退職日="R8.9.30"),
        person("K0139", 旧職員番号="K0001"),
    )
    before = Posting.objects.count(), Leave.objects.count(), Employee.objects.count()

    assert counted(take_staff(*april)) == {"unchanged": 4}
    assert (Posting.objects.count(), Leave.objects.count(), Employee.objects.count()) == before
    assert Employee.objects.get(staff_number="00002").name == "坂元　正樹"


def test_the_october_file_first_and_the_april_file_later_end_in_the_same_books():
    at_october(person(所属コード="0102", 発令日="R8.10.1"))
    take_staff(person())

    assert postings() == [
        ("main", "0101", date(2024, 4, 1), SEPTEMBER_30), ("main", "0102", date(2026, 10, 1), None),
    ]  # fmt: skip
    assert counted(at_october(person(所属コード="0102", 発令日="R8.10.1"))) == {"unchanged": 1}


def test_an_older_file_that_contradicts_a_newer_one_is_passed_over_with_a_note():
    at_october(person(所属コード="0102"))
    plan = take_staff(person(発令日="R8.3.1"))

    assert counted(plan) == {"unchanged": 1}
    assert [note.text for note in plan.notes] == [
        "職員番号00123の本務は、より新しい基準日の取込みの内容を残し、変えません。"
    ]


def test_a_file_of_a_future_day_leaves_today_as_it_is():
    take_staff(person())
    at_october(person(所属コード="0102", 発令日="R8.10.1"))

    assert Posting.objects.on(SEPTEMBER_30).get().department.code == "0101"
    assert Posting.objects.on(OCTOBER).get().department.code == "0102"


# ---- roles that end -------------------------------------------------------------------------------------------------


def give(role: str, code: str) -> None:
    department = Department.objects.get(code=code)
    factories.grant(Employee.objects.get(), role, department, starts_on=APRIL)


def test_a_role_of_a_department_ends_when_its_holder_leaves_the_department():
    take_staff(person())
    give("head", "0101")
    plan = at_october(person(所属コード="0102", 発令日="R8.10.1"))

    assert RoleGrant.objects.known().get().ends_on == SEPTEMBER_30
    assert [note.text for note in plan.notes] == [
        "職員番号00123の役割「所属長 総務課」は、所属を離れるため令和8年9月30日で終わります。"
    ]


def test_a_role_stays_while_a_posting_remains_in_the_department_or_below_it():
    take_staff(person())
    give("clerk", "0101")
    at_october(person(所属コード="010101", 発令日="R8.10.1"))

    assert RoleGrant.objects.known().get().ends_on is None


def test_a_role_given_from_outside_the_department_stays():
    take_staff(person())
    give("head", "0102")
    at_october(person(所属コード="010101", 発令日="R8.10.1"))

    assert RoleGrant.objects.known().get().ends_on is None


def test_a_role_over_the_whole_city_stays():
    take_staff(person())
    factories.grant(Employee.objects.get(), "hr", starts_on=APRIL)
    at_october(person(所属コード="0102", 発令日="R8.10.1"))

    assert RoleGrant.objects.known().get().ends_on is None


def test_the_end_of_a_term_is_no_farewell_but_a_retirement_is():
    take_staff(person(任期満了日="R9.3.31"))
    give("clerk", "0101")
    at_october(person(任期満了日="R9.3.31", 職名="主任"))
    assert RoleGrant.objects.known().get().ends_on is None

    at_october(person(任期満了日="R9.3.31", 職名="主任", 退職日="R8.12.31"))
    assert RoleGrant.objects.known().get().ends_on == date(2026, 12, 31)


# ---- faults ---------------------------------------------------------------------------------------------------------


def test_an_unknown_department_is_a_fault_and_the_others_are_still_counted():
    plan = look(Kind.STAFF, staff_file(person("00001", 所属コード="9999"), person("00002")), APRIL)

    assert faults(plan) == [(2, "所属コード", "9999")]
    assert counted(plan) == {"new": 1}


def test_with_any_fault_nothing_is_written():
    plan = take_staff(person("00001", 所属コード="9999"), person("00002"))

    assert plan.faults
    assert not Employee.objects.exists()
