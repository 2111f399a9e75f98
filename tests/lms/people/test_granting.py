"""Giving a role, once, where it belongs."""

from datetime import date

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.granting import NoDepartmentError, NoEndError, grant_role, usual_department
from lms.people.models import RoleGrant
from lms.people.refusals import RefusedError
from lms.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
NOW = factories.jst(2026, 6, 1)


def give(person, role, department=None, ends_on=None):
    return grant_role(
        employee=person, role=role, department=department, on=TODAY, ends_on=ends_on, actor="command:set_role", at=NOW
    )


def test_a_role_begins_on_the_day_and_leaves_its_trace():
    seat = factories.department("0101")
    person = factories.employee(seat, "00028")
    grant = give(person, Role.HEAD, seat)

    assert (grant.starts_on, grant.ends_on, grant.recorded_at) == (TODAY, None, NOW)
    entry = LedgerEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("command:set_role", "役割の指定", "00028 head 0101")
    assert entry.payload["facts"][0][:2] == ["people.RoleGrant", grant.pk]


def test_a_role_that_is_held_already_is_not_given_again():
    person = factories.employee()

    assert give(person, Role.HR) == give(person, Role.HR)
    assert (RoleGrant.objects.count(), LedgerEntry.objects.count()) == (1, 1)


def test_a_role_that_has_ended_is_given_again():
    person = factories.employee()
    factories.grant(person, Role.HR, ends_on=date(2026, 5, 31))

    give(person, Role.HR)
    assert RoleGrant.objects.on(TODAY).count() == 1


def test_a_department_s_role_needs_a_department():
    with pytest.raises(NoDepartmentError, match="所属長には所属が必要です"):
        give(factories.employee(), Role.HEAD)


def test_what_the_page_refuses_is_refused_here_too():
    person, gone = factories.employee(), factories.department("0199", ends_on=date(2026, 5, 31))
    with pytest.raises(NoEndError, match="監査担当には期間が必要です"):
        give(person, Role.AUDITOR)
    with pytest.raises(RefusedError, match="令和8年6月1日にはありません"):
        give(person, Role.CLERK, gone)

    assert give(person, Role.AUDITOR, ends_on=date(2027, 3, 31)).ends_on == date(2027, 3, 31)


def test_where_nobody_says_where_a_department_s_role_is_meant_for_the_main_posting_s_department():
    seat, other = factories.department("0101"), factories.department("0102")
    person = factories.employee(seat)
    factories.posting(person, other, kind="additional")

    assert usual_department(person, Role.CLERK, TODAY) == seat
    assert usual_department(person, Role.HR, TODAY) is None
    assert usual_department(factories.employee(), Role.CLERK, TODAY) is None
