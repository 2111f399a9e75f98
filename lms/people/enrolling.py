"""The acts by which people come to the city's books and are named there. In bulk, for the caller's ledger entry.

A name has no dates: the row says what a person is called now, and the ledger what it said before. Every employee has an
account from the first day, with or without an e-mail address; nobody can sign in with it before a password is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from lms.accounts.models import User
from lms.lib.text_keys import search_key
from lms.people.models import Employee

_CHUNK = 500
_KEY_LENGTH = 100
_NAMING = [
    "staff_number", "name", "kana", "usual_name", "name_key", "kana_key", "usual_key", "email", "hired_on",
]  # fmt: skip
_ACCOUNT = ["username", "name", "email", "active_until"]


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What a person is called and how long the account is open. `usual_name`: 旧姓・通称; empty for most."""

    staff_number: str
    name: str
    kana: str
    usual_name: str
    email: str
    hired_on: date | None
    active_until: date | None


def enrol(*, newcomers: Sequence[Particulars]) -> list[Employee]:
    """New people with their accounts, in the same order. An account that nobody has yet is taken over."""
    free = {user.username: user for user in User.objects.filter(employee=None)}
    taken = [free.get(one.staff_number) for one in newcomers]
    _write_accounts({user.pk: one for one, user in zip(newcomers, taken, strict=True) if user})
    made = iter(
        User.objects.bulk_create([_account(one) for one, user in zip(newcomers, taken, strict=True) if not user])
    )
    people = [
        Employee(user_id=(user or next(made)).pk, **_naming(one)) for one, user in zip(newcomers, taken, strict=True)
    ]
    return Employee.objects.bulk_create(people)


def correct(*, people: Mapping[int, Particulars], accounts: Mapping[int, Particulars]) -> None:
    """Write particulars over those of known people (by employee id) and of their accounts (by account id)."""
    rows = [Employee(pk=key, **_naming(one)) for key, one in people.items()]
    Employee.objects.bulk_update(rows, _NAMING, batch_size=_CHUNK)
    _write_accounts(accounts)


def _write_accounts(accounts: Mapping[int, Particulars]) -> None:
    users = [User(pk=key, **_signing_in(one)) for key, one in accounts.items()]
    User.objects.bulk_update(users, _ACCOUNT, batch_size=_CHUNK)


def set_last_days(*, days: Mapping[int, date | None]) -> None:
    """Until when accounts (by id) are open; None is until further notice."""
    users = [User(pk=key, active_until=day) for key, day in days.items()]
    User.objects.bulk_update(users, ["active_until"], batch_size=_CHUNK)


def _naming(one: Particulars) -> dict[str, object]:
    return {
        "staff_number": one.staff_number,
        "name": one.name,
        "kana": one.kana,
        "usual_name": one.usual_name,
        "name_key": search_key(one.name)[:_KEY_LENGTH],
        "kana_key": search_key(one.kana)[:_KEY_LENGTH],
        "usual_key": search_key(one.usual_name)[:_KEY_LENGTH],
        "email": one.email,
        "hired_on": one.hired_on,
    }


def _signing_in(one: Particulars) -> dict[str, object]:
    return {
        "username": one.staff_number, "name": one.usual_name or one.name, "email": one.email,
        "active_until": one.active_until,
    }  # fmt: skip


def _account(one: Particulars) -> User:
    # As make_password(None) gives it, without its 40 draws for each of 50,000 people.
    return User(password=UNUSABLE_PASSWORD_PREFIX + token_hex(20), **_signing_in(one))
