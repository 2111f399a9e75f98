"""The best statement we could write by hand for the counts of a whole city: what the product's own query is held to.

It gives the same totals for the facts of this benchmark as of now, and for nothing else: no moment of knowledge, and
only duties that count from April to March, which lets it look all completions up at once. Of five forms that were
tried at full size on both databases it is the fastest: one by one (EXISTS) costs half as much again on PostgreSQL.
"""

from collections import Counter
from datetime import date, timedelta

from django.db import connection

from lms.duties.counting import Counts
from lms.duties.status import DAYS_AFTER_RETURN
from lms.lib.fiscal_year import end_of_day, start_of_year

# Counts by course, department and state; the states in the order of the CASE.
_STATEMENT = """
SELECT r.course_id, p.department_id, CASE
    WHEN (d.employee_id, r.course_id) IN (
        SELECT c.employee_id, c.course_id FROM records_completion c
        WHERE c.completed_at >= %(since)s AND c.completed_at < %(until)s
          AND c.id NOT IN (SELECT completion_id FROM records_completioncancellation)
    ) THEN 1
    WHEN (d.employee_id, d.requirement_id) IN (
        SELECT x.employee_id, x.requirement_id FROM duties_exemption x
        WHERE x.voided_at IS NULL AND x.starts_on <= %(day)s AND (x.ends_on IS NULL OR x.ends_on >= %(day)s)
    ) THEN 2
    WHEN d.employee_id IN (
        SELECT employee_id FROM people_leave
        WHERE voided_at IS NULL AND starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s)
    ) THEN 3
    WHEN d.due_on < %(day)s
      AND NOT (r.second_opens_on IS NOT NULL AND r.second_opens_on <= %(day)s AND r.second_due_on >= %(day)s)
      AND d.employee_id NOT IN (
        SELECT employee_id FROM people_leave
        WHERE voided_at IS NULL AND ends_on >= %(returned)s AND ends_on < %(day)s
      ) THEN CASE WHEN EXISTS (
        SELECT 1 FROM records_lessonread l
        WHERE l.employee_id = d.employee_id AND l.course_id = r.course_id AND l.fiscal_year >= d.fiscal_year
          AND l.recorded_at < %(until)s
      ) THEN 5 ELSE 4 END
    WHEN EXISTS (
      SELECT 1 FROM records_lessonread l
      WHERE l.employee_id = d.employee_id AND l.course_id = r.course_id AND l.fiscal_year >= d.fiscal_year
        AND l.recorded_at < %(until)s
    ) THEN 6
    ELSE 7
  END AS state, COUNT(*)
FROM duties_duty d
JOIN duties_requirement r ON r.id = d.requirement_id
JOIN people_posting p ON p.employee_id = d.employee_id AND p.kind = 'main' AND p.voided_at IS NULL
  AND p.starts_on <= %(day)s AND (p.ends_on IS NULL OR p.ends_on >= %(day)s)
WHERE d.fiscal_year = %(year)s AND d.opened_on <= %(day)s AND (d.closed_on IS NULL OR d.closed_on > %(day)s)
GROUP BY 1, 2, 3
"""
_COMPLETED, _EXEMPT, _DEFERRED, _OVERDUE, _OVERDUE_BUT_BEGUN, _BEGUN = 1, 2, 3, 4, 5, 6


def counted(fiscal_year: int, on: date) -> Counts:
    """The whole city's counts, summed from those by course and department."""
    values = {
        "year": fiscal_year, "day": on, "until": connection.ops.adapt_datetimefield_value(end_of_day(on)),
        "since": connection.ops.adapt_datetimefield_value(start_of_year(fiscal_year)),
        "returned": on - timedelta(days=DAYS_AFTER_RETURN),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        found: Counter[int] = Counter()
        for _course, _department, state, number in cursor.fetchall():
            found[state] += number
    out = found[_EXEMPT] + found[_DEFERRED]
    return Counts(
        required=found.total() - out, completed=found[_COMPLETED],
        started=found[_COMPLETED] + found[_OVERDUE_BUT_BEGUN] + found[_BEGUN],
        overdue=found[_OVERDUE] + found[_OVERDUE_BUT_BEGUN], deferred=found[_DEFERRED], exempt=found[_EXEMPT],
    )  # fmt: skip
