"""Accounts that nobody uses, or that outlived the service."""

from datetime import date

import pytest

from lms.accounts.models import User
from lms.people.account_review import accounts_after_service, accounts_of_nobody, privileged_roles, unused_accounts
from lms.people.roles import Role
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def account(seat=None, **values):
    user = factories.account(factories.employee(seat))
    User.objects.filter(pk=user.pk).update(**({"date_joined": jst(2026, 1, 1)} | values))
    return user


def test_accounts_without_a_sign_in_for_so_many_days_are_found_and_new_ones_are_not():
    never, long_ago = account(), account(last_login=jst(2026, 5, 25, 23, 59))
    account(last_login=jst(2026, 5, 26, 0, 0))
    account(date_joined=jst(2026, 11, 1))
    account(active_until=date(2026, 11, 21))
    account(is_active=False)

    assert set(unused_accounts(TODAY, 180)) == {never, long_ago}
    assert list(unused_accounts(TODAY, 3650)) == []


def test_accounts_of_people_who_sit_nowhere_any_more_are_found():
    seat = factories.department("0101")
    account(seat)
    coming, left, closed = account(), account(), account(active_until=date(2026, 11, 21))
    factories.posting(coming.employee, seat, starts_on=date(2026, 12, 1))
    for one in (left, closed):
        factories.posting(one.employee, seat, ends_on=date(2026, 9, 30))
    User.objects.create(username="technical")

    assert list(accounts_after_service(TODAY)) == [left]
    assert [one.username for one in accounts_of_nobody(TODAY)] == ["technical"]


def test_the_roles_that_open_the_system_are_listed_and_those_of_departments_are_not():
    held = factories.grant(factories.employee(), Role.ADMINISTRATOR)
    factories.grant(factories.employee(), Role.HR, ends_on=date(2026, 11, 21))
    factories.grant(factories.employee(), Role.HEAD, factories.department("0101"))

    assert list(privileged_roles(TODAY)) == [held]
