"""Roles given for a span of days, ended and taken back; and what 人事担当 should look at."""

from datetime import date

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.granting import end_role, give_role, withdraw_role
from lms.people.models import RoleGrant
from lms.people.organisation import organisation
from lms.people.refusals import RefusedError
from lms.people.role_review import roles_without_seat, units_without_head
from lms.people.roles import Role
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

APRIL, MARCH = date(2026, 4, 1), date(2027, 3, 31)
TRACE = {"actor": "00001", "at": jst(2026, 4, 1)}


def give(person, role, department=None, on=APRIL, ends_on=None):
    return give_role(employee=person, role=role, department=department, on=on, ends_on=ends_on, **TRACE)


def test_a_role_is_given_for_a_span_and_leaves_its_trace():
    seat, person = factories.department("0101"), factories.employee(number="00028")
    grant = give(person, Role.HEAD, seat, ends_on=MARCH)

    assert (grant.starts_on, grant.ends_on) == (APRIL, MARCH)
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.subject) == ("役割の指定", "00028 head 0101")


@pytest.mark.parametrize(
    ("role", "place", "days", "words"),
    [
        (Role.HEAD, False, {}, "所属長には所属が必要です"),
        (Role.HR, True, {}, "人事担当は全庁の役割です"),
        (Role.AUDITOR, False, {}, "監査担当には期間が必要です"),
        (Role.DX_LEADER, False, {"ends_on": date(2026, 3, 31)}, "開始日以後"),
        (Role.HEAD, True, {"on": date(2019, 4, 1)}, "平成31年4月1日にはありません"),
    ],
)
def test_a_role_is_refused_for_what_cannot_be(role, place, days, words):
    seat = factories.department("0101", starts_on=date(2020, 4, 1))
    with pytest.raises(RefusedError, match=words):
        give(factories.employee(), role, seat if place else None, **days)


def test_nobody_holds_the_same_role_twice_on_a_day():
    person = factories.employee()
    give(person, Role.DX_LEADER, on=date(2026, 10, 1))
    with pytest.raises(RefusedError, match="「DX推進リーダー」が既に指定されています"):
        give(person, Role.DX_LEADER)

    assert give(person, Role.DX_LEADER, ends_on=date(2026, 9, 30)).pk


def test_a_role_ends_on_its_last_day():
    grant = give(factories.employee(), Role.DX_LEADER)
    end_role(grant=grant, last=MARCH, **TRACE)

    assert RoleGrant.objects.on(MARCH).count() == 1
    assert not RoleGrant.objects.on(date(2027, 4, 1)).exists()
    with pytest.raises(RefusedError, match="ほかの人が先に変更しました"):
        end_role(grant=grant, last=MARCH, **TRACE)
    with pytest.raises(RefusedError, match="開始日（令和8年4月1日）以後"):
        end_role(grant=RoleGrant.objects.known().get(), last=date(2026, 3, 31), **TRACE)


def test_an_end_is_not_moved_over_the_next_grant_of_the_same_role():
    seat, person = factories.department("0101"), factories.employee()
    first = give(person, Role.HEAD, seat, ends_on=date(2026, 9, 30))
    give(person, Role.HEAD, seat, on=date(2026, 11, 1))
    give(person, Role.CLERK, seat, on=date(2026, 10, 1))
    with pytest.raises(RefusedError, match="同じ役割の別の指定があります"):
        end_role(grant=first, last=date(2026, 11, 1), **TRACE)

    assert end_role(grant=first, last=date(2026, 10, 31), **TRACE).ends_on == date(2026, 10, 31)


def test_the_last_administrator_stays_until_there_is_another():
    grant = give(factories.employee(), Role.ADMINISTRATOR)
    with pytest.raises(RefusedError, match="令和9年4月1日にシステム管理者が一人もいなくなります"):
        end_role(grant=grant, last=MARCH, **TRACE)
    with pytest.raises(RefusedError, match="令和8年4月1日にシステム管理者が一人も"):
        withdraw_role(grant=grant, **TRACE)
    following = give(factories.employee(), Role.ADMINISTRATOR, on=date(2027, 4, 1))

    assert end_role(grant=grant, last=MARCH, **TRACE).ends_on == MARCH
    with pytest.raises(RefusedError, match="令和9年4月1日に"):
        withdraw_role(grant=following, **TRACE)


def test_a_role_given_by_mistake_is_out_of_the_books_and_still_readable_as_it_was_known():
    grant = give(factories.employee(), Role.DX_LEADER)
    withdraw_role(grant=grant, actor="00001", at=jst(2026, 5, 1))

    assert not RoleGrant.objects.known().exists()
    assert RoleGrant.objects.known(jst(2026, 4, 15)).get() == grant
    assert LedgerEntry.objects.last().payload["voided"] == {"people.RoleGrant": [grant.pk]}


def test_units_without_a_head_are_found():
    headed, bare = factories.department("0101"), factories.department("0102")
    factories.department("010201", parent=bare, reports=False)
    factories.grant(factories.employee(headed), Role.HEAD, headed)
    factories.grant(factories.employee(bare, grade="課長級"), Role.DEPUTY, bare)

    assert [node.code for node in units_without_head(organisation(APRIL), APRIL)] == ["0102"]


def test_roles_of_people_who_sit_elsewhere_are_found():
    unit = factories.department("0101")
    section = factories.department("010101", parent=unit, reports=False)
    factories.grant(factories.employee(section), Role.HEAD, unit)
    left = factories.grant(factories.employee(factories.department("0102")), Role.CLERK, unit)
    factories.grant(factories.employee(), Role.HR)

    assert roles_without_seat(organisation(APRIL), APRIL) == [left]
