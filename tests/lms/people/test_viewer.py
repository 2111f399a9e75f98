"""Who somebody is who signed in, with the roles of the day: one query, and the same as asked person by person."""

from datetime import date

import pytest

from lms.people.models import RoleGrant
from lms.people.roles import Role
from lms.people.visibility import viewer, viewer_of_account
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def person():
    someone = f.employee(f.department())
    f.account(someone)
    return someone


def test_the_roles_of_the_day_come_with_the_person_in_one_query(person, django_assert_num_queries):
    seat = f.department("0202")
    f.grant(person, Role.HEAD, seat)
    f.grant(person, Role.AUDITOR)
    with django_assert_num_queries(1):
        found = viewer_of_account(person.user_id, TODAY)
    assert found == viewer(person, TODAY)
    assert found.grants == {(Role.HEAD.value, seat.pk), (Role.AUDITOR.value, None)}
    assert found.employee.name == person.name


def test_what_has_ended_or_begins_later_or_was_put_right_is_no_role(person):
    f.grant(person, Role.HR, ends_on=date(2026, 11, 21))
    f.grant(person, Role.AUDITOR, starts_on=date(2026, 11, 23))
    f.grant(person, Role.ADMINISTRATOR)
    RoleGrant.objects.filter(role=Role.ADMINISTRATOR).void(f.LONG_AGO)
    assert viewer_of_account(person.user_id, TODAY).grants == frozenset()
    assert viewer_of_account(person.user_id, date(2026, 11, 23)).grants == {(Role.AUDITOR.value, None)}


def test_an_account_of_nobody_sees_nothing(person):
    f.grant(person, Role.AUDITOR)
    found = viewer_of_account(0, TODAY)
    assert (found.employee, found.grants) == (None, frozenset())
