"""Who may sign in, and whose session goes on."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, QuerySet
from django.http import HttpRequest

from lms.accounts.models import User
from lms.lib import clock
from lms.lib.prepared import Parameter, Prepared, columns, unfolded


class StaffNumberBackend(AuthenticationBackend):
    """職員番号 and password. Somebody who has left is refused from the day after, an open session included."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        # allauth lets somebody who may no longer sign in, but knows the password, go on to a page that says so.
        # Here that person is refused like anybody else.
        self.unstash_authenticated_user()
        return user

    def user_can_authenticate(self, user: User) -> bool:
        return user.may_sign_in(clock.today())

    def get_user(self, user_id: int) -> User | None:
        """Of every request of a signed-in person."""
        rows = _users(pk=user_id)
        user = unfolded(rows[0], User)[0] if rows else None
        return user if user is not None and user.may_sign_in(clock.today()) else None


def _rows_of_users() -> QuerySet:
    return User.objects.filter(pk=Parameter("pk", BigIntegerField())).order_by().values_list(*columns(User))


_users = Prepared(_rows_of_users)
