"""18. Two posts give the union of their duties, and no course twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lms.duties.models import Duty
from lms.duties.planning import reconcile
from lms.people.models import Posting
from tests import factories as f

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def test_each_post_brings_its_duties_and_a_common_one_comes_once():
    one, other = f.department("0101"), f.department("0202")
    for code, audience in {
        "S-01": {"is": "everybody"},
        "S-05": {"is": "department", "of": ["0101"]},
        "S-06": {"is": "department", "of": ["0202"]},
        "S-07": {"is": "department", "of": ["0101", "0202"]},
    }.items():
        f.requirement(f.course(code), audience=audience)
    person = f.employee(one)
    f.posting(person, other, kind=Posting.Kind.ADDITIONAL)
    reconcile(on=ON, at=f.jst(2026, 6, 1, 3), actor="command:nightly")
    codes = list(Duty.objects.order_by("requirement__course__code").values_list("requirement__course__code", flat=True))
    assert codes == ["S-01", "S-05", "S-06", "S-07"]


def test_the_database_refuses_a_second_open_duty():
    asked = f.requirement()
    person = f.employee(f.department())
    f.duty(person, asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.duty(person, asked)
