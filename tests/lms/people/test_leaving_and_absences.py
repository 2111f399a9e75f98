"""退職, 休職・休業等 and 利用期限 by hand."""

from datetime import date

import pytest

from lms.accounts.models import User
from lms.ledger.models import LedgerEntry
from lms.people.absences import begin_leave, end_leave, withdraw_leave
from lms.people.admitting import External, admit_external
from lms.people.expiring import change_last_day, close_account
from lms.people.leaving import retire
from lms.people.models import Leave, Posting, RoleGrant
from lms.people.refusals import RefusedError
from lms.people.roles import Role
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)
TRACE = {"actor": "00001", "at": jst(2027, 3, 1)}


def external(department, **values):
    usual = {
        "staff_number": "H0001", "name": "外山　一郎", "kana": "ソトヤマ　イチロウ", "email": "", "job_title": "",
        "department": department, "starts_on": date(2026, 4, 1), "active_until": MARCH,
    }  # fmt: skip
    return admit_external(person=External(**(usual | values)), **TRACE)


def test_with_the_last_day_of_service_everything_ends_and_the_records_stay():
    seat, other = factories.department("0101"), factories.department("0102")
    person = factories.employee(seat, "00028")
    account = factories.account(person)
    factories.posting(person, other, kind=Posting.Kind.ADDITIONAL)
    factories.posting(person, other, kind=Posting.Kind.ACTING, starts_on=date(2027, 5, 1))
    factories.grant(person, Role.HEAD, seat)
    factories.leave(person, date(2027, 1, 1))
    left = retire(employee=person, last=MARCH, **TRACE)

    assert not Posting.objects.on(APRIL).exists()
    assert Posting.objects.on(MARCH).count() == 2
    assert not Posting.objects.on(date(2027, 5, 1)).exists()
    assert not RoleGrant.objects.on(APRIL).exists()
    assert Leave.objects.known().get().ends_on == MARCH
    assert len(left.roles) == 1
    account.refresh_from_db()
    assert account.may_sign_in(MARCH)
    assert not account.may_sign_in(APRIL)
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.subject, entry.payload["active_until"]) == ("退職", "00028", ["", "2027-03-31"])


def test_nobody_leaves_on_a_day_without_a_main_posting():
    with pytest.raises(RefusedError, match="令和9年3月31日に本務がありません"):
        retire(employee=factories.employee(), last=MARCH, **TRACE)


def test_an_absence_begins_ends_and_is_taken_back():
    person = factories.employee()
    leave = begin_leave(employee=person, kind="育児休業", starts_on=APRIL, ends_on=None, **TRACE)
    ended = end_leave(leave=leave, last=date(2027, 9, 30), **TRACE)
    assert list(Leave.objects.known()) == [ended]
    withdraw_leave(leave=ended, **TRACE)

    assert not Leave.objects.known().exists()
    assert [entry.action for entry in LedgerEntry.objects.order_by("pk")] == [
        "休職・休業等の登録", "休職・休業等の終了", "休職・休業等の取消し",
    ]  # fmt: skip
    with pytest.raises(RefusedError, match="ほかの人が先に変更しました"):
        withdraw_leave(leave=ended, **TRACE)


def test_two_absences_on_one_day_are_refused():
    person = factories.employee()
    factories.leave(person, date(2027, 6, 1), date(2027, 6, 30))
    with pytest.raises(RefusedError, match="既に登録されています"):
        begin_leave(employee=person, kind="病気休職", starts_on=APRIL, ends_on=None, **TRACE)

    assert begin_leave(employee=person, kind="病気休職", starts_on=APRIL, ends_on=date(2027, 5, 31), **TRACE).pk


def test_an_absence_is_not_prolonged_over_the_next_one():
    person = factories.employee()
    first = factories.leave(person, APRIL, date(2027, 4, 30))
    factories.leave(person, date(2027, 6, 1))
    with pytest.raises(RefusedError, match="別の休職・休業等が登録されています"):
        end_leave(leave=first, last=date(2027, 6, 1), **TRACE)

    assert end_leave(leave=first, last=date(2027, 5, 31), **TRACE).ends_on == date(2027, 5, 31)


def test_an_absence_does_not_end_before_it_begins():
    person = factories.employee()
    with pytest.raises(RefusedError, match="開始日以後"):
        begin_leave(employee=person, kind="派遣", starts_on=APRIL, ends_on=MARCH, **TRACE)
    with pytest.raises(RefusedError, match="開始日（令和9年4月1日）以後"):
        end_leave(leave=factories.leave(person, APRIL), last=MARCH, **TRACE)


def test_external_people_have_a_last_day_and_a_department_that_answers_for_them():
    seat = factories.department("0101", appointing_authority="市長")
    person = external(seat)

    posting = person.postings.get()
    assert (posting.department, posting.employment_type, posting.ends_on) == (seat, "派遣・委託", MARCH)
    assert posting.appointing_authority == "市長"
    assert not person.user.may_sign_in(APRIL)
    assert LedgerEntry.objects.get().action == "派遣・委託の職員の登録"


def test_external_people_without_a_last_day_are_refused():
    with pytest.raises(RefusedError, match="利用期限が必要です"):
        external(factories.department("0101"), active_until=None)

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"active_until": date(2026, 3, 31)}, "従事する初日以後"),
        ({"staff_number": "00028"}, "職員番号「00028」は既に使われています"),
        ({"starts_on": date(2019, 4, 1)}, "平成31年4月1日にはありません"),
    ],
)
def test_external_people_are_refused_for_what_cannot_be(values, words):
    factories.employee(number="00028")
    seat = factories.department("0101", starts_on=date(2020, 4, 1))
    with pytest.raises(RefusedError, match=words):
        external(seat, **values)


def test_a_prolonged_contract_prolongs_the_posting():
    person = external(factories.department("0101"))
    change_last_day(employee=person, until=date(2028, 3, 31), **TRACE)

    person.user.refresh_from_db()
    assert person.user.active_until == Posting.objects.known().get().ends_on == date(2028, 3, 31)


def test_a_contract_is_not_prolonged_beyond_the_department():
    person = external(factories.department("0101", "臨時室", ends_on=date(2027, 12, 31)))
    with pytest.raises(RefusedError, match="「臨時室」は令和9年12月31日で無くなります"):
        change_last_day(employee=person, until=date(2028, 3, 31), **TRACE)
    change_last_day(employee=person, until=date(2027, 12, 31), **TRACE)


def test_external_people_do_not_come_into_a_department_that_ends_before_they_leave():
    with pytest.raises(RefusedError, match="「臨時室」は令和8年12月31日で無くなります"):
        external(factories.department("0101", "臨時室", ends_on=date(2026, 12, 31)))


def test_an_account_without_a_person_is_taken_over_with_the_last_day():
    User.objects.create(username="H0001", name="仮", active_until=date(2020, 3, 31))
    external(factories.department("0101"))

    account = User.objects.get()
    assert (account.name, account.active_until) == ("外山　一郎", MARCH)


@pytest.mark.parametrize(
    ("service_ends", "set_by_hand", "last"),
    [
        # The earlier one of 利用期限 as set by hand and 退職日.
        (None, date(2026, 5, 31), date(2026, 5, 31)),
        (None, date(2027, 6, 30), MARCH),
        (date(2027, 6, 30), date(2027, 5, 31), MARCH),
        (date(2027, 6, 30), date(2026, 5, 31), date(2026, 5, 31)),
        (date(2027, 6, 30), date(2027, 9, 30), MARCH),
    ],
)
def test_after_the_retirement_nobody_signs_in_whatever_last_day_was_set_by_hand(service_ends, set_by_hand, last):
    person = factories.employee(factories.department("0101"), ends_on=service_ends)
    account = factories.account(person)
    account.active_until = set_by_hand
    account.save()
    retire(employee=person, last=MARCH, **TRACE)

    account.refresh_from_db()
    assert account.active_until == last


def test_the_last_day_of_external_people_is_changed_but_never_dropped():
    person = external(factories.department("0101"))
    with pytest.raises(RefusedError, match="空欄にできません"):
        change_last_day(employee=person, until=None, **TRACE)
    with pytest.raises(RefusedError, match="従事する初日（令和8年4月1日）以後"):
        change_last_day(employee=person, until=date(2026, 3, 31), **TRACE)


def test_others_may_go_without_a_last_day():
    person = factories.employee(factories.department("0101"))
    account = factories.account(person)
    account.active_until = MARCH
    account.save()
    change_last_day(employee=person, until=None, **TRACE)

    account.refresh_from_db()
    assert account.active_until is None
    assert LedgerEntry.objects.get().payload["active_until"] == ["2027-03-31", ""]


def test_a_closed_account_is_closed_from_that_day_on():
    account = factories.account(factories.employee(number="00028"))
    close_account(account=account, on=APRIL, **TRACE)

    account.refresh_from_db()
    assert account.may_sign_in(MARCH)
    assert not account.may_sign_in(APRIL)
    assert (LedgerEntry.objects.get().action, LedgerEntry.objects.get().subject) == ("利用の停止", "00028")


def test_the_posting_of_external_people_ends_with_their_account():
    person = external(factories.department("0101"))
    close_account(account=person.user, on=date(2026, 12, 1), **TRACE)

    posting = Posting.objects.known().get()
    assert posting.ends_on == date(2026, 11, 30)
    assert LedgerEntry.objects.last().payload["facts"][0][:2] == ["people.Posting", posting.pk]


def test_the_posting_of_a_member_of_staff_does_not_end_with_the_account():
    person = factories.employee(factories.department("0101"))
    close_account(account=factories.account(person), on=date(2026, 12, 1), **TRACE)
    assert Posting.objects.get().ends_on is None


@pytest.mark.parametrize("since", [MARCH, date(2027, 3, 1)])
def test_an_account_that_is_closed_keeps_its_last_day_however_often_it_is_closed_again(since):
    person = external(factories.department("0101"), active_until=since)
    close_account(account=person.user, on=date(2027, 12, 1), **TRACE)

    person.user.refresh_from_db()
    assert (person.user.active_until, Posting.objects.get().ends_on) == (since, since)
    assert not LedgerEntry.objects.filter(action="利用の停止").exists()
