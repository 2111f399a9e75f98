"""Duties and completions of past and present years, straight into the tables: what is measured is reading them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import count, islice
from random import Random

from courses.models import Course
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.lib.fiscal_year import end_of_year, first_day, start_of_year
from lms.people.models import Employee
from lms.people.roles import Office
from lms.records.models import Completion, LessonRead

_CHUNK = 5000
# Of ten duties seven are done; of the others every second one is begun.
_DONE, _BEGUN = 0.7, 0.5


def courses(number: int) -> list[Course]:
    """Plain courses without pages."""
    return Course.objects.bulk_create(
        Course(code=f"L-{place:02}", title=f"計測研修{place}", office=Office.SECURITY, measure="12", action="①")
        for place in range(number)
    )


def planned(asked: Iterable[Course], year: int) -> list[Requirement]:
    """A running plan of a year that asks every course of everybody for half the year."""
    plan = TrainingPlan.objects.create(
        fiscal_year=year, office=Office.SECURITY, title=f"計測{year}", state=TrainingPlan.State.RUNNING,
        approved_by="計測会議", approved_on=first_day(year), document_number="計測第1号",
    )  # fmt: skip
    days = {"opens_on": first_day(year), "due_on": date(year, 9, 30)}
    return Requirement.objects.bulk_create(Requirement(plan=plan, course=course, **days) for course in asked)


def past_year(requirements: Iterable[Requirement], year: int, chance: Random) -> None:
    """The duties of everybody in a year that is over, and what was done of them."""
    people = list(Employee.objects.values_list("pk", flat=True))
    start, end = start_of_year(year), end_of_year(year)
    for line in requirements:
        _write(Duty, (
            Duty(
                employee_id=person, requirement=line, fiscal_year=year, opened_on=line.opens_on, due_on=line.due_on,
                counts_from=start, counts_until=end, because="計測", recorded_at=start,
            )
            for person in people
        ))  # fmt: skip
        learned(line, people, year, chance)


def learned(line: Requirement, people: Iterable[int], year: int, chance: Random) -> None:
    """Completions and chapters read of one course in a year."""
    done, begun = [], []
    for person in people:
        if chance.random() < _DONE:
            done.append(person)
        elif chance.random() < _BEGUN:
            begun.append(person)
    _write(Completion, _completions(line, done, year, chance))
    moment = start_of_year(year) + timedelta(days=30)
    _write(LessonRead, (
        LessonRead(employee_id=person, course_id=line.course_id, lesson_key=key, fiscal_year=year, recorded_at=moment)
        for person in begun + done for key in ("01", "02")
    ))  # fmt: skip


def _completions(line: Requirement, people: Iterable[int], year: int, chance: Random) -> Iterator[Completion]:
    for person in people:
        moment = start_of_year(year) + timedelta(days=chance.randint(31, 200), hours=10)
        yield Completion(
            employee_id=person, course_id=line.course_id, completed_at=moment, recorded_at=moment,
            source=Completion.Source.E_LEARNING, source_id=f"bench:{next(_serial)}", course_title="計測",
            course_revision=1,
        )  # fmt: skip


_serial = count(1)


def _write(model: type, rows: Iterable[object]) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, _CHUNK)):
        model.objects.bulk_create(some)
