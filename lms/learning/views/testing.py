"""Taking a test: before it, the questions, the confirmation, and the result."""

import re
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.outline import outline
from lms.learning.flow import submit as submit_answers
from lms.learning.own import own_attempt, own_employee
from lms.learning.paging import way_of
from lms.learning.places import course_of, quiz_of_code
from lms.learning.reviewing import reviewed
from lms.learning.sitting import SeatedQuestion, seated
from lms.learning.standing import Standing, standing
from lms.learning.surveys import offer
from lms.learning.terms import earlier, standing_terms, terms
from lms.lib import clock
from lms.people.models import Employee
from quizzes.allowing import extra_of
from quizzes.attempts import CannotStartError, Sitting, question_count, sittings, start_attempt
from quizzes.drawing import Paper
from quizzes.models import Attempt, Quiz
from quizzes.responding import AnswerError, ClosedError, OutdatedError, given, kept, save_all, save_response
from quizzes.rules import refusal, shows
from quizzes.selecting import BankTooSmallError
from quizzes.versions import contents

POSITION = re.compile(r"[0-9]{1,3}")
OPERATION = re.compile(r"[0-9A-Za-z-]{1,40}")
# How many versions of one answer a screen may have sent without hearing of them.
_KNOWN_AT_MOST = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, code: str) -> HttpResponse:
    """What the test asks, and earlier attempts; with the press, the attempt."""
    employee = own_employee(request)
    found = quiz_of_code(code)
    known = _standing(employee, found)
    sat = sittings(employee, found)
    if _out_of_time(sat):
        _grade(sat[0])
        if request.method == "POST":
            # The press was to go on with that attempt, not to use up another one.
            return redirect("attempt_result", sat[0].pk)
        sat = sittings(employee, found)
    problem = ""
    if request.method == "POST" and not known.unread:
        try:
            return redirect("attempt", _begun(employee, found, known).pk)
        except (BankTooSmallError, CannotStartError) as error:
            problem = str(error)
    shown = {"standing": known, "problem": problem} | _before(employee, found, sat, known.anew_since)
    return render(request, "learning/quiz.html", shown)


def _begun(employee: Employee, found: Quiz, known: Standing) -> Attempt:
    return start_attempt(employee=employee, quiz=found, at=clock.now(), since=known.anew_since)


def _before(employee: Employee, found: Quiz, sat: list[Sitting], since: datetime | None) -> dict[str, object]:
    """What to know before beginning: the rules, earlier attempts, and why another one may have to wait."""
    at = clock.now()
    extra, is_open = extra_of(employee, found, at), bool(sat) and sat[0].submitted_at is None
    return {
        "quiz": found, "terms": terms(found, extra, question_count(found), sat, at, since), "is_open": is_open,
        "earlier": earlier(found, extra, sat, at), "refusal": "" if is_open else refusal(found, extra, sat, at, since),
    }  # fmt: skip


def _out_of_time(sat: list[Sitting]) -> bool:
    """Whether the newest attempt is open, though its deadline has gone by."""
    last = next(iter(sat), None)
    return last is not None and last.submitted_at is None and last.deadline is not None and last.deadline < clock.now()


def _grade(expired: Sitting) -> None:
    submit_answers(attempt=Attempt.objects.select_related("employee").get(pk=expired.pk), at=clock.now())


def _standing(employee: Employee, found: Quiz | None) -> Standing:
    """How the course stands to which an open test belongs."""
    course = course_of(found.pk) if found else None
    taught = outline(course) if course else None
    if taught is None or found.code not in {entry.code for entry in taught.quizzes}:
        raise Http404
    return standing(employee, taught, clock.now())


@login_required
@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions on one page, with the answers given so far; or the way to the one where one goes on."""
    sitting = sitting_of(request, pk)
    if sitting.submitted_at:
        return redirect("attempt_result", pk)
    if sitting.quiz.layout != Quiz.Layout.ONE_PAGE:
        turn = way_of(sitting).turn
        return redirect("attempt_question", pk, turn) if turn else redirect("attempt_confirm", pk)
    return _whole_paper(request, sitting)


def _whole_paper(request: HttpRequest, sitting: Attempt, problem: str = "") -> HttpResponse:
    # What was left for good, before the office changed the layout, stays so.
    questions = [question for question in _questions(sitting) if not question.left]
    return show(request, "learning/attempt.html", sitting, questions, problem=problem)


def sitting_of(request: HttpRequest, pk: int) -> Attempt:
    """One's own attempt. When its time is up, what was saved is graded before anything else."""
    sitting, at = own_attempt(request, pk), clock.now()
    if sitting.submitted_at is None and sitting.time_is_up(at):
        submit_answers(attempt=sitting, at=at)
    return sitting


def _questions(sitting: Attempt) -> list[SeatedQuestion]:
    paper = Paper.from_json(sitting.paper)
    return seated(paper, contents(paper), kept(sitting))


def show(
    request: HttpRequest, template: str, sitting: Attempt, questions: list[SeatedQuestion], **more: object
) -> HttpResponse:
    """A page of an open attempt, with the time left by our clock: that of the browser may be wrong."""
    # The deadline itself is in time: when the browser has counted down, it has gone by here.
    left = int((sitting.deadline - clock.now()).total_seconds()) + 1 if sitting.deadline else None
    return render(request, template, {"attempt": sitting, "questions": questions, "seconds_left": left} | more)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer, as it is given. A script asks, so the status says what it has to do.

    204 kept; 401 sign in again; 409 another screen was later, with the question as it stands; 410 no answers are taken
    any more; 422 no answer to this question.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    sitting = sitting_of(request, pk)
    position = int(sent(request, "position", POSITION, "0"))
    try:
        save_response(
            attempt=sitting, position=position, value=given(sitting, position, request.POST),
            operation=sent(request, "operation", OPERATION, secrets.token_hex(8)), known=_known(request),
            at=clock.now(),
        )  # fmt: skip
    except OutdatedError:
        shown = {"attempt": sitting, "question": _questions(sitting)[position - 1]}
        return render(request, "learning/_question.html", shown, status=409)
    except AnswerError as error:
        status = 410 if isinstance(error, ClosedError) else 422
        return HttpResponse(str(error), "text/plain; charset=utf-8", status)
    return HttpResponse(status=204)


def _known(request: HttpRequest) -> list[str]:
    versions = request.POST.getlist("known")[-_KNOWN_AT_MOST:]
    return [operation for operation in versions if OPERATION.fullmatch(operation)]


def sent(request: HttpRequest, name: str, shape: re.Pattern[str], otherwise: str) -> str:
    """What a script sent under a name, if it has the shape that our script gives it."""
    text = request.POST.get(name, "")
    return text if shape.fullmatch(text) else otherwise


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What is answered and what is not, before submitting. The press that leads here saves the whole form."""
    sitting = sitting_of(request, pk)
    if sitting.submitted_at:
        return redirect("attempt_result", pk)
    if request.method == "POST" and sitting.quiz.layout == Quiz.Layout.ONE_PAGE:
        return _save_form(request, sitting)
    questions = _questions(sitting)
    missing = [question for question in questions if not question.answered]
    still_open = not all(question.left for question in questions)
    return show(request, "learning/confirm.html", sitting, questions, missing=missing, still_open=still_open)


def _save_form(request: HttpRequest, sitting: Attempt) -> HttpResponse:
    positions = range(1, len(sitting.paper["questions"]) + 1)
    known = {position: sent(request, f"known{position}", OPERATION, "") for position in positions}
    try:
        values = {position: given(sitting, position, request.POST) for position in positions}
        save_all(attempt=sitting, values=values, operation=secrets.token_hex(8), known=known, at=clock.now())
    except AnswerError as error:
        page = _whole_paper(request, sitting, str(error))
        page.status_code = 409
        return page
    return redirect("attempt_confirm", sitting.pk)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        # Back to the confirmation: what is submitted by a press cannot be opened as a page.
        return redirect_to_login(reverse("attempt_confirm", args=[pk]))
    submit_answers(attempt=own_attempt(request, pk), at=clock.now())
    return redirect("attempt_result", pk)


@login_required
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Points, verdict, and every question with its explanation."""
    sitting = own_attempt(request, pk)
    if sitting.submitted_at is None:
        return redirect("attempt", pk)
    course = course_of(sitting.quiz_id)
    taught, at = outline(course) if course else None, clock.now()
    known = standing(sitting.employee, taught, at) if taught else None
    asked = contents(Paper.from_json(sitting.paper))
    shown = {
        "attempt": sitting, "standing": known, "reviewed": reviewed(sitting, asked, taught),
        "offer": offer(request, known, sitting.employee) if known and sitting.passed else None,
    }  # fmt: skip
    since = known.anew_since if known else None
    return render(request, "learning/result.html", shown | _afterwards(sitting, at, since))


def _afterwards(sitting: Attempt, at: datetime, since: datetime | None) -> dict[str, object]:
    """What the result tells now, how the person stands, and why another attempt may have to wait."""
    rule, extra = sitting.quiz, extra_of(sitting.employee, sitting.quiz, at)
    # The first attempt of a test without limits stands alone: no query.
    alone = sitting.number == 1 and not (rule.attempts_allowed or rule.wait_hours)
    sat: list[Any] = [sitting] if alone else sittings(sitting.employee, rule)
    return {
        "shows": shows(rule, extra, passed=bool(sitting.passed), at=at),
        "terms": standing_terms(rule, extra, sat, at, since), "refusal": refusal(rule, extra, sat, at, since),
    }  # fmt: skip
