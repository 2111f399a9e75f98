"""19. Two ways out of the count, shown apart: 受講猶予 follows leave by itself and ends on return with a new deadline;
受講免除 is a decision with reason, approver and note."""

from datetime import date

import pytest

from lms.duties.counting import Counts, counts_by_department
from lms.duties.exempting import Grounds, ask_exemption, grant_exemption, refuse_exemption, withdraw_exemption
from lms.duties.models import Requirement
from lms.duties.status import State, duties_on, own_duties
from lms.people.models import Employee
from lms.people.organisation import organisation
from tests import factories as f

pytestmark = pytest.mark.django_db
ON, AT = date(2026, 6, 10), f.jst(2026, 6, 10)
GROUNDS = Grounds(reason="CYDER を修了", approved_by="総務課長", note="修了証の写しあり")


@pytest.fixture
def asked() -> Requirement:
    return f.requirement()


@pytest.fixture
def person(asked: Requirement) -> Employee:
    someone = f.employee(f.department())
    f.duty(someone, asked)
    return someone


def counts(on: date = ON) -> Counts:
    (only,) = counts_by_department(organisation(on), 2026, on).values()
    return only


def test_leave_defers_by_itself_and_the_return_gives_a_new_deadline(person):
    f.leave(person, date(2026, 5, 1), date(2026, 9, 30))
    assert counts() == Counts(deferred=1)
    (own,) = own_duties(person, 2026, date(2026, 10, 1))
    assert (own.state, own.due_on) == (State.NOT_STARTED, date(2026, 10, 30))
    assert duties_on(2026, date(2026, 10, 31)).get().state == State.OVERDUE


def test_an_exemption_is_asked_for_by_the_department_and_given_by_the_office(person, asked):
    head, office = f.employee(), f.employee()
    request = ask_exemption(employee=person, requirement=asked, reason="外部研修", asked_by=head, on=ON, at=AT)
    assert counts() == Counts(required=1)
    made = grant_exemption(request=request, grounds=GROUNDS, decided_by=office, on=ON, at=AT)
    assert (made.reason, made.approved_by, made.note) == ("CYDER を修了", "総務課長", "修了証の写しあり")
    assert counts() == Counts(exempt=1)


def test_a_refused_request_changes_nothing(person, asked):
    request = ask_exemption(employee=person, requirement=asked, reason="多忙", asked_by=f.employee(), on=ON, at=AT)
    refuse_exemption(request=request, note="多忙は免除の理由になりません。", decided_by=f.employee(), at=AT)
    assert counts() == Counts(required=1)


def test_a_withdrawn_exemption_brings_the_duty_back_and_the_past_answer_stays(person, asked):
    made = f.exemption(person, asked)
    withdraw_exemption(exemption=made, reason="修了証が別人のもの", actor="00098", at=f.jst(2026, 6, 20))
    assert counts() == Counts(required=1)
    known_then = counts_by_department(organisation(ON), 2026, ON, f.jst(2026, 6, 19))
    assert list(known_then.values()) == [Counts(exempt=1)]
