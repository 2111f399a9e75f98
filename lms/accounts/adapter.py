"""How django-allauth behaves here: nobody signs up, every sign-in leaves its trace, and no error tells who exists."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from lms.accounts.models import User
from lms.ledger.appending import append
from lms.lib import clock
from lms.lib.fiscal_year import TOKYO, era_date, local_date

_UNKNOWN = "登録のない職員番号"
# Of Django's password validators, by error code: what is wrong and what helps.
_WEAKNESSES = {
    "password_too_short": "12文字以上にしてください。",
    "password_too_common": "よく使われる語のため、推測されるおそれがあります。関係のない語を組み合わせてください。",
    "password_entirely_numeric": "数字だけでは推測されるおそれがあります。文字も入れてください。",
    "password_too_similar": "職員番号や氏名に似ています。関係のない語を組み合わせてください。",
}


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts come from the staff file. Who has left is told the same as who mistyped: no answer says who exists."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": (
            "職員番号又はパスワードが正しくありません。入力し直してください。"
            "パスワードを忘れたときは、システム管理者に連絡してください。"
        ),
        "too_many_login_attempts": (
            "続けて間違えたため、しばらくログインできません。15分たってから、もう一度入力してください。"
        ),
        "enter_current_password": "今のパスワードが正しくありません。入力し直してください。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        # What was typed may be a password in the wrong field: only a number that exists is written down.
        typed = User.objects.filter(username=credentials.get("username", "")).values_list("username", flat=True)
        _trace(typed.first() or _UNKNOWN, "ログインの失敗")

    def login(self, request: HttpRequest, user: User) -> None:
        user.previous_login = user.last_login
        super().login(request, user)
        User.objects.filter(pk=user.pk).update(previous_login=user.previous_login)
        _trace(user.username, "ログイン")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        messages.info(request, previous_login_notice(user))
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        _trace(request.user.get_username(), "ログアウト")
        super().logout(request)

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            raise ValidationError([_WEAKNESSES[one.code] for one in error.error_list]) from error

    def set_password(self, user: User, password: str) -> None:
        user.password_is_temporary = False
        super().set_password(user, password)
        _trace(user.username, "パスワードの変更")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("start")


def previous_login_notice(user: User) -> str:
    """What lets a person notice that somebody else used the account."""
    if user.previous_login is None:
        return "初めてのログインです。"
    moment = user.previous_login.astimezone(TOKYO)
    return (
        f"前回のログイン：{era_date(local_date(moment))} {moment:%H:%M}"
        "（心当たりがないときは、システム管理者に連絡してください。）"
    )


@transaction.atomic
def _trace(number: str, action: str) -> None:
    append(actor=number, action=action, subject=number, at=clock.now())
