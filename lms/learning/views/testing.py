"""Taking a test: before it, the questions, the confirmation, and the result."""

import re
import secrets

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.outline import outline
from lms.learning.flow import submit as submit_answers
from lms.learning.own import own_attempt, own_employee
from lms.learning.places import course_of, quiz_of_code
from lms.learning.reviewing import reviewed
from lms.learning.sitting import SeatedQuestion, seated
from lms.learning.standing import Standing, standing
from lms.lib import clock
from lms.people.models import Employee
from quizzes.allowing import extra_of
from quizzes.attempts import CannotStartError, question_count, sittings, start_attempt
from quizzes.drawing import Paper
from quizzes.models import Attempt, Quiz
from quizzes.responding import AnswerError, answers, given, save_all, save_response
from quizzes.rules import end_of, shows
from quizzes.selecting import BankTooSmallError
from quizzes.versions import contents

_POSITION = re.compile(r"[0-9]{1,3}")
_OPERATION = re.compile(r"[0-9A-Za-z-]{1,40}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, code: str) -> HttpResponse:
    """What the test asks, and earlier attempts; with the press, the attempt."""
    employee = own_employee(request)
    found = quiz_of_code(code)
    known = _standing(employee, found)
    problem = ""
    if request.method == "POST" and not known.unread:
        try:
            return redirect("attempt", start_attempt(employee=employee, quiz=found, at=clock.now()).pk)
        except (BankTooSmallError, CannotStartError) as error:
            problem = str(error)
    extra = extra_of(employee, found, clock.now())
    shown = {
        "quiz": found, "standing": known, "earlier": sittings(employee, found), "problem": problem,
        "count": question_count(found), "extra": extra, "end": end_of(found, extra),
    }  # fmt: skip
    return render(request, "learning/quiz.html", shown)


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
    """All questions on one page, with the answers given so far."""
    sitting = own_attempt(request, pk)
    if sitting.submitted_at:
        return redirect("attempt_result", pk)
    return render(request, "learning/attempt.html", {"attempt": sitting, "questions": _questions(sitting)})


def _questions(sitting: Attempt) -> list[SeatedQuestion]:
    paper = Paper.from_json(sitting.paper)
    return seated(paper, contents(paper), answers(sitting))


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer, as it is given. Answers go to a script, so what is wrong is answered by where to go instead."""
    back = reverse("attempt", args=[pk])
    if not request.user.is_authenticated:
        return HttpResponse(status=401, headers={"HX-Redirect": f"{reverse('account_login')}?next={back}"})
    sitting = own_attempt(request, pk)
    position = int(_sent(request, "position", _POSITION, "0"))
    try:
        save_response(
            attempt=sitting, position=position, value=given(sitting, position, request.POST),
            operation=_sent(request, "operation", _OPERATION, secrets.token_hex(8)), at=clock.now(),
        )  # fmt: skip
    except AnswerError as error:
        return HttpResponse(str(error), "text/plain; charset=utf-8", 409, headers={"HX-Redirect": back})
    return HttpResponse(status=204)


def _sent(request: HttpRequest, name: str, shape: re.Pattern[str], otherwise: str) -> str:
    """What a script sent under a name, if it has the shape that our script gives it."""
    text = request.POST.get(name, "")
    return text if shape.fullmatch(text) else otherwise


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What is answered and what is not, before submitting. The press that leads here saves the whole form."""
    sitting = own_attempt(request, pk)
    if sitting.submitted_at:
        return redirect("attempt_result", pk)
    if request.method == "POST":
        return _save_form(request, sitting)
    questions = _questions(sitting)
    missing = [question for question in questions if not question.answered]
    return render(request, "learning/confirm.html", {"attempt": sitting, "questions": questions, "missing": missing})


def _save_form(request: HttpRequest, sitting: Attempt) -> HttpResponse:
    positions = range(1, len(sitting.paper["questions"]) + 1)
    try:
        values = {position: given(sitting, position, request.POST) for position in positions}
        save_all(attempt=sitting, values=values, operation=secrets.token_hex(8), at=clock.now())
    except AnswerError as error:
        shown = {"attempt": sitting, "questions": _questions(sitting), "problem": str(error)}
        return render(request, "learning/attempt.html", shown, status=409)
    return redirect("attempt_confirm", sitting.pk)


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
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
    told = shows(sitting.quiz, extra_of(sitting.employee, sitting.quiz, at), passed=bool(sitting.passed), at=at)
    asked = contents(Paper.from_json(sitting.paper))
    shown = {"attempt": sitting, "standing": known, "shows": told, "reviewed": reviewed(sitting, asked, taught)}
    return render(request, "learning/result.html", shown)
