"""全件入替え: who is missing from the file has left on the day before it, after a question when they are many."""

from datetime import date

import pytest

from lms.importing.carrying_out.applying import import_at_once
from lms.importing.comparing.plans import Category, Consent, Plan
from lms.importing.comparing.reach import Reach
from lms.people.models import Department, Employee, Leave, Posting, RoleGrant
from tests import factories
from tests.factories import jst
from tests.lms.importing.samples import APRIL, NOW, OCTOBER, Kind, counted, look, person, staff_file, take_staff

pytestmark = pytest.mark.usefixtures("city")

SEPTEMBER_30 = date(2026, 9, 30)
MANY = [person(f"{number:05}") for number in range(1, 21)]


def replace_all(*rows: dict[str, str], on: date = OCTOBER, consent: Consent = Consent()) -> Plan:  # noqa: B008
    return import_at_once(
        kind=Kind.STAFF, on=on, filename="f.csv", content=staff_file(*rows), by="command:test", at=NOW,
        reach=Reach.EVERYBODY, consent=consent,
    )  # fmt: skip


def ends() -> dict[str, date | None]:
    rows = Posting.objects.known().filter(kind="main")
    return dict(rows.values_list("employee__staff_number", "ends_on"))


def test_who_is_missing_leaves_on_the_day_before_and_is_shown_as_such():
    take_staff(*MANY)
    plan = replace_all(*MANY[1:])

    assert counted(plan) == {"left": 1, "unchanged": 19}
    (gone,) = plan.of(Category.LEFT)
    assert (gone.row, gone.subject) == (0, "00001")
    assert [(cell.column, cell.before, cell.after) for cell in gone.cells] == [
        ("ファイルにない職員", "在籍", "令和8年9月30日で退職")
    ]
    assert ends()["00001"] == SEPTEMBER_30
    assert set(ends().values()) == {None, SEPTEMBER_30}
    user = Employee.objects.get(staff_number="00001").user
    assert (user.may_sign_in(SEPTEMBER_30), user.may_sign_in(OCTOBER)) == (True, False)


def test_again_it_changes_nothing():
    take_staff(*MANY)
    replace_all(*MANY[1:])

    assert counted(replace_all(*MANY[1:])) == {"unchanged": 19}


def test_everything_of_an_absent_person_ends():
    absent = person("00099", 休業区分="派遣", 休業開始日="R8.4.1")
    take_staff(*MANY, absent, person("00099", 本務兼務="兼務", 所属コード="0102"))
    factories.grant(
        Employee.objects.get(staff_number="00099"), "head", Department.objects.get(code="0101"), starts_on=APRIL
    )
    replace_all(*MANY)

    assert set(Posting.objects.known().filter(employee__staff_number="00099").values_list("ends_on", flat=True)) == {
        SEPTEMBER_30
    }
    assert Leave.objects.known().get().ends_on == RoleGrant.objects.known().get().ends_on == SEPTEMBER_30


def test_more_than_one_in_ten_is_asked_about_first():
    take_staff(*MANY)
    refused = replace_all(*MANY[3:])

    assert (refused.batch, refused.needs_consent) == ("", True)
    assert refused.drop.words == "ファイルにない職員は3人で、在籍する20人の15.0％です。"
    assert set(ends().values()) == {None}
    assert replace_all(*MANY[3:], consent=Consent(accepts_drop=True)).batch


def test_one_in_ten_is_not_asked_about():
    take_staff(*MANY)

    assert replace_all(*MANY[2:]).batch


def test_otherwise_who_is_missing_stays():
    take_staff(*MANY)
    take_staff(*MANY[1:], on=OCTOBER)

    assert set(ends().values()) == {None}


def test_of_whom_a_later_file_has_spoken_stays():
    take_staff(*MANY)
    take_staff(person("00001", 職名="参事", 発令日="R8.10.1"), on=OCTOBER)
    plan = look(Kind.STAFF, staff_file(*MANY[1:]), date(2026, 7, 1), Reach.EVERYBODY)

    assert plan.drop.absent == 0


def test_who_left_before_is_not_sent_away_again_and_who_comes_back_is_there():
    take_staff(*MANY)
    replace_all(*MANY[1:])
    plan = take_staff(*MANY, on=date(2026, 11, 1), at=jst(2026, 11, 1))

    assert counted(plan) == {"changed": 1, "unchanged": 19}
    assert ends()["00001"] is None
    assert Employee.objects.get(staff_number="00001").user.active_until is None


def test_who_came_with_the_file_of_the_same_day_and_is_missing_now_was_never_there():
    take_staff(*MANY, on=OCTOBER)
    take_staff(person("00099", 発令日="R8.10.1", 採用日="R8.10.1"), on=OCTOBER)
    replace_all(*MANY)

    assert "00099" not in ends()
    assert not Employee.objects.get(staff_number="00099").user.may_sign_in(OCTOBER)


def external(number: str) -> Employee:
    """As they are entered by hand."""
    return factories.employee(
        Department.objects.get(code="0101"),
        number,
        employment_type="派遣・委託",
        starts_on=APRIL,
        ends_on=date(2027, 3, 31),
    )


def test_external_people_who_were_entered_by_hand_stay_and_are_mentioned():
    take_staff(*MANY)
    external("H0001")
    plan = replace_all(*MANY[1:])

    assert (plan.drop.absent, plan.drop.in_service) == (1, 20)
    assert [(note.row, note.text) for note in plan.notes] == [
        (0, "手で登録した派遣・委託の職員1人は、ファイルになくても退職としません。")
    ]
    assert ends()["H0001"] == date(2027, 3, 31)


def test_external_people_whom_a_file_once_listed_leave_like_everybody():
    take_staff(*MANY, person("H0001", 任用形態="派遣・委託", 任期満了日="R9.3.31"))
    plan = replace_all(*MANY)

    assert (plan.notes, ends()["H0001"]) == ((), SEPTEMBER_30)
