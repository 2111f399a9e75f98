"""People and their accounts, entered and corrected in bulk."""

from datetime import date

import pytest

from lms.accounts.models import User
from lms.people.enrolling import Particulars, correct, enrol
from lms.people.models import Employee

pytestmark = pytest.mark.django_db

PERSON = Particulars(
    staff_number="00007",
    name="髙橋　﨑子",
    kana="タカハシ　サキコ",
    usual_name="",
    email="",
    hired_on=None,
    active_until=None,
)


def test_everybody_gets_an_account_without_a_password_even_without_an_address():
    (person,) = enrol(newcomers=[PERSON])

    assert (person.staff_number, person.name, person.name_key) == ("00007", "髙橋　﨑子", "高橋崎子")
    assert (person.user.username, person.user.name) == ("00007", "髙橋　﨑子")
    assert not person.user.has_usable_password()


def test_newcomers_come_back_in_their_order_each_with_their_own_account():
    User.objects.create(username="00002", email="kept@example.lg.jp")
    numbers = ["00003", "00002", "00001"]
    people = enrol(newcomers=[Particulars(**(vars(PERSON) | {"staff_number": number})) for number in numbers])

    assert [person.staff_number for person in people] == numbers
    assert [person.user.username for person in people] == numbers


def test_a_name_that_grows_as_a_key_is_cut_to_what_the_column_holds():
    (person,) = enrol(newcomers=[Particulars(**(vars(PERSON) | {"name": "㍿" * 100}))])

    assert len(Employee.objects.get(pk=person.pk).name_key) == 100


def test_correcting_changes_the_person_and_the_account_and_nobody_else():
    person, other = enrol(newcomers=[PERSON, Particulars(**(vars(PERSON) | {"staff_number": "00008"}))])
    after = Particulars(
        staff_number="00009", name="坂元　咲子", kana="サカモト　サキコ", usual_name="髙橋　咲子",
        email="s@example.lg.jp", hired_on=None, active_until=date(2027, 3, 31),
    )  # fmt: skip
    correct(people={person.pk: after}, accounts={person.user_id: after})

    person.refresh_from_db()
    assert (person.staff_number, person.name, person.kana_key) == ("00009", "坂元　咲子", "さかもとさきこ")
    account = User.objects.get(pk=person.user_id)
    assert (account.username, account.email, account.active_until) == ("00009", "s@example.lg.jp", date(2027, 3, 31))
    assert (person.shown_name, person.usual_key, account.get_full_name()) == ("髙橋　咲子", "高橋咲子", "髙橋　咲子")
    assert not account.has_usable_password()
    assert Employee.objects.get(pk=other.pk).name == "髙橋　﨑子"
