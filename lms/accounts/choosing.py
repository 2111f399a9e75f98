"""A password that somebody has chosen, checked against the rules and kept only as a hash."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.db import transaction

from lms.accounts.models import User
from lms.ledger.appending import append


@transaction.atomic
def choose_password(*, account: User, password: str, actor: str, at: datetime) -> None:
    """Set a password. Raises ValidationError, in words for people, for one that is too weak."""
    account.set_password(get_adapter().clean_password(password, account))
    account.password_is_temporary = False
    account.save(update_fields=["password", "password_is_temporary"])
    append(actor=actor, action="パスワードの設定", subject=account.username, at=at)
