"""Duties and completions of past and present years, straight into the tables: what is measured is reading them.

The rows are made by the database itself, a year in five statements, with the indexes and triggers as they are. Chance
is a lot drawn from the ids, so that a city of the same size gets the same history on both databases.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection

from courses.models import Course
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import end_of_year, first_day, start_of_year
from lms.people.roles import Office

# Completions fall on this many days of a year, from its thirty-second day on.
_DAYS = 170

_DUTIES = """
INSERT INTO duties_duty
  (employee_id, requirement_id, fiscal_year, opened_on, due_on, counts_from, counts_until, because, recorded_at)
SELECT e.id, r.id, p.fiscal_year, r.opens_on, r.due_on, %(start)s, %(end)s, '計測', %(start)s
FROM duties_requirement r
JOIN duties_trainingplan p ON p.id = r.plan_id AND p.fiscal_year = %(year)s
CROSS JOIN people_employee e
ORDER BY r.id, e.id
"""
# Each duty with a lot of 0 to 996: under 698 it is done (seven of ten), under 847 begun (half of the others).
_LOTS = """
SELECT d.id, d.employee_id, d.requirement_id, r.course_id, d.fiscal_year,
  (d.employee_id * 7919 + r.course_id * 104729 + d.fiscal_year * 15485) %% 997 AS lot
FROM duties_duty d JOIN duties_requirement r ON r.id = d.requirement_id
WHERE d.fiscal_year = %(year)s
"""
_DONE, _BEGUN = 698, 847
# As they come in, day by day: one person's rows of a year lie far apart.
_COMPLETIONS = f"""
WITH days (place, moment) AS (VALUES {{days}})
INSERT INTO records_completion
  (employee_id, course_id, completed_at, recorded_at, source, source_id, evidence, course_title, course_revision,
   department_name, job_title, recorded_by)
SELECT l.employee_id, l.course_id, moment, moment, 'e-learning', 'bench:' || l.id, '', '計測', 1, '', '', ''
FROM ({_LOTS}) l JOIN days ON place = (l.employee_id * 31 + l.course_id * 17) %% {_DAYS}
WHERE l.lot < {_DONE}
ORDER BY place, l.id
"""  # noqa: S608 - made of constants
# One completion of 997 was recorded wrongly; one unfinished duty of 997 was excused.
_CANCELLATIONS = f"""
INSERT INTO records_completioncancellation (completion_id, reason, cancelled_by_id, recorded_at)
SELECT c.id, '計測', c.employee_id, c.recorded_at
FROM ({_LOTS}) l JOIN records_completion c ON c.source = 'e-learning' AND c.source_id = 'bench:' || l.id
WHERE l.lot = 0
"""  # noqa: S608 - made of constants
_EXEMPTIONS = f"""
INSERT INTO duties_exemption
  (employee_id, requirement_id, starts_on, reason, approved_by, note, recorded_at)
SELECT l.employee_id, l.requirement_id, %(first)s, '計測', '計測会議', '', %(begun)s
FROM ({_LOTS}) l
WHERE l.lot = 996
"""  # noqa: S608 - made of constants
_LESSONS = f"""
INSERT INTO records_lessonread (employee_id, course_id, lesson_key, fiscal_year, turn, recorded_at)
SELECT l.employee_id, l.course_id, keys.lesson_key, l.fiscal_year, 1, %(begun)s
FROM ({_LOTS}) l CROSS JOIN (SELECT '01' AS lesson_key UNION ALL SELECT '02') keys
WHERE l.lot < {_BEGUN}
ORDER BY l.lot, l.id
"""  # noqa: S608 - made of constants


def courses(number: int) -> list[Course]:
    """Plain courses without pages."""
    return Course.objects.bulk_create(
        Course(code=f"L-{place:02}", title=f"計測研修{place}", office=Office.SECURITY, measure="12", action="①")
        for place in range(number)
    )


def plan(asked: Iterable[Course], year: int) -> None:
    """A running plan of a year that asks every course of everybody for half the year."""
    made = TrainingPlan.objects.create(
        fiscal_year=year, office=Office.SECURITY, title=f"計測{year}", state=TrainingPlan.State.RUNNING,
        approved_by="計測会議", approved_on=first_day(year), document_number="計測第1号",
    )  # fmt: skip
    days = {"opens_on": first_day(year), "due_on": date(year, 9, 30)}
    Requirement.objects.bulk_create(Requirement(plan=made, course=course, **days) for course in asked)


def give_duties(year: int) -> None:
    """Everybody's duties of a year that is over, as they were opened in its plan."""
    values = {"year": year, "start": _stored(start_of_year(year)), "end": _stored(end_of_year(year))}
    with connection.cursor() as cursor:
        cursor.execute(_DUTIES, values)


def learn(year: int) -> None:
    """Completions, and two chapters read, of a share of the year's duties; a few cancelled, a few excused."""
    moments = {f"day{place}": _moment(year, place) for place in range(_DAYS)}
    days = ", ".join(f"({place}, %(day{place})s)" for place in range(_DAYS))
    values = {"year": year, "first": first_day(year), "begun": _moment(year, -1)}
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETIONS.format(days=days), {"year": year, **moments})
        for statement in (_LESSONS, _CANCELLATIONS, _EXEMPTIONS):
            cursor.execute(statement, values)


def _moment(year: int, place: int) -> object:
    return _stored(start_of_year(year) + timedelta(days=31 + place, hours=10))


def _stored(moment: object) -> object:
    """As the database's tables hold a moment."""
    return connection.ops.adapt_datetimefield_value(moment)
