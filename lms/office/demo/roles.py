"""Who has which role in the made-up city. Heads are named, not guessed from a grade."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lms.office.demo.people import DemoPerson
from lms.people.roles import Role


@dataclass(frozen=True)
class DemoGrant:
    """A row of the role file."""

    number: str
    role: Role
    department: str
    since: date


_MY_NUMBER = {"市民課", "福祉課", "社会福祉係", "児童障害者福祉係", "保健課", "市民税係", "職員係"}
_OFFICES = (
    ("DX推進係", Role.DX_OFFICE, 0), ("DX推進係", Role.DX_AUTHOR, 1),
    ("情報システム係", Role.SECURITY_OFFICE, 0), ("情報システム係", Role.SECURITY_AUTHOR, 1),
    ("企画政策課", Role.SECURITY_DIRECTOR, 0), ("総務課", Role.CHIEF_SECURITY, 0), ("市長部局", Role.CISO, 1),
    ("情報システム係", Role.ADMINISTRATOR, 2), ("職員係", Role.HR, 0), ("監査委員事務局", Role.AUDITOR, 1),
)  # fmt: skip


def role_grants(people: list[DemoPerson], since: date) -> list[DemoGrant]:
    """The role file of April."""
    teams: dict[str, list[DemoPerson]] = defaultdict(list)
    for person in people:
        if not person.leave:
            teams[person.main.department.code].append(person)
    return [*_departments(teams, since), *_city_offices(teams, since), *_handlers(people, since)]


def _departments(teams: dict[str, list[DemoPerson]], since: date) -> Iterator[DemoGrant]:
    """A head, a deputy, and a clerk who may sit in a section below."""
    for code, team in sorted(teams.items()):
        if not team[0].main.department.reports:
            continue
        head, *others = team
        yield DemoGrant(head.number, Role.HEAD, code, since)
        yield DemoGrant(head.number, Role.SECURITY_MANAGER, code, since)
        below = [p for other, people in sorted(teams.items()) if other.startswith(code) for p in people[1:]]
        if others:
            yield DemoGrant(others[0].number, Role.DEPUTY, code, since)
        if below:
            yield DemoGrant(_permanent(below)[-1].number, Role.CLERK, code, since)


def _permanent(people: list[DemoPerson]) -> list[DemoPerson]:
    """Those who stay: an office is not given to somebody appointed for a year, unless there is nobody else."""
    return [person for person in people if person.employment_type == "正規"] or people


def _city_offices(teams: dict[str, list[DemoPerson]], since: date) -> Iterator[DemoGrant]:
    by_name = {team[0].main.department.name: team for team in teams.values()}
    for name, role, place in _OFFICES:
        team = _permanent(by_name.get(name, []))
        if team:
            yield DemoGrant(team[min(place, len(team) - 1)].number, role, "", since)


def _handlers(people: list[DemoPerson], since: date) -> Iterator[DemoGrant]:
    for person in people:
        if person.main.department.name in _MY_NUMBER:
            yield DemoGrant(person.number, Role.MY_NUMBER_HANDLER, person.main.department.code, since)
