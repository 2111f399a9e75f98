"""A test that shows one question a page. Going on saves, so that it works without any script."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lms.learning.paging import Way, way_of
from lms.learning.sitting import seated_at
from lms.learning.views.testing import OPERATION, POSITION, sent, show, sitting_of
from lms.lib import clock
from quizzes.drawing import Paper
from quizzes.models import Attempt, Quiz
from quizzes.responding import AnswerError, ClosedError, given, leave_question, save_all
from quizzes.versions import contents


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One question. A press saves it and leads on; with no way back, any other question leads to the one in turn."""
    sitting = sitting_of(request, pk)
    if sitting.submitted_at or sitting.quiz.layout == Quiz.Layout.ONE_PAGE:
        return redirect("attempt", pk)
    way = way_of(sitting)
    if not 1 <= position <= way.count:
        raise Http404
    if position not in way.reachable:
        return _closed(request, pk)
    return _go_on(request, sitting, position) if request.method == "POST" else _page(request, sitting, way, position)


def _closed(request: HttpRequest, pk: int) -> HttpResponse:
    messages.info(request, "このテストは、1問ずつ順に進みます。前の問題に戻ることと、先の問題を見ることはできません。")
    return redirect("attempt", pk)


def _page(request: HttpRequest, sitting: Attempt, way: Way, position: int, problem: str = "") -> HttpResponse:
    asked = Paper.from_json(sitting.paper).questions[position - 1]
    (content,) = contents(Paper((asked,)))
    shown = seated_at(position, asked, content, way.kept.get(position))
    more = {"question": shown, "way": way, "pages": way.pages(position), "problem": problem}
    return show(request, "learning/attempt_question.html", sitting, [shown], **more)


def _go_on(request: HttpRequest, sitting: Attempt, position: int) -> HttpResponse:
    known = {position: sent(request, f"known{position}", OPERATION, "")}
    try:
        values = {position: given(sitting, position, request.POST)}
        save_all(attempt=sitting, values=values, operation=secrets.token_hex(8), known=known, at=clock.now())
    except ClosedError as error:
        messages.error(request, str(error))
        return redirect("attempt", sitting.pk)
    except AnswerError as error:
        page = _page(request, sitting, way_of(sitting), position, str(error))
        page.status_code = 409
        return page
    return _led_on(request, sitting, position)


def _led_on(request: HttpRequest, sitting: Attempt, position: int) -> HttpResponse:
    """To the next question, or to the one that was pressed; after the last, to the confirmation."""
    target, count = position + 1, len(sitting.paper["questions"])
    if sitting.quiz.layout == Quiz.Layout.FORWARD:
        leave_question(attempt=sitting, position=position, at=clock.now())
    else:
        target = int(sent(request, "to", POSITION, str(target)))
    if not 1 <= target <= count:
        return redirect("attempt_confirm", sitting.pk)
    return redirect(f"{reverse('attempt_question', args=[sitting.pk, target])}#q{target}")
