"""Who may see whom: computed from dated roles, for one person on one day. A row one may not see does not exist."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import BigIntegerField, DateField, FilteredRelation, Q, QuerySet

from lms.lib.facts import spans
from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from lms.people.models import Employee, Posting, RoleGrant
from lms.people.organisation import Organisation, organisation
from lms.people.roles import SEES_DEPARTMENT, SEES_EVERYBODY, Office


@dataclass(frozen=True)
class Viewer:
    """A signed-in person with the roles of a day. `grants`: pairs of role and department id (None: the city)."""

    employee: Employee | None
    on: date
    grants: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Those held anywhere."""
        return frozenset(role for role, _ in self.grants)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def sees_everybody(self) -> bool:
        return self.has(*SEES_EVERYBODY)

    @property
    def offices(self) -> tuple[Office, ...]:
        """The training offices this person works for."""
        return tuple(office for office in Office if self.has(office.role))

    def owns(self, office: str) -> bool:
        """Whether this person works for the office that owns a course, plan or paper."""
        return office in self.offices

    @cached_property
    def organisation(self) -> Organisation:
        return organisation(self.on)

    def departments(self, roles: Iterable[str] = SEES_DEPARTMENT) -> frozenset[int]:
        """Departments in which one of `roles` is held, with everything below them."""
        own = {department for role, department in self.grants if role in roles and department is not None}
        return self.organisation.below(own)

    def departments_then(self, then: Organisation, roles: Iterable[str] = SEES_DEPARTMENT) -> frozenset[int]:
        """The same in the organisation of another day: where a department stands today decides, and of one that is
        there no more, where it stood then."""
        own = {department for role, department in self.grants if role in roles and department is not None}
        gone = {pk for pk in then.below(own) if pk not in self.organisation.nodes}
        return frozenset((self.departments(roles) & then.nodes.keys()) | gone)

    @cached_property
    def visible_departments(self) -> frozenset[int]:
        if self.sees_everybody:
            return frozenset(self.organisation.nodes)
        return self.departments()

    def employees(self, roles: Iterable[str] = SEES_DEPARTMENT) -> QuerySet[Employee]:
        """The people this person may see: everybody, or those posted on this day in the departments of `roles`."""
        if self.sees_everybody:
            return Employee.objects.all()
        posted = Posting.objects.on(self.on).filter(department__in=self.departments(roles))
        own = Q(pk=self.employee.pk) if self.employee else Q(pk=None)
        return Employee.objects.filter(own | Q(pk__in=posted.values("employee")))


def viewer(employee: Employee | None, on: date) -> Viewer:
    """The roles of `employee` on a day."""
    if employee is None:
        return Viewer(None, on)
    held = RoleGrant.objects.on(on).filter(employee=employee)
    return Viewer(employee, on, frozenset(held.values_list("role", "department_id")))


def viewer_of_account(user_id: int, on: date) -> Viewer:
    """Who signed in, with the roles of a day. Of every request of a signed-in person: one query."""
    rows = _people(user=user_id, on=on)
    if not rows:
        return Viewer(None, on)
    employee, _ = unfolded(rows[0], Employee)
    held = {row[-2:] for row in rows}
    return Viewer(employee, on, frozenset((role, department) for role, department in held if role))


def _person_with_roles() -> QuerySet:
    """A row for each role, one without a role where there is none."""
    standing = Q(role_grants__voided_at=None) & spans(Parameter("on", DateField()), "role_grants__")
    person = Employee.objects.filter(user=Parameter("user", BigIntegerField())).order_by()
    held = person.annotate(held=FilteredRelation("role_grants", condition=standing))
    return held.values_list(*columns(Employee), "held__role", "held__department_id")


_people = Prepared(_person_with_roles)
