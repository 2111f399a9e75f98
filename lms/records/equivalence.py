"""読替え: completing one course counts as completing another."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import BigIntegerField, F, Q, QuerySet

from courses.models import Course
from lms.lib.facts import DatedFact
from lms.lib.prepared import Parameter, Prepared


class Equivalence(DatedFact):
    """Who completes `course` between these days has completed `counts_as` too; decided by the latter's office."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="受講した研修")
    counts_as = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="読み替える研修")
    ground = models.CharField("読替えの根拠", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "読替え"
        constraints = [
            models.UniqueConstraint(
                fields=["course", "counts_as"], condition=Q(voided_at=None, ends_on=None), name="equivalence_one_open"
            ),
            models.CheckConstraint(condition=~Q(course=F("counts_as")), name="equivalence_of_two_courses"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="equivalence_span"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.counts_as_id}"

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def has_rules(course_id: int) -> bool:
    """Whether completing this course has ever counted as another. One small query."""
    return bool(_sources(course=course_id))


def _rows_of_sources() -> QuerySet:
    from_course = Equivalence.objects.known().filter(course=Parameter("course", BigIntegerField()))
    return from_course.order_by().values_list("pk")


_sources = Prepared(_rows_of_sources)


def rules_of(courses: Iterable[int]) -> list[Equivalence]:
    """The rules that start from these courses, whatever their days. One query."""
    return list(Equivalence.objects.known().filter(course__in=set(courses)).select_related("counts_as").order_by("pk"))
