"""Saving and submitting as single requests: attempts that have begun, and what is asked of the server for them."""

from collections.abc import Sequence
from datetime import datetime

from lms.office.bench.journeys import Ask
from lms.office.bench.people import Sitting
from lms.people.models import Employee
from quizzes.attempts import start_attempt
from quizzes.drawing import Paper
from quizzes.models import Attempt, Quiz
from quizzes.responding import save_all
from quizzes.versions import contents

# More than the server could save by far, of one connection in a second.
_MOST_SAVES = 150

Asked = tuple[str, Ask]


def saves(waiting: Sequence[Sitting], seconds: float, at: datetime) -> list[list[Asked]]:
    """For each person one answer after the other, in turns to each question, as a script sends them."""
    return [_saves_of(one, int(seconds * _MOST_SAVES) + 1, at) for one in waiting]


def _saves_of(one: Sitting, number: int, at: datetime) -> list[Asked]:
    begun = _begun(one, at)
    path, questions = one.addresses.save.format(pk=begun.pk), len(begun.paper["questions"])
    return [
        (one.browser.session, _save(path, place % questions + 1, place, place - questions)) for place in range(number)
    ]


def _save(path: str, position: int, number: int, before: int) -> Ask:
    said = (("position", str(position)), ("operation", f"bench-{number}"), ("known", f"bench-{before}"))
    return Ask("save", "POST", path, (*said, (f"q{position}", "12"[number // 7 % 2])), 204)


def submits(waiting: Sequence[Sitting], connections: int, at: datetime) -> list[list[Asked]]:
    """The press that submits, of a test that is answered rightly: with grading, completion and ledger."""
    asks = [_submit_of(one, at) for one in waiting]
    return [asks[place::connections] for place in range(connections)]


def _submit_of(one: Sitting, at: datetime) -> Asked:
    begun = _begun(one, at)
    paper = Paper.from_json(begun.paper)
    both = zip(paper.numbered(), contents(paper), strict=True)
    right = {position: asked.rules.right_value(content, asked.order) for (position, asked), content in both}
    save_all(attempt=begun, values=right, operation="bench", known={}, at=at)
    return one.browser.session, Ask("submit", "POST", one.addresses.submit.format(pk=begun.pk), (), 302)


def _begun(one: Sitting, at: datetime) -> Attempt:
    code = one.addresses.quiz.rstrip("/").rpartition("/")[2]
    return start_attempt(employee=Employee.objects.get(user=one.browser.user), quiz=Quiz.objects.get(code=code), at=at)
