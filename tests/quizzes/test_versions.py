from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.ledger.models import LedgerEntry
from lms.lib.facts import AppendOnlyError
from quizzes.allowing import allow, extra_of, take_back
from quizzes.attempts import CannotStartError, start_attempt
from quizzes.drawing import Paper
from quizzes.grading import grade
from quizzes.models import Allowance, Item, ItemVersion, QuizPart
from quizzes.rules import NOTHING_EXTRA, Extra
from quizzes.versions import contents, contents_of, forget_contents, write_item
from tests import factories
from tests.quizzes.samples import employee, item, question, quiz, right_answers

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_each_change_of_a_question_is_another_version_with_its_author_and_its_trace():
    found = item(quiz(items=0).bank, "q")
    found.content = question(stem="改めた問い。")
    write_item(item=found, author="00123", at=NOW)
    rows = list(ItemVersion.objects.values_list("number", "author", "content__stem"))
    assert rows == [(1, "tests", "最初にすることはどれか。"), (2, "00123", "改めた問い。")]
    assert (found.version, found.author) == (2, "tests")
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.actor, entry.action, entry.subject) == ("00123", "問題の記録", f"item {found.pk}")


def test_a_version_is_read_once_by_a_process_and_again_when_it_forgets(django_assert_num_queries):
    found = item(quiz(items=0).bank, "q")
    (version,) = found.versions.all()
    with django_assert_num_queries(1):
        assert contents_of([version.pk, version.pk]) == contents_of([version.pk]) * 2 == [version.content] * 2
    forget_contents()
    with django_assert_num_queries(1):
        contents_of([version.pk])


def test_approving_makes_no_version_and_leaves_a_trace():
    found = item(quiz(items=0).bank, "q", state=Item.State.DRAFT)
    found.state = Item.State.APPROVED
    write_item(item=found, author="00123", at=NOW)
    assert ItemVersion.objects.count() == 1
    assert LedgerEntry.objects.latest("pk").payload["state"] == "approved"


def test_a_version_never_changes():
    version = item(quiz(items=0).bank, "q").versions.get()
    with pytest.raises(AppendOnlyError):
        version.save()
    with pytest.raises(AppendOnlyError):
        ItemVersion.objects.update(number=9)


def test_an_attempt_is_graded_against_the_version_that_it_asked():
    test = quiz(draws=1, items=1)
    attempt = start_attempt(employee=employee(), quiz=test, at=NOW)
    right = right_answers(attempt)
    found = Item.objects.get()
    found.content = question(right=(3,))
    write_item(item=found, author="00123", at=NOW)
    paper = Paper.from_json(attempt.paper)
    assert grade(paper, contents(paper), right).score == 100


def test_a_test_in_parts_asks_what_each_part_says():
    test = quiz(items=3)
    item(test.bank, "mail", category="標的型メール")
    item(test.bank, "fixed", category="標的型メール")
    for values in ({"count": 2, "category": "報告"}, {"key": "fixed"}):
        QuizPart.objects.create(quiz=test, **values)
    for _ in range(5):
        attempt = start_attempt(employee=employee(str(_)), quiz=test, at=NOW)
        asked = Item.objects.filter(versions__in=[one["version"] for one in attempt.paper["questions"]])
        assert sorted(asked.values_list("category", flat=True)) == ["報告", "報告", "標的型メール"]
        assert asked.filter(key="fixed").exists()


def test_settings_refuse_another_attempt_in_words():
    with pytest.raises(CannotStartError, match="期間が終わりました"):
        start_attempt(employee=employee(), quiz=quiz(closes_at=NOW - timedelta(days=1)), at=NOW)


def test_the_time_of_an_attempt_counts_with_what_somebody_is_allowed():
    test, person = quiz(time_limit=20), employee()
    allow(allowance=Allowance(quiz=test, employee=person, extra_minutes=10, reason="合理的配慮"), actor="1", at=NOW)
    attempt = start_attempt(employee=person, quiz=test, at=NOW)
    assert attempt.deadline == NOW + timedelta(minutes=30)
    entry = LedgerEntry.objects.get(action="受講上の配慮の記録")
    assert "合理的配慮" not in str(entry.payload)


def test_a_department_is_allowed_for_whoever_is_posted_there():
    test, here = quiz(attempts_allowed=1), factories.department("soumu")
    inside, outside = factories.employee(here), factories.employee(factories.department("other"))
    row = Allowance(quiz=test, department=here, extra_attempts=2, reason="窓口の繁忙")
    given = allow(allowance=row, actor="1", at=NOW)
    assert extra_of(inside, test, NOW) == Extra(attempts=2)
    assert extra_of(outside, test, NOW) == NOTHING_EXTRA
    assert take_back(allowance=given, actor="1", at=NOW)
    assert not take_back(allowance=given, actor="1", at=NOW)
    assert extra_of(inside, test, NOW) == NOTHING_EXTRA


def test_a_department_is_allowed_for_all_below_it_and_nobody_beside_or_above(django_assert_num_queries):
    top = factories.department("bu")
    middle = factories.department("ka", parent=top)
    low = factories.department("kakari", parent=middle)
    people = [factories.employee(seat) for seat in (top, middle, low, factories.department("other"))]
    test = quiz(attempts_allowed=1)
    allow(allowance=Allowance(quiz=test, department=middle, extra_attempts=2, reason="繁忙"), actor="1", at=NOW)
    assert [extra_of(person, test, NOW).attempts for person in people] == [0, 2, 2, 0]
    with django_assert_num_queries(3):
        extra_of(people[2], test, NOW)


def test_an_allowance_is_for_one_person_or_one_department():
    for values in ({}, {"employee": employee(), "department": factories.department("d")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            of = quiz(code=f"S-{len(values)}")
            Allowance.objects.create(quiz=of, extra_minutes=5, reason="", recorded_at=NOW, **values)


def test_an_allowance_allows_something():
    with pytest.raises(IntegrityError), transaction.atomic():
        Allowance.objects.create(quiz=quiz(), employee=employee(), reason="", recorded_at=NOW)
