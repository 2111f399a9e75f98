"""Which department is nearly done in 情報セキュリティ基礎 (S-01), and who is left there."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.duties.models import Duty
from lms.duties.status import IN_COUNT, State, duties_on
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.people.models import Employee, RoleGrant
from lms.people.organisation import Node, organisation
from lms.people.roles import Role


@dataclass(frozen=True)
class Left:
    """A reporting department and those of its people who must do the course."""

    node: Node
    completed: tuple[Employee, ...]
    unfinished: tuple[Employee, ...]

    @property
    def everybody(self) -> tuple[Employee, ...]:
        return self.completed + self.unfinished

    @property
    def at_hand(self) -> list[Employee]:
        """Whom a story may follow: not the clerk, who has a part of their own, and nobody without a password yet."""
        clerk = self.holder(Role.CLERK)
        return [one for one in self.unfinished if one != clerk and one.user.has_usable_password()]

    def holder(self, role: Role) -> Employee:
        return RoleGrant.objects.on(clock.today()).get(role=role, department=self.node.id).employee


def department_with_unfinished(*, at_least: int, besides: Left | None = None) -> Left:
    """Of the departments with a head, a clerk and so many people at hand, the one with the fewest left."""
    found = [one for one in _departments() if len(one.at_hand) >= at_least]
    return min((one for one in found if one.node != (besides and besides.node)), key=lambda one: len(one.unfinished))


def _departments() -> list[Left]:
    today = clock.today()
    city = organisation(today)
    duties = duties_on(fiscal_year(today), today).filter(requirement__course__code="S-01", state__in=IN_COUNT)
    staffed = set(city.nodes)
    for role in (Role.HEAD, Role.CLERK):
        staffed &= set(RoleGrant.objects.on(today).filter(role=role).values_list("department", flat=True))
    rows: dict[int, list[Duty]] = {unit: [] for unit in sorted(staffed)}
    for duty in duties.select_related("employee__user").order_by("pk"):
        rows.setdefault(city.reporting_unit(duty.department_id), []).append(duty)
    return [_left(city.nodes[unit], rows[unit]) for unit in sorted(staffed)]


def _left(node: Node, duties: Sequence[Duty]) -> Left:
    done = tuple(duty.employee for duty in duties if duty.state == State.COMPLETED)
    return Left(node, done, tuple(duty.employee for duty in duties if duty.state != State.COMPLETED))
