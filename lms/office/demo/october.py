"""What the 1 October transfers change: newcomers, leavers, moves, a new name."""

from dataclasses import replace
from datetime import date

from lms.office.demo.departments import DemoDepartment
from lms.office.demo.people import DemoPerson, DemoPosting, Town, full_name, regular


def staff_in_october(town: Town, departments: list[DemoDepartment], april: list[DemoPerson]) -> list[DemoPerson]:
    """The April people with about 1 % gone, 4 % moved, two with a new name, and about 1 % new."""
    people = list(april)
    ordinary = [i for i, p in enumerate(people) if p.main.grade == "係員" and not p.leave and len(p.postings) == 1]
    town.rng.shuffle(ordinary)
    one = max(2, len(people) // 100)
    leaving, moving, renamed = ordinary[:one], ordinary[one : 5 * one], ordinary[5 * one : 5 * one + 2]
    for place in leaving:
        people[place] = replace(people[place], retired_on=date(town.year, 9, 30))
    for place in moving:
        people[place] = _moved(town, departments, people[place])
    for place in renamed:
        name, kana = full_name(town.rng)
        people[place] = replace(people[place], name=name, kana=kana)
    return [*people, *_newcomers(town, departments, one)]


def _moved(town: Town, departments: list[DemoDepartment], person: DemoPerson) -> DemoPerson:
    home = person.main.department
    choices = [d for d in departments if d.size and d.desk == home.desk and d.code != home.code]
    posting = DemoPosting(town.rng.choice(choices), person.main.job_title, person.main.grade, town.october)
    return replace(person, postings=(posting,))


def _newcomers(town: Town, departments: list[DemoDepartment], number: int) -> list[DemoPerson]:
    desks = [d for d in departments if d.size and d.desk]
    drafts = [regular(town, town.rng.choice(desks), "主事補", "係員", 1) for _ in range(number)]
    return [replace(p, hired_on=town.october, postings=(replace(p.main, appointed_on=town.october),)) for p in drafts]
