"""Passwords given by the office. Nobody but the person ever knows a password for longer than its slip of paper."""

import secrets
from datetime import datetime

from django.db import transaction

from lms.accounts.models import User
from lms.ledger.appending import append

# Without characters that are mistaken for each other on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@transaction.atomic
def give_temporary_password(*, account: User, actor: str, at: datetime) -> str:
    """A new password that must be changed at the first sign-in; returned once, kept only as a hash."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    password = "-".join(groups)
    account.set_password(password)
    account.password_is_temporary = True
    account.save(update_fields=["password", "password_is_temporary"])
    append(actor=actor, action="仮パスワードの発行", subject=account.username, at=at)
    return password
