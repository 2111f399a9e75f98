"""How far a person's sight goes in reports, in the organisation of the day that a report speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from courses.models import Course
from lms.people.models import Employee, Posting
from lms.people.organisation import Node, Organisation, organisation
from lms.people.roles import SEES_DEPARTMENT, Office, Role
from lms.people.visibility import Viewer

_ALL_OFFICES = frozenset(office.value for office in Office)


@dataclass(frozen=True)
class Scope:
    """What a report covers: these departments, and the courses of these offices."""

    departments: Organisation
    offices: frozenset[str]
    everywhere: bool

    @property
    def words(self) -> str:
        """The uppermost of the departments; nothing where it is the whole city."""
        nodes = self.departments.nodes
        uppermost = (node.name for node in nodes.values() if node.parent_id not in nodes)
        return "" if self.everywhere else "、".join(uppermost)


def everything(city: Organisation) -> Scope:
    return Scope(city, _ALL_OFFICES, everywhere=True)


def only(city: Organisation, ids: Iterable[int], offices: frozenset[str] = _ALL_OFFICES) -> Scope:
    """Some departments of the city, in which a 報告単位 above them counts no more."""
    kept = frozenset(ids)
    departments = Organisation({pk: node for pk, node in city.nodes.items() if pk in kept})
    return Scope(departments, offices, everywhere=False)


def row_conditions(departments: Organisation, node: Node) -> dict[str, str]:
    """What leads to the people of a department's row: it and all below, or where other rows lie below it, only those
    counted in its own."""
    shared = any(departments.reporting_unit(pk) != node.id for pk in departments.below([node.id]))
    return {"department": node.code} | ({"row": "on"} if shared else {})


@dataclass(frozen=True)
class Reach:
    """`own`: departments seen in the courses of both offices. `offices`: whose courses are seen in every department."""

    city: Organisation
    own: frozenset[int]
    offices: frozenset[str]

    @property
    def is_nothing(self) -> bool:
        return not (self.own or self.offices)

    @property
    def visible(self) -> Organisation:
        return self.city if self.offices else only(self.city, self.own).departments

    def scope(self, department: Node | None, course: Course | None) -> Scope | None:
        """What may be seen of what is asked; None where that is nothing."""
        asked = frozenset({course.office}) if course else _ALL_OFFICES
        wanted = frozenset(self.city.nodes) if department is None else self.city.below([department.id])
        if wanted <= self.own:
            return only(self.city, wanted, asked)
        if asked & self.offices:
            seen = asked & self.offices
            return only(self.city, wanted, seen) if department else Scope(self.city, seen, everywhere=True)
        return only(self.city, wanted & self.own, asked) if wanted & self.own else None


def offices_seen(viewer: Viewer, employee: Employee) -> frozenset[str]:
    """Whose trainings of one person are seen, as in the reports: of oneself and of the people of one's own departments
    those of both offices, of others those of the offices one works for. At most one query."""
    if employee == viewer.employee or viewer.has(Role.HR, Role.AUDITOR):
        return _ALL_OFFICES
    posted = Posting.objects.on(viewer.on).filter(employee=employee, department__in=viewer.departments())
    return _ALL_OFFICES if posted.exists() else frozenset(viewer.offices)


def reach(viewer: Viewer, on: date, known_at: datetime | None = None) -> Reach:
    """At most one query."""
    today = on == viewer.on and known_at is None
    city = viewer.organisation if today else organisation(on, known_at)
    held = {department for role, department in viewer.grants if role in SEES_DEPARTMENT and department is not None}
    sees_all = viewer.has(Role.HR, Role.AUDITOR)
    return Reach(city, city.below(held), _ALL_OFFICES if sees_all else frozenset(viewer.offices))
