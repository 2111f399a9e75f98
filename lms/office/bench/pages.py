"""Queries and milliseconds of what people do, by the test client in this process: no network, no web server."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from courses.models import Course
from courses.outline import outline
from lms.certificates.drawing import papers
from lms.certificates.issuing import Decision, give_personal
from lms.certificates.models import Batch, Certificate
from lms.office.bench.city import ACTOR
from lms.office.bench.journeys import Answer, Ask, Key, answer_by_answer, carry_out, page, whole_test
from lms.office.bench.library import MEASURED
from lms.office.bench.measuring import Stopwatch
from lms.office.bench.people import Browser, Sitting
from lms.office.bench.without_signature import signature_left_out
from lms.people.roles import Office
from lms.records.models import Completion

# The step of a whole test that is a figure of its own.
_STEPS = {"start": "test_start", "save": "answer_save", "submit": "submit_and_grade"}


def page_addresses() -> dict[str, str]:
    """The pages that everybody sees most, by the names of their figures."""
    course = Course.objects.get(code=MEASURED)
    chapter = outline(course).lessons[0]
    return {
        "desk": reverse("desk"),
        "course": reverse("course", args=[MEASURED]),
        "lesson": reverse("lesson", args=[MEASURED, chapter.key]),
    }


def measure_pages(watch: Stopwatch, browsers: Sequence[Browser]) -> None:
    """Each page once by each of the people; what the first of them finds cold is not counted."""
    for name, path in page_addresses().items():
        carry_out(page(path), browsers[0].ask)
        for browser in browsers:
            _timed_page(watch, name, path, browser)


def _timed_page(watch: Stopwatch, name: str, path: str, browser: Browser) -> None:
    with watch.lap(name):
        carry_out(page(path), browser.ask)


def measure_tests(watch: Stopwatch, tests: Sequence[Sitting], key: Key) -> None:
    """A whole test by half of the people, and one answer by answer, its steps timed, by the others."""
    first, second, *others = tests
    carry_out(answer_by_answer(first.addresses, key), first.browser.ask)
    carry_out(whole_test(second.addresses, key), second.browser.ask)
    for test in others[::2]:
        _timed_steps(watch, test, key)
    for test in others[1::2]:
        with watch.lap("whole_test"):
            carry_out(whole_test(test.addresses, key), test.browser.ask)


def _timed_steps(watch: Stopwatch, test: Sitting, key: Key) -> None:
    def ask(step: Ask) -> Answer:
        if step.step not in _STEPS:
            return test.browser.ask(step)
        with watch.lap(_STEPS[step.step]):
            return test.browser.ask(step)

    with watch.lap("answer_by_answer"):
        carry_out(answer_by_answer(test.addresses, key), ask)


def measure_report(watch: Stopwatch, browser: Browser, laps: int) -> None:
    """The department report over all courses of the year, by somebody who sees every department."""
    addresses = {
        "report_page": reverse("department_report"),
        "report_csv": f"{reverse('department_report')}?format=csv&purpose=report",
    }
    for name, path in addresses.items():
        carry_out(page(path), browser.ask)
        for _ in range(laps):
            _timed_page(watch, name, path, browser)


def measure_certificates(watch: Stopwatch, number: int, on: date, at: datetime) -> None:
    """A batch of 修了証書, given and then drawn one after the other without signatures; and another one with them."""
    earned = Completion.objects.filter(course__office=Office.SECURITY).select_related("course").order_by("pk")
    with watch.lap("give_certificates"):
        batch = give_personal(completions=earned[:number], decision=Decision(), given_on=on, actor=ACTOR, at=at)
    with signature_left_out():
        _draw(watch, "draw_certificate", batch, at)
    others = earned.filter(certificates=None)[:number]
    batch = give_personal(completions=others, decision=Decision(), given_on=on, actor=ACTOR, at=at)
    _draw(watch, "draw_signed", batch, at)


def _draw(watch: Stopwatch, name: str, batch: Batch, at: datetime) -> None:
    given = Certificate.objects.filter(batch=batch).order_by("number")
    wanted = papers(given, at)
    for _ in range(given.count()):
        with watch.lap(name):
            next(wanted)
