"""Who is asked after a course, and how the browser keeps that somebody has answered.

The session lies in the database under its person's account, so a mark in it would be a row that says who answered. The
mark is a cookie instead: it is worth something in this session only and is gone with the browser. In another session
one may be asked again; that is the price of keeping nobody.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from courses.models import Course
from lms.learning.standing import Standing
from lms.lib.fiscal_year import fiscal_year_of
from lms.lib.remembered import address
from lms.people.models import Employee
from lms.records.surveys.answering import Occasion, has_answered
from lms.records.surveys.arranging import survey_for
from lms.records.surveys.survey import Survey

_COOKIE = "answered"
_KEPT_AT_MOST = 20


@dataclass(frozen=True)
class Offer:
    """A survey that a person may answer now."""

    survey: Survey
    occasion: Occasion


def offer(request: HttpRequest, known: Standing, employee: Employee) -> Offer | None:
    """Of whoever has completed the course this year and has not answered. At most two queries, none before that."""
    course = known.outline.course
    if known.completed_at is None or _mark(request, course) in _marks(request):
        return None
    survey = survey_for(course)
    if survey is None:
        return None
    occasion = Occasion(survey.questionnaire, course, fiscal_year_of(known.completed_at))
    return None if has_answered(occasion, employee) else Offer(survey, occasion)


def remember(request: HttpRequest, response: HttpResponse, course: Course) -> None:
    """That this browser, in this session, need not be asked again."""
    marks = [*_marks(request), _mark(request, course)][-_KEPT_AT_MOST:]
    response.set_cookie(
        _COOKIE, ".".join(marks), path=address("desk"), secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _marks(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(_COOKIE, "").split(".")


def _mark(request: HttpRequest, course: Course) -> str:
    """Not to be read without the session's key."""
    return salted_hmac(__name__, f"{request.session.session_key} {course.pk}").hexdigest()[:16]
