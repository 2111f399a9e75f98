"""派遣・委託 accounts have an expiry date and a responsible 課."""

from datetime import date

import pytest

from lms.people.admitting import External, admit_external
from lms.people.expiring import change_last_day
from lms.people.models import Employee, Posting
from lms.people.refusals import RefusedError
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

TRACE = {"actor": "00001", "at": jst(2026, 4, 1)}


def admit(department, active_until):
    person = External(
        staff_number="H0001", name="外山　一", kana="ソトヤマ　ハジメ", email="", department=department, job_title="",
        starts_on=date(2026, 4, 1), active_until=active_until,
    )  # fmt: skip
    return admit_external(person=person, **TRACE)


def test_external_people_have_a_last_day_and_a_responsible_department():
    """Signing in ends with the contract; the department that answers for them is their posting's."""
    section = factories.department("0104", "税務課")
    person = admit(section, date(2026, 9, 30))

    assert [person.user.may_sign_in(day) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [True, False]
    assert Posting.objects.on(date(2026, 9, 30)).get(employee=person).department == section
    assert not Posting.objects.on(date(2026, 10, 1)).exists()


def test_without_a_last_day_they_are_refused_and_it_is_never_dropped():
    """Neither at the beginning nor later."""
    section = factories.department("0104")
    with pytest.raises(RefusedError, match="利用期限が必要です"):
        admit(section, None)
    assert not Employee.objects.exists()

    person = admit(section, date(2026, 9, 30))
    with pytest.raises(RefusedError, match="空欄にできません"):
        change_last_day(employee=person, until=None, **TRACE)
