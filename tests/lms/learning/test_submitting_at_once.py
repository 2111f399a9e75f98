"""Fifty equal presses at the same moment, over HTTP: one result, one completion, fifty equal answers."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier

import pytest
from django.utils import timezone

from lms.learning.flow import finish_lesson
from lms.ledger.models import LedgerEntry
from lms.records.models import Completion
from quizzes.attempts import start_attempt
from quizzes.models import Attempt
from quizzes.responding import save_all
from tests.lms.learning.samples import exam, key, learner, right_answers, taught

NOW = timezone.now()
PRESSES = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_equal_presses_submit_once(client, live_server):
    person = learner(client)
    course = taught(lessons=1, quiz=exam())
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    attempt = start_attempt(employee=person, quiz=course.page.get_children().last().specific.quiz, at=NOW)
    save_all(attempt=attempt, values=right_answers(attempt), operation="form", known={}, at=NOW)
    session = client.cookies["sid"].value
    token = client.get("/accounts/session/").json()["token"]
    headers = {"Cookie": f"sid={session}; csrftoken={client.cookies['csrftoken'].value}", "X-CSRFToken": token}
    barrier = Barrier(PRESSES)

    def press(_: int) -> tuple[int, str | None]:
        connection = HTTPConnection(live_server.thread.host, live_server.thread.port, timeout=60)
        barrier.wait()
        connection.request("POST", f"/learn/attempts/{attempt.pk}/submit/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers["Location"]

    with ThreadPoolExecutor(PRESSES) as pool:
        answers = Counter(pool.map(press, range(PRESSES)))

    assert answers == {(302, f"/learn/attempts/{attempt.pk}/result/"): PRESSES}
    assert Attempt.objects.get().score == 100
    assert Completion.objects.get().source_id == f"attempt:{attempt.pk}"
    assert LedgerEntry.objects.filter(action="解答の提出").count() == 1
