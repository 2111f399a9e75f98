"""20. Recalculating changes nothing, and every duty explains itself."""

from datetime import date

import pytest

from lms.duties.models import Duty
from lms.duties.planning import Reconciled, reconcile
from lms.ledger.models import LedgerEntry
from tests import factories as f

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def run() -> Reconciled:
    return reconcile(on=ON, at=f.jst(2026, 6, 1, 3), actor="command:nightly")


@pytest.fixture(autouse=True)
def town() -> None:
    seat = f.department("0101", "総務課")
    regular = {"is": "employment", "of": ["正規"]}
    f.requirement(audience={"is": "all", "of": [regular, {"is": "department", "of": ["0101"]}]})
    f.employee(seat, employment_type="正規", starts_on=date(2026, 5, 1))
    f.employee(seat, employment_type="会計年度任用")


def test_a_second_run_changes_nothing():
    assert run() == Reconciled(opened=1, closed=0)
    entries = LedgerEntry.objects.count()
    assert run() == Reconciled(opened=0, closed=0)
    assert (Duty.objects.count(), LedgerEntry.objects.count()) == (1, entries)


def test_the_duty_says_which_condition_fits_and_since_when():
    run()
    assert Duty.objects.get().because == (
        "対象者「「任用形態が正規の職員」かつ「総務課（下の所属を含む。）の職員」」にR8.5.1から当てはまるため"
    )
