"""Postings and leaves written in bulk, under the eyes of the database."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lms.people.appointing import appoint, record_leaves
from lms.people.models import Leave, Posting
from tests import factories

pytestmark = pytest.mark.django_db

NOW = factories.jst(2026, 10, 1)


def test_what_is_voided_stays_readable_as_it_was_known_before():
    seat, other = factories.department("0101"), factories.department("0102")
    person = factories.employee(seat)
    old = Posting.objects.get()
    new = Posting(employee=person, department=other, starts_on=date(2026, 10, 1))
    (written,) = appoint(void=[old.pk], add=[new], at=NOW)

    assert (written.pk, written.recorded_at) == (new.pk, NOW)
    assert list(Posting.objects.known()) == [new]
    assert list(Posting.objects.known(factories.jst(2026, 9, 30))) == [old]


def test_the_database_refuses_two_main_postings_on_one_day():
    seat = factories.department("0101")
    person = factories.employee(seat)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        appoint(void=[], add=[Posting(employee=person, department=seat, starts_on=date(2026, 10, 1))], at=NOW)

    assert Posting.objects.count() == 1


def test_a_voided_row_keeps_the_moment_of_its_first_voiding():
    person = factories.employee()
    leave = factories.leave(person, date(2026, 4, 1))
    record_leaves(void=[leave.pk], add=[], at=NOW)
    record_leaves(void=[leave.pk], add=[], at=factories.jst(2026, 11, 1))

    assert Leave.objects.get().voided_at == NOW
