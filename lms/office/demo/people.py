"""The made-up city's staff in April, and what changes by October. The same seed gives the same people."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from random import Random

from lms.office.demo.departments import DemoDepartment
from lms.office.demo.names import GIVEN_NAMES, SURNAMES


@dataclass(frozen=True)
class DemoPosting:
    """One row of the staff file, without the person's own columns."""

    department: DemoDepartment
    job_title: str
    grade: str
    appointed_on: date
    kind: str = "本務"


@dataclass(frozen=True)
class DemoPerson:
    """One person of the staff file; the first posting is the main one."""

    number: str
    name: str
    kana: str
    occupation: str
    employment_type: str
    hired_on: date
    postings: tuple[DemoPosting, ...]
    term_ends_on: date | None = None
    retired_on: date | None = None
    leave: tuple[str, date, date] | None = None
    has_account: bool = True

    @property
    def main(self) -> DemoPosting:
        return self.postings[0]

    @property
    def is_head(self) -> bool:
        return self.main.job_title in {"課長", "事務局長", "消防長"}


@dataclass
class Town:
    """The staff being made up: chance, the year, and running numbers."""

    year: int
    rng: Random
    regular: Iterator[int] = field(default_factory=lambda: count(7, 7))
    part_time: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def april(self) -> date:
        return date(self.year, 4, 1)

    @property
    def october(self) -> date:
        return date(self.year, 10, 1)


_NON_PC_JOBS = {"清掃センター": "清掃作業員", "学校給食センター": "調理員", "消防署": "消防士"}
_LEAVES = ("育児休業", "病気休職", "派遣")


def staff_in_april(town: Town, departments: list[DemoDepartment], number: int) -> list[DemoPerson]:
    """`number` people over the departments by their size; every department that reports has a head."""
    seats = _seats(departments, number)
    people = [_special(town, departments[0], "市長"), _special(town, departments[0], "副市長")]
    for department in departments:
        people.extend(_team(town, department, seats.get(department.code, 0)))
    return _with_extras(town, departments, people[:number])


def _seats(departments: list[DemoDepartment], number: int) -> dict[str, int]:
    """Seats a department, by largest remainder, so that they add up to `number` less the two at the top."""
    wanted, whole = number - 2, sum(d.size for d in departments)
    shares = {d.code: wanted * d.size / whole for d in departments if d.size}
    seats = {code: max(1, int(share)) for code, share in shares.items()}
    by_remainder = sorted(shares, key=lambda code: shares[code] - int(shares[code]), reverse=True)
    for code in by_remainder[: max(0, wanted - sum(seats.values()))]:
        seats[code] += 1
    return seats


def _team(town: Town, department: DemoDepartment, seats: int) -> Iterator[DemoPerson]:
    for place in range(seats):
        if place == 0:
            yield _leader(town, department)
        elif place == 1 and department.reports:
            yield regular(town, department, "課長補佐", "課長補佐級", 20)
        elif not department.desk or town.rng.random() < 0.38:
            yield _part_timer(town, department)
        else:
            yield regular(
                town, department, *town.rng.choice((("主査", "係員"), ("主任", "係員"), ("主事", "係員"))), 14
            )


def _leader(town: Town, department: DemoDepartment) -> DemoPerson:
    if not department.reports:
        return regular(town, department, "係長", "係長級", 24)
    titles = {"消防本部": "消防長"}
    default = "事務局長" if department.name.endswith("事務局") else "課長"
    return regular(town, department, titles.get(department.name, default), "課長級", 32)


def full_name(rng: Random) -> tuple[str, str]:
    (surname, surname_kana), (given, given_kana) = rng.choice(SURNAMES), rng.choice(GIVEN_NAMES)
    return f"{surname}　{given}", f"{surname_kana}　{given_kana}"


def _special(town: Town, department: DemoDepartment, title: str) -> DemoPerson:
    since = date(town.year - 2, 4, 1)
    posting = DemoPosting(department, title, "特別職", since)
    return DemoPerson(f"{next(town.regular):05}", *full_name(town.rng), "特別職", "特別職", since, (posting,))


def regular(town: Town, department: DemoDepartment, title: str, grade: str, years: int) -> DemoPerson:
    served = max(1, years + town.rng.randint(-8, 6))
    since = date(town.year - min(served, town.rng.randint(0, 5)), 4, 1)
    occupation = "消防" if department.authority == "消防長" else "一般事務"
    return DemoPerson(
        f"{next(town.regular):05}", *full_name(town.rng), occupation, "正規", date(town.year - served, 4, 1),
        (DemoPosting(department, title, grade, since),),
    )  # fmt: skip


def _part_timer(town: Town, department: DemoDepartment) -> DemoPerson:
    title = _NON_PC_JOBS.get(department.name, "事務補助員")
    served = town.rng.randint(0, 6)
    return DemoPerson(
        f"K{next(town.part_time):04}", *full_name(town.rng), "一般事務", "会計年度任用", date(town.year - served, 4, 1),
        (DemoPosting(department, title, "係員", town.april),), term_ends_on=date(town.year + 1, 3, 31),
        has_account=department.desk,
    )  # fmt: skip


def _with_extras(town: Town, departments: list[DemoDepartment], people: list[DemoPerson]) -> list[DemoPerson]:
    """Some people on leave, and some with a second posting."""
    plain = [i for i, p in enumerate(people) if p.main.grade == "係員" and p.employment_type == "正規"]
    town.rng.shuffle(plain)
    share = max(3, len(people) // 100)
    for order, place in enumerate(plain[:share]):
        people[place] = replace(people[place], leave=_leave(town, order))
    homes = [d for d in departments if d.reports]
    for place in plain[share : 2 * share]:
        person = people[place]
        other = town.rng.choice([d for d in homes if d != person.main.department])
        second = DemoPosting(other, person.main.job_title, person.main.grade, person.main.appointed_on, kind="兼務")
        people[place] = replace(person, postings=(person.main, second))
    return people


def _leave(town: Town, order: int) -> tuple[str, date, date]:
    start = date(town.year, 4 + order % 3, 1 + town.rng.randint(0, 27))
    return _LEAVES[order % 3], start, date(town.year + 1, 3, 31)
