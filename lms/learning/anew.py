"""Which duties ask for a course, and which completions of a year a later duty counts no more.

Who completed in June and is asked anew in November (再受講を求める, or a role taken on then) has still to complete: by
chapters and tests done since then, or on a sheet of a training held since then.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import Course
from lms.duties.choosing import Chosen
from lms.duties.models import Duty
from lms.lib.fiscal_year import end_of_day, end_of_year, fiscal_year, start_of_year
from lms.records.models import Completion


def asking(course: Any) -> QuerySet[Duty]:
    """The open duties that ask for a course, or leave it among others to choose."""
    asked = Q(requirement__course=course) | Q(requirement__choices__course=course)
    return Duty.objects.filter(asked, closed_at=None)


def still_counting(course: Course, on: date) -> QuerySet[Completion]:
    """The completions of a course in the fiscal year of a day, without those that a duty of that day counts no more."""
    year = fiscal_year(on)
    later = asking(course).filter(
        employee=OuterRef("employee"), counts_from__gt=OuterRef("completed_at"), counts_from__lt=end_of_day(on)
    )
    done = Completion.objects.valid().between(start_of_year(year), end_of_year(year)).filter(course=course)
    return done.exclude(Exists(later))


def anew_since(duties: Iterable[Duty], choices: Mapping[int, Iterable[Chosen]], on: date) -> dict[int, datetime]:
    """By course id: the moment from which one person's duties ask for a course anew, where it is not the whole year."""
    year, found = start_of_year(fiscal_year(on)), dict[int, datetime]()
    for duty in duties:
        offered = [chosen.course.pk for chosen in choices.get(duty.requirement_id, ())]
        for course in (duty.requirement.course_id, *offered):
            if duty.counts_from > found.get(course, year):
                found[course] = duty.counts_from
    return found
