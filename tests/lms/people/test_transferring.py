"""異動 and 兼務 by hand: one main posting on any day, and the past as it was."""

from datetime import date

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.leaving import retire
from lms.people.models import Posting, RoleGrant
from lms.people.refusals import RefusedError
from lms.people.reorganising import close_department
from lms.people.roles import Role
from lms.people.transferring import Seat, add_posting, end_posting, transfer, withdraw_posting
from tests import factories
from tests.factories import SINCE, jst

pytestmark = pytest.mark.django_db

BEFORE, OCTOBER, LATER = date(2026, 9, 30), date(2026, 10, 1), date(2027, 1, 1)
TRACE = {"actor": "00001", "at": jst(2026, 9, 20)}


@pytest.fixture
def seats():
    return factories.department("0101", "総務課"), factories.department("0102", "税務課", appointing_authority="市長")


def move(person, department, on=OCTOBER, ends_on=None, **seat):
    return transfer(employee=person, seat=Seat(department_id=department.pk, **seat), on=on, ends_on=ends_on, **TRACE)


def mains(person):
    rows = Posting.objects.known().filter(employee=person, kind=Posting.Kind.MAIN).order_by("starts_on")
    return [(row.department.code, row.starts_on, row.ends_on) for row in rows]


def test_a_transfer_changes_the_main_posting_from_its_day_on(seats):
    person = factories.employee(seats[0], "00028")
    posted = move(person, seats[1], job_title="課長", grade="課長級")

    assert mains(person) == [("0101", SINCE, BEFORE), ("0102", OCTOBER, None)]
    assert (posted.posting.job_title, posted.posting.grade, posted.posting.appointing_authority) == (
        "課長", "課長級", "市長",
    )  # fmt: skip
    entry = LedgerEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("00001", "異動", "00028")
    assert len(entry.payload["facts"]) == 2


def test_a_transfer_keeps_the_end_of_the_term(seats):
    person = factories.employee(seats[0], ends_on=date(2027, 3, 31))
    move(person, seats[1])

    assert mains(person)[1] == ("0102", OCTOBER, date(2027, 3, 31))


def test_a_transfer_fits_in_before_one_that_is_already_planned(seats):
    person = factories.employee(seats[0], ends_on=date(2026, 12, 31))
    factories.posting(person, seats[0], starts_on=LATER)
    move(person, seats[1])

    assert mains(person) == [
        ("0101", SINCE, BEFORE), ("0102", OCTOBER, date(2026, 12, 31)), ("0101", LATER, None),
    ]  # fmt: skip


def test_somebody_without_a_posting_is_posted_until_the_next_one(seats):
    person = factories.employee()
    factories.posting(person, seats[0], starts_on=LATER)
    move(person, seats[1])

    assert mains(person) == [("0102", OCTOBER, date(2026, 12, 31)), ("0101", LATER, None)]


def test_two_main_postings_on_a_day_are_refused_in_words(seats):
    person = factories.employee(seats[0], ends_on=date(2026, 12, 31))
    factories.posting(person, seats[0], starts_on=LATER)
    before = mains(person)
    with pytest.raises(RefusedError, match="本務が同じ日に二つになります"):
        move(person, seats[1], ends_on=date(2027, 2, 28))

    assert mains(person) == before
    assert not LedgerEntry.objects.exists()


def test_a_transfer_on_the_same_day_again_corrects_the_first(seats):
    person = factories.employee(seats[0])
    move(person, seats[1])
    move(person, seats[1], job_title="課長")

    assert mains(person) == [("0101", SINCE, BEFORE), ("0102", OCTOBER, None)]
    assert Posting.objects.on(OCTOBER).get().job_title == "課長"


def test_a_posting_before_hiring_and_one_that_ends_before_it_begins_are_refused(seats):
    person = factories.employee()
    person.hired_on = LATER
    person.save()
    with pytest.raises(RefusedError, match="採用日（令和9年1月1日）より前"):
        move(person, seats[0])
    with pytest.raises(RefusedError, match="開始日以後"):
        move(person, seats[0], on=LATER, ends_on=OCTOBER)


def test_a_department_must_last_as_long_as_the_posting(seats):
    gone = factories.department("0199", "臨時室", ends_on=date(2026, 12, 31))
    person = factories.employee(seats[0])
    with pytest.raises(RefusedError, match="「臨時室」は令和8年12月31日で無くなります"):
        move(person, gone)
    with pytest.raises(RefusedError, match="令和9年1月1日にはありません"):
        move(person, gone, on=LATER)

    assert mains(move(person, gone, ends_on=date(2026, 12, 31)).posting.employee)[1][0] == "0199"


def test_roles_bound_to_the_old_department_end_and_those_from_outside_stay(seats):
    person = factories.employee(seats[0])
    factories.grant(person, Role.HEAD, seats[0])
    factories.grant(person, Role.HR)
    outside = factories.department("0301")
    factories.grant(person, Role.DEPUTY, outside)
    (ended,) = move(person, seats[1]).roles

    assert (ended.role, ended.ends_on) == (Role.HEAD, BEFORE)
    assert {grant.role for grant in RoleGrant.objects.on(OCTOBER)} == {Role.HR, Role.DEPUTY}


def test_a_role_of_a_department_stays_with_a_move_below_it(seats):
    below = factories.department("010101", "人事係", parent=seats[0])
    person = factories.employee(seats[0])
    factories.grant(person, Role.CLERK, seats[0])

    assert move(person, below).roles == []


def test_who_is_appointed_again_may_sign_in_again(seats):
    person = factories.employee(seats[0], ends_on=date(2026, 3, 31))
    account = factories.account(person)
    account.active_until = date(2026, 3, 31)
    account.save()
    move(person, seats[1], ends_on=date(2027, 3, 31))

    account.refresh_from_db()
    assert account.active_until == date(2027, 3, 31)


def account_until(person, day):
    account = factories.account(person)
    account.active_until = day
    account.save()
    return account


@pytest.mark.parametrize(("asked", "last"), [(date(2028, 3, 31), date(2028, 3, 31)), (LATER, LATER)])
def test_the_account_lasts_as_long_as_the_last_main_posting(seats, asked, last):
    person = factories.employee(seats[0], ends_on=date(2027, 3, 31))
    account = account_until(person, date(2027, 3, 31))
    move(person, seats[1], ends_on=asked)

    account.refresh_from_db()
    assert account.active_until == last
    assert LedgerEntry.objects.get().payload["active_until"] == ["2027-03-31", last.isoformat()]


def test_an_account_that_somebody_closed_in_service_stays_closed(seats):
    person = factories.employee(seats[0])
    account = account_until(person, date(2026, 5, 31))
    move(person, seats[1], ends_on=date(2027, 3, 31))

    account.refresh_from_db()
    assert account.active_until == date(2026, 5, 31)


def test_external_people_are_not_posted_without_a_last_day(seats):
    person = factories.employee(seats[0], employment_type="派遣・委託", ends_on=BEFORE)
    with pytest.raises(RefusedError, match="派遣・委託の職員の発令には、終了日が必要です"):
        move(person, seats[1], on=date(2026, 10, 5), employment_type="派遣・委託")

    assert mains(person) == [("0101", SINCE, BEFORE)]


def test_external_people_who_are_moved_in_their_term_keep_its_end(seats):
    person = factories.employee(seats[0], employment_type="派遣・委託", ends_on=date(2027, 3, 31))
    move(person, seats[1], employment_type="派遣・委託")

    assert mains(person)[-1] == ("0102", OCTOBER, date(2027, 3, 31))


def beside(person, department, on=OCTOBER, ends_on=None):
    seat = Seat(department_id=department.pk)
    return add_posting(employee=person, kind=Posting.Kind.ADDITIONAL, seat=seat, on=on, ends_on=ends_on, **TRACE)


def test_nobody_is_posted_beside_no_main_posting_or_beyond_it(seats):
    person = factories.employee(seats[0], ends_on=date(2026, 12, 31))
    factories.posting(person, seats[0], starts_on=LATER, ends_on=date(2027, 3, 31))
    with pytest.raises(RefusedError, match="本務は令和9年3月31日までです"):
        beside(person, seats[1], ends_on=date(2027, 4, 1))
    with pytest.raises(RefusedError, match="令和9年4月1日に本務がありません"):
        beside(person, seats[1], on=date(2027, 4, 1))

    assert beside(person, seats[1]).posting.ends_on == date(2027, 3, 31)


def test_a_posting_beside_is_not_prolonged_beyond_the_main_one_or_the_department(seats):
    gone = factories.department("0199", "臨時室", ends_on=date(2027, 1, 31))
    person = factories.employee(seats[0], ends_on=date(2026, 12, 31))
    posted = beside(person, gone, ends_on=date(2026, 10, 31)).posting
    with pytest.raises(RefusedError, match="本務は令和8年12月31日まで"):
        end_posting(posting=posted, last=LATER, **TRACE)
    factories.posting(person, seats[0], starts_on=LATER)
    with pytest.raises(RefusedError, match="「臨時室」は令和9年1月31日で無くなります"):
        end_posting(posting=posted, last=date(2027, 2, 1), **TRACE)

    assert end_posting(posting=posted, last=date(2027, 1, 31), **TRACE).posting.ends_on == date(2027, 1, 31)


def test_a_posting_beside_the_main_one_is_added_once_and_ends(seats):
    person = factories.employee(seats[0])
    values = {"employee": person, "kind": Posting.Kind.ADDITIONAL, "on": OCTOBER, "ends_on": None}
    posted = add_posting(seat=Seat(department_id=seats[1].pk), **values, **TRACE)
    with pytest.raises(RefusedError, match="同じ所属への発令が既にあります"):
        add_posting(seat=Seat(department_id=seats[1].pk), **values, **TRACE)
    end_posting(posting=posted.posting, last=date(2026, 12, 31), **TRACE)

    assert [post.kind for post in Posting.objects.on(LATER)] == ["main"]
    assert [entry.action for entry in LedgerEntry.objects.order_by("pk")] == ["兼務", "発令の終了"]


def test_the_main_posting_has_no_end_by_itself_and_nothing_ends_before_it_begins(seats):
    person = factories.employee(seats[0])
    beside = factories.posting(person, seats[1], kind=Posting.Kind.ADDITIONAL, starts_on=OCTOBER)
    with pytest.raises(RefusedError, match="異動又は退職"):
        end_posting(posting=person.postings.get(kind="main"), last=LATER, **TRACE)
    with pytest.raises(RefusedError, match="開始日（令和8年10月1日）以後"):
        end_posting(posting=beside, last=BEFORE, **TRACE)


def test_a_transfer_that_was_a_mistake_is_taken_back(seats):
    person = factories.employee(seats[0])
    posted = move(person, seats[1])
    withdraw_posting(posting=posted.posting, **TRACE)

    assert mains(person) == [("0101", SINCE, None)]
    assert LedgerEntry.objects.last().action == "発令の取消し"


TERM, NEXT_TERM = date(2027, 3, 31), date(2027, 4, 1)


def test_a_term_that_ended_by_itself_is_not_prolonged_by_taking_back_the_next_one(seats):
    person = factories.employee(seats[0], starts_on=date(2026, 4, 1), ends_on=TERM)
    account = account_until(person, TERM)
    posted = move(person, seats[1], on=NEXT_TERM, ends_on=date(2028, 3, 31))
    found = withdraw_posting(posting=posted.posting, **TRACE)

    assert mains(person) == [("0101", date(2026, 4, 1), TERM)]
    assert found.posting is None
    account.refresh_from_db()
    assert account.active_until == TERM


@pytest.mark.parametrize("end", [None, date(2028, 3, 31)])
def test_what_a_transfer_broke_off_goes_on_to_its_own_end(seats, end):
    person = factories.employee(seats[0], ends_on=end)
    posted = move(person, seats[1], ends_on=TERM)
    withdraw_posting(posting=posted.posting, **TRACE)

    assert mains(person) == [("0101", SINCE, end)]


def test_what_a_transfer_broke_off_goes_on_to_the_next_posting_entered_since(seats):
    person = factories.employee(seats[0])
    move(person, seats[1])
    back = Seat(department_id=seats[0].pk)
    transfer(employee=person, seat=back, on=LATER, ends_on=None, actor="00001", at=jst(2026, 9, 21))
    first = Posting.objects.known().get(employee=person, starts_on=OCTOBER)
    withdraw_posting(posting=first, actor="00001", at=jst(2026, 9, 22))

    assert mains(person) == [("0101", SINCE, date(2026, 12, 31)), ("0101", LATER, None)]


def twice_moved(seats):
    """By mistake in October, and by mistake again in January."""
    third = factories.department("0103", "税務課")
    person = factories.employee(seats[0])
    factories.grant(person, Role.HEAD, seats[0])
    move(person, seats[1])
    factories.grant(person, Role.CLERK, seats[1], starts_on=OCTOBER)
    seat = Seat(department_id=third.pk)
    transfer(employee=person, seat=seat, on=LATER, ends_on=None, actor="00001", at=jst(2026, 9, 21))
    return person


@pytest.mark.parametrize("days", [(OCTOBER, LATER), (LATER, OCTOBER)])
def test_two_transfers_that_were_mistakes_are_taken_back_in_either_order(seats, days):
    person = twice_moved(seats)
    for place, day in enumerate(days):
        posting = Posting.objects.known().get(employee=person, starts_on=day)
        withdraw_posting(posting=posting, actor="00001", at=jst(2026, 9, 22 + place))

    assert mains(person) == [("0101", SINCE, None)]
    heads = RoleGrant.objects.known().filter(role=Role.HEAD).values_list("starts_on", "ends_on")
    assert list(heads) == [(SINCE, None)]


def test_what_goes_on_in_place_of_the_first_of_two_ends_with_its_roles_where_the_second_begins(seats):
    person = twice_moved(seats)
    first = Posting.objects.known().get(employee=person, starts_on=OCTOBER)
    withdraw_posting(posting=first, actor="00001", at=jst(2026, 9, 22))

    assert mains(person) == [("0101", SINCE, date(2026, 12, 31)), ("0103", LATER, None)]
    assert RoleGrant.objects.known().get(role=Role.HEAD).ends_on == date(2026, 12, 31)


def test_a_retirement_entered_since_holds_for_what_goes_on(seats):
    person = factories.employee(seats[0])
    move(person, seats[1])
    retire(employee=person, last=TERM, actor="00001", at=jst(2026, 9, 23))
    posted = Posting.objects.known().get(employee=person, starts_on=OCTOBER)
    withdraw_posting(posting=posted, actor="00001", at=jst(2026, 9, 24))

    assert mains(person) == [("0101", SINCE, TERM)]


def test_nobody_goes_back_to_a_department_that_is_no_more(seats):
    person = factories.employee(seats[0])
    posted = move(person, seats[1])
    close_department(department=seats[0], on=OCTOBER, actor="00001", at=jst(2026, 9, 21))
    with pytest.raises(RefusedError, match="発令の所属は、令和8年10月1日にはありません"):
        withdraw_posting(posting=posted.posting, **TRACE)

    assert mains(person)[-1] == ("0102", OCTOBER, None)


def test_a_main_posting_is_not_taken_back_from_under_another_one(seats):
    person = factories.employee(seats[0], ends_on=TERM)
    posted = move(person, seats[1], on=NEXT_TERM)
    beside(person, seats[0], on=NEXT_TERM)
    with pytest.raises(RefusedError, match="兼務等だけが残ります"):
        withdraw_posting(posting=posted.posting, **TRACE)


def test_the_roles_that_ended_with_it_go_on_when_it_is_taken_back(seats):
    person = factories.employee(seats[0])
    factories.grant(person, Role.HEAD, seats[0])
    factories.grant(person, Role.CLERK, seats[0], starts_on=LATER, ends_on=date(2027, 3, 31))
    posted = move(person, seats[1])
    assert RoleGrant.objects.known().get().ends_on == BEFORE
    found = withdraw_posting(posting=posted.posting, **TRACE)
    rows = RoleGrant.objects.known().order_by("role").values_list("role", "department", "starts_on", "ends_on")
    assert list(rows) == [
        ("clerk", seats[0].pk, LATER, date(2027, 3, 31)), ("head", seats[0].pk, SINCE, None),
    ]  # fmt: skip
    assert len(found.roles) == 2


def test_a_role_that_somebody_has_given_again_meanwhile_is_left_alone(seats):
    person = factories.employee(seats[0])
    factories.grant(person, Role.HEAD, seats[0])
    posted = move(person, seats[1])
    factories.grant(person, Role.HEAD, seats[0], starts_on=LATER)
    assert withdraw_posting(posting=posted.posting, **TRACE).roles == []
    ends = RoleGrant.objects.known().order_by("starts_on").values_list("ends_on", flat=True)
    assert list(ends) == [BEFORE, None]


def test_the_only_main_posting_is_not_taken_back(seats):
    person = factories.employee(seats[0])
    with pytest.raises(RefusedError, match="取り消すと本務がなくなります"):
        withdraw_posting(posting=person.postings.get(), **TRACE)


def test_what_somebody_else_has_changed_meanwhile_is_not_changed_again(seats):
    person = factories.employee(seats[0])
    posted = move(person, seats[1])
    withdraw_posting(posting=posted.posting, **TRACE)
    with pytest.raises(RefusedError, match="ほかの人が先に変更しました"):
        withdraw_posting(posting=posted.posting, **TRACE)
