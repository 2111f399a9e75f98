"""How far a person's sight goes, on the day a report speaks of."""

from datetime import date

import pytest

from lms.people.roles import Office, Role
from lms.people.visibility import viewer
from lms.reports.reach import Reach, reach
from tests import factories
from tests.factories import jst
from tests.lms.reports.conftest import TODAY

BOTH = frozenset(Office.values)


@pytest.fixture
def of(town):
    """The reach of a person with these roles; a role alone is over the whole city."""

    def found(*grants: tuple[str, str | None], on: date = TODAY) -> Reach:
        person = factories.employee()
        for role, seat in grants:
            factories.grant(person, role, town.places[seat] if seat else None)
        return reach(viewer(person, TODAY), on)

    return found


def codes(scope) -> set[str]:
    return {node.code for node in scope.departments.nodes.values()}


def node(found: Reach, code: str):
    return found.city.by_code(code)


def test_an_employee_reaches_nothing(of):
    assert of().is_nothing
    assert of((Role.ADMINISTRATOR, None)).is_nothing
    assert of((Role.SECURITY_MANAGER, "welfare")).is_nothing


def test_a_head_reaches_the_department_and_below_in_both_offices_courses(of, town):
    found = of((Role.HEAD, "welfare"))
    scope = found.scope(None, None)
    assert (codes(scope), scope.offices, scope.everywhere) == ({"0106", "010601"}, BOTH, False)
    assert codes(found.scope(node(found, "010601"), town.dx)) == {"010601"}
    assert found.scope(node(found, "0104"), None) is None


def test_of_a_department_above_a_head_reaches_the_own_part(of):
    found = of((Role.HEAD, "section"))
    assert codes(found.scope(node(found, "0106"), None)) == {"010601"}


def test_an_office_reaches_every_department_in_its_own_courses(of, town):
    found = of((Role.SECURITY_OFFICE, None))
    scope = found.scope(None, None)
    assert (scope.everywhere, scope.offices) == (True, {"security"})
    assert found.scope(node(found, "0104"), None).offices == {"security"}
    assert found.scope(None, town.dx) is None


def test_hr_and_auditor_reach_everything(of):
    for role in (Role.HR, Role.AUDITOR):
        scope = of((role, None)).scope(None, None)
        assert (scope.everywhere, scope.offices) == (True, BOTH)


def test_who_works_for_an_office_and_heads_a_department_reaches_both_without_mixing_them(of, town):
    found = of((Role.SECURITY_OFFICE, None), (Role.HEAD, "welfare"))
    assert found.scope(None, None).offices == {"security"}
    assert found.scope(node(found, "0106"), None).offices == BOTH
    assert codes(found.scope(None, town.dx)) == {"0106", "010601"}
    assert found.scope(node(found, "0104"), town.dx) is None


def test_on_a_past_day_a_head_reaches_what_lay_below_the_department_then(of, town):
    section = town.places["section"]
    section.versions.void(jst(2026, 10, 1))
    tax, welfare = town.places["tax"], town.places["welfare"]
    for parent, span in ((welfare, {"ends_on": date(2026, 9, 30)}), (tax, {"starts_on": date(2026, 10, 1)})):
        section.versions.create(name="社会福祉係", parent=parent, recorded_at=jst(2026, 10, 1), **span)
    assert codes(of((Role.HEAD, "welfare")).scope(None, None)) == {"0106"}
    assert codes(of((Role.HEAD, "welfare"), on=date(2026, 9, 30)).scope(None, None)) == {"0106", "010601"}
