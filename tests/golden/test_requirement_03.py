"""職位, 職名, 任用形態 and 役割 are separate; changing 職名 does not change roles; role grants are dated."""

from dataclasses import asdict, replace
from datetime import date

import pytest

from lms.people.models import Posting, RoleGrant
from lms.people.roles import Role
from lms.people.transferring import Seat, transfer
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

BEFORE, OCTOBER = date(2026, 9, 30), date(2026, 10, 1)


@pytest.mark.parametrize(
    "change",
    [{"job_title": "課長"}, {"grade": "課長級"}, {"employment_type": "暫定再任用"}],
    ids=["職名", "職位", "任用形態"],
)
def test_each_changes_without_the_others_and_without_the_roles(change):
    """A new 職名, 職位 or 任用形態 on 1 October leaves the other two and every role as they were."""
    tax = factories.department("0104", appointing_authority="市長")
    seat = Seat(
        department_id=tax.pk, job_title="主査", grade="係長級", employment_type="正規", appointing_authority="市長"
    )
    person = factories.employee()
    factories.posting(person, tax, **{key: value for key, value in asdict(seat).items() if key != "department_id"})
    factories.grant(person, Role.SECURITY_MANAGER, tax)
    factories.grant(person, Role.DX_LEADER)
    transfer(
        employee=person, seat=replace(seat, **change), on=OCTOBER, ends_on=None, actor="00001", at=jst(2026, 9, 20)
    )

    names = ("job_title", "grade", "employment_type")
    then, now = (Posting.objects.on(day).filter(employee=person).values(*names).get() for day in (BEFORE, OCTOBER))
    assert then == {"job_title": "主査", "grade": "係長級", "employment_type": "正規"}
    assert now == then | change
    roles = [set(RoleGrant.objects.on(day).values_list("role", flat=True)) for day in (BEFORE, OCTOBER)]
    assert roles == [{Role.SECURITY_MANAGER, Role.DX_LEADER}] * 2


def test_a_role_is_held_from_its_first_to_its_last_day():
    """On the day before and on the day after, it is not."""
    person = factories.employee()
    factories.grant(person, Role.DX_LEADER, starts_on=OCTOBER, ends_on=date(2027, 3, 31))

    days = (BEFORE, OCTOBER, date(2027, 3, 31), date(2027, 4, 1))
    assert [RoleGrant.objects.on(day).count() for day in days] == [0, 1, 1, 0]
