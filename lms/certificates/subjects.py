"""What a paper can speak of: one course, or a whole curriculum as it stands in a fiscal year."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from courses.models import Course, CurriculumCourse


@dataclass(frozen=True)
class Subject:
    """A training of one office; `course_ids` are all that must be completed for it."""

    code: str
    title: str
    office: str
    course_ids: tuple[int, ...]


def course_subject(course: Course) -> Subject:
    return Subject(course.code, course.title, course.office, (course.pk,))


def subjects(offices: Collection[str], fiscal_year: int) -> list[Subject]:
    """What the offices' plans ask in a year, course by course, and the curricula of which they ask every course."""
    asked = Course.objects.filter(requirements__plan__fiscal_year=fiscal_year, office__in=offices)
    single = [course_subject(course) for course in asked.distinct().order_by("code")]
    known = {subject.course_ids[0] for subject in single}
    whole = [found for found in _curricula(offices, fiscal_year) if known.issuperset(found.course_ids)]
    return [*single, *whole]


def _curricula(offices: Collection[str], fiscal_year: int) -> list[Subject]:
    """The curricula with the courses they have in the year; one query, whatever their number."""
    rows = CurriculumCourse.objects.in_year(fiscal_year).filter(curriculum__office__in=offices)
    named = rows.values_list("curriculum__code", "curriculum__title", "curriculum__office", "course_id")
    found: dict[str, Subject] = {}
    for code, title, office, course_id in named:
        subject = found.get(code, Subject(code, title, office, ()))
        found[code] = replace(subject, course_ids=(*subject.course_ids, course_id))
    return list(found.values())
