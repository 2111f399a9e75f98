"""Tests and the courses they belong to. Attempts know their test only; the tree of pages knows where it hangs."""

from django.db.models import BigIntegerField, CharField, QuerySet
from django.db.models.functions import Length, Substr

from courses.models import Course, QuizPage
from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from quizzes.models import Quiz


def quiz_of_code(code: str) -> Quiz | None:
    rows = _quizzes(code=code)
    return unfolded(rows[0], Quiz)[0] if rows else None


def course_of(quiz_id: int) -> Course | None:
    """The course under whose page the test stands, a live one first. One query."""
    rows = _courses(quiz=quiz_id)
    return unfolded(rows[0], Course)[0] if rows else None


def _rows_of_quizzes() -> QuerySet:
    return Quiz.objects.filter(code=Parameter("code", CharField())).order_by().values_list(*columns(Quiz))


def _rows_of_courses() -> QuerySet:
    above = Substr("path", 1, Length("path") - QuizPage.steplen)
    pages = QuizPage.objects.filter(quiz=Parameter("quiz", BigIntegerField())).annotate(above=above)
    found = Course.objects.filter(page__path__in=pages.values("above"))
    return found.order_by("-page__live").values_list(*columns(Course))


_quizzes = Prepared(_rows_of_quizzes)
_courses = Prepared(_rows_of_courses)
