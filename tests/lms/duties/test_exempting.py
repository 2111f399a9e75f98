"""Two people who press at the same moment ask, or decide, one time."""

from datetime import date

import pytest

from lms.duties.exempting import Grounds, ask_exemption, exempt
from lms.duties.models import Exemption, ExemptionRequest
from lms.ledger.models import LedgerEntry
from tests import factories as f
from tests.lms.records.test_signing_up import at_once

ON, AT = date(2026, 6, 10), f.jst(2026, 6, 10)


@pytest.mark.django_db(transaction=True)
def test_asking_at_once_asks_one_time():
    asked, person, head = f.requirement(), f.employee(f.department()), f.employee()
    f.duty(person, asked)

    def ask() -> None:
        ask_exemption(employee=person, requirement=asked, reason="外部研修", asked_by=head, on=ON, at=AT)

    assert at_once([ask] * 5) == []
    assert (ExemptionRequest.objects.count(), LedgerEntry.objects.filter(action="受講免除の申出").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_exempting_at_once_exempts_one_time():
    asked, person = f.requirement(), f.employee(f.department())

    def give() -> None:
        exempt(employee=person, requirement=asked, grounds=Grounds("外部研修", "総務課長"), actor="1", on=ON, at=AT)

    assert at_once([give] * 5) == []
    assert (Exemption.objects.count(), LedgerEntry.objects.filter(action="受講免除の決定").count()) == (1, 1)
