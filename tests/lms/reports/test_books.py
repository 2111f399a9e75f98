"""What is counted of a training is counted anew when an entry may have changed it, and not before."""

import pytest
from django.core.cache import caches
from django.db import transaction

from lms.ledger.appending import append
from lms.ledger.sealing import seal
from lms.lib.fiscal_year import end_of_day
from lms.people.organisation import organisation
from lms.records.models import Completion
from lms.records.recording import Earned, record_completion, record_lesson_read
from lms.reports import books
from lms.reports.figures import Question, asked_courses
from lms.reports.reach import everything
from lms.reports.remembering import Memory
from tests import factories
from tests.factories import jst
from tests.lms.reports.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    caches["local"].clear()
    yield
    caches["local"].clear()


class Counter:
    """Counts nothing, and says of which trainings it was asked."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def asked(self) -> list[str]:
        found: list[str] = []

        def compute(question: Question) -> dict[int, str]:
            found.extend(course.code for course in question.courses)
            return {course.pk: f"of {course.code}" for course in question.courses}

        answer = Memory(NOW).by_training("test", self.question, compute)
        assert answer == {course.pk: f"of {course.code}" for course in self.question.courses}
        return found


@pytest.fixture
def counter(town) -> Counter:
    """Has been asked once, when an entry waited for its number."""
    entry()
    found = Counter(question())
    assert found.asked() == ["D-01", "S-01"]
    assert found.asked() == []
    return found


def question() -> Question:
    return Question(2026, TODAY, asked_courses(2026), everything(organisation(TODAY)))


def entry(action: str = "休職・休業等の登録", subject: str = "00001") -> None:
    with transaction.atomic():
        append(actor="試験", action=action, subject=subject, at=NOW)


def complete(town, subject, source_id: str = "1") -> None:
    person = town.people["小川"]
    earned = Earned(person.pk, subject, jst(2026, 11, 20), Completion.Source.PAPER, source_id)
    record_completion(employee=person, earned=earned, actor="試験", at=NOW)


def test_a_completion_concerns_its_training_alone(town, counter):
    complete(town, town.dx)
    assert counter.asked() == ["D-01"]
    complete(town, town.security, "2")
    assert counter.asked() == ["S-01"]
    assert counter.asked() == []


def test_a_chapter_concerns_its_training_alone(town, counter):
    record_lesson_read(employee=town.people["小川"], course=town.dx, lesson_key="01", turn=1, at=NOW)
    assert counter.asked() == ["D-01"]


@pytest.mark.parametrize("action", ["受験の開始", "解答の提出", "出力"])
def test_tests_and_files_concern_no_duty(counter, action):
    entry(action)
    assert counter.asked() == []


def test_anything_else_concerns_all(counter):
    entry("読替えによる修了の記録", "D-01")
    assert counter.asked() == ["D-01", "S-01"]


def test_what_only_got_its_number_is_not_counted_again(town, counter):
    complete(town, town.dx)
    assert counter.asked() == ["D-01"]
    assert seal() == 2
    assert counter.asked() == []


def test_what_was_written_and_numbered_since_is_seen(town, counter):
    complete(town, town.dx)
    seal()
    assert counter.asked() == ["D-01"]


def test_after_many_entries_everything_is_counted(monkeypatch, counter):
    monkeypatch.setattr(books, "_MOST", 2)
    for _ in range(2):
        entry("出力")
    assert counter.asked() == []
    for _ in range(3):
        entry("出力")
    assert counter.asked() == ["D-01", "S-01"]


def test_a_code_of_two_words_is_taken_as_concerned_by_any_entry(town, counter):
    town.dx.code = "D 01"
    town.dx.save()
    odd = Counter(question())
    assert odd.asked() == ["D 01"]
    entry("出力")
    assert odd.asked() == ["D 01"]


def test_where_a_line_leaves_a_choice_any_training_may_count_for_it(town, counter):
    factories.choice(1, town.dx, town.security)
    choosing = Counter(question())
    choosing.asked()
    complete(town, town.dx)
    assert choosing.asked() == ["D-01", "S-01", "SEL-01"]


def test_what_was_known_long_ago_holds_whatever_is_written(town):
    known = Question(2026, TODAY, asked_courses(2026), everything(organisation(TODAY)), jst(2026, 11, 1))
    then = Counter(known)
    assert then.asked() == ["D-01", "S-01"]
    entry()
    assert then.asked() == []
    soon = Counter(Question(2026, TODAY, known.courses, known.scope, end_of_day(TODAY)))
    assert soon.asked() == ["D-01", "S-01"]
    entry()
    assert soon.asked() == ["D-01", "S-01"]
