"""13. A rule is course x audience x cycle x deadline; each kind has an example here."""

from datetime import date

import pytest

from lms.duties.dues import Standing, terms
from lms.duties.models import Duty, Requirement
from lms.duties.planning import reconcile
from lms.duties.status import duties_on
from lms.people.models import Employee
from tests import factories as f

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
_Cycle = Requirement.Cycle
REGULAR = {"is": "employment", "of": ["正規"]}


def caught(audience: dict, on: date = ON) -> set[str]:
    f.requirement(audience=audience)
    reconcile(on=on, at=f.jst(on.year, on.month, on.day, 3), actor="command:nightly")
    return set(Duty.objects.values_list("employee__staff_number", flat=True))


@pytest.fixture
def town() -> dict[str, Employee]:
    office, school = f.department("0101"), f.department("0900")
    below = f.department("0911", parent=school)
    regular = f.employee(office, "1", employment_type="正規", grade="主査", appointing_authority="市長")
    chief = f.employee(office, "2", employment_type="正規", grade="課長", appointing_authority="市長")
    f.grant(chief, "head", office)
    term = f.employee(below, "3", employment_type="会計年度任用", grade="", appointing_authority="教育委員会")
    fresh = f.employee(office, "4", starts_on=date(2026, 4, 1), employment_type="正規", appointing_authority="市長")
    f.grant(fresh, "my-number-handler")
    return {"regular": regular, "chief": chief, "term": term, "fresh": fresh}


@pytest.mark.parametrize(
    ("audience", "numbers"),
    [
        ({"is": "everybody"}, {"1", "2", "3", "4"}),
        ({"is": "newcomer"}, {"4"}),
        ({"is": "role", "of": ["head"]}, {"2"}),
        ({"is": "role", "of": ["head", "my-number-handler"]}, {"2", "4"}),
        ({"is": "employment", "of": ["会計年度任用"]}, {"3"}),
        ({"is": "grade", "of": ["課長"]}, {"2"}),
        ({"is": "department", "of": ["0900"]}, {"3"}),
        ({"is": "authority", "of": ["教育委員会"]}, {"3"}),
        ({"is": "all", "of": [REGULAR, {"is": "department", "of": ["0101"]}]}, {"1", "2", "4"}),
        ({"is": "any", "of": [{"is": "newcomer"}, {"is": "department", "of": ["0900"]}]}, {"3", "4"}),
        ({"is": "all", "of": [REGULAR, {"is": "not", "of": [{"is": "newcomer"}]}]}, {"1", "2"}),
    ],
)  # fmt: skip
def test_an_audience_catches_just_those_it_describes(town, audience, numbers):
    assert caught(audience) == numbers


@pytest.mark.parametrize(("done", "state"), [([], "overdue"), (["A"], "overdue"), (["A", "C"], "completed")])
def test_a_choice_asks_so_many_of_some_courses(done, state):
    courses = {code: f.course(code) for code in ("A", "B", "C")}
    person = f.employee(f.department())
    f.choice(2, *courses.values())
    reconcile(on=ON, at=f.jst(2026, 6, 1, 3), actor="command:nightly")
    for code in done:
        f.completion(person, courses[code], f.jst(2026, 6, 20))
    after = duties_on(2026, date(2026, 7, 18))
    assert list(after.values_list("requirement__course__code", "state")) == [("SEL-01", state)]


SINCE = Standing(since=date(2020, 4, 1), known_on=ON)
LATE = Standing(since=date(2026, 10, 1), known_on=date(2026, 10, 1))


@pytest.mark.parametrize(
    ("cycle", "standing", "days"),
    [
        (_Cycle.YEARLY, SINCE, (date(2026, 6, 1), date(2026, 7, 17))),
        (_Cycle.YEARLY, LATE, (date(2026, 10, 1), date(2026, 10, 31))),
        (_Cycle.TWELVE_MONTHS, Standing(date(2020, 4, 1), ON, completed_on=date(2025, 9, 30)), (ON, date(2026, 9, 30))),
        (_Cycle.AFTER_POSTING, LATE, (date(2026, 10, 1), date(2026, 10, 31))),
        (_Cycle.AFTER_POSTING, SINCE, None),
        (_Cycle.ONCE, SINCE, (date(2026, 6, 1), date(2026, 7, 17))),
        (_Cycle.ONCE, Standing(date(2020, 4, 1), ON, completed_on=date(2021, 6, 1)), None),
    ],
)  # fmt: skip
def test_a_cycle_says_when_the_duty_arises_and_ends(cycle, standing, days):
    found = terms(f.requirement(cycle=cycle), standing)
    assert (found and (found.opened_on, found.due_on)) == days
