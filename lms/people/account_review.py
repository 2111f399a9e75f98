"""人事担当の確認: accounts that nobody uses, that outlived the service, or that may do much."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.accounts.models import User
from lms.lib.fiscal_year import start_of_day
from lms.people.models import Posting, RoleGrant
from lms.people.revising import reaching
from lms.people.roles import GIVEN_BY_ADMINISTRATOR


def unused_accounts(on: date, days: int) -> QuerySet[User]:
    """Open accounts into which nobody signed in for so many days; new ones have as long."""
    since = start_of_day(on - timedelta(days=days))
    never = Q(last_login=None, date_joined__lt=since)
    return _open(on).filter(Q(last_login__lt=since) | never).order_by("last_login", "username")


def accounts_after_service(on: date) -> QuerySet[User]:
    """Open accounts of people who sit nowhere on this day and are not about to."""
    posts = reaching(Posting, on).filter(employee__user=OuterRef("pk"))
    return _open(on).exclude(employee=None).filter(~Exists(posts)).order_by("username")


def accounts_of_nobody(on: date) -> QuerySet[User]:
    """Open accounts that belong to no 職員."""
    return _open(on).filter(employee=None).order_by("username")


def privileged_roles(on: date) -> QuerySet[RoleGrant]:
    """Who holds, on a day, a role that opens the system."""
    held = RoleGrant.objects.on(on).filter(role__in=GIVEN_BY_ADMINISTRATOR)
    return held.select_related("employee__user").order_by("role", "employee__kana_key")


def _open(on: date) -> QuerySet[User]:
    return User.objects.filter(Q(active_until=None) | Q(active_until__gte=on), is_active=True).select_related(
        "employee"
    )
