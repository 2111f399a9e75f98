"""印刷用の画面: a chapter or a whole course as one page for paper, for those who learn without a screen."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.outline import LessonEntry, Outline
from courses.printing import printed
from lms.learning.own import open_course, own_employee
from lms.learning.views.reading import open_chapter
from lms.lib import clock
from lms.people.city import city


@login_required
@require_safe
def course_print(request: HttpRequest, code: str) -> HttpResponse:
    own_employee(request)
    outline, guide = open_course(code)
    return _page(request, outline, outline.lessons, guide=guide)


@login_required
@require_safe
def chapter_print(request: HttpRequest, code: str, key: str) -> HttpResponse:
    own_employee(request)
    outline, entry = open_chapter(code, key)
    return _page(request, outline, [entry], lesson=entry)


def _page(request: HttpRequest, outline: Outline, lessons: Sequence[LessonEntry], **more: object) -> HttpResponse:
    shown = {"outline": outline, "printed": printed(lessons), "city": city(), "today": clock.today()}
    return render(request, "learning/print.html", shown | more)
