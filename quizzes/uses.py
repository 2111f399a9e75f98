"""Where questions of the bank are used, and which tests have too few of them."""

from collections.abc import Iterable
from random import Random

from quizzes.attempts import drawn_items
from quizzes.models import Item, Quiz
from quizzes.selecting import BankTooSmallError, Candidate, Wanted


def tests_asking(item: Item) -> list[Quiz]:
    """The tests that may ask a question once it is approved. Two queries."""
    candidate = Candidate(item.pk, item.key, item.category, item.tags)
    tests = Quiz.objects.filter(bank=item.bank_id).prefetch_related("parts")
    return [test for test in tests if _asks(test, candidate)]


def short_of_questions(banks: Iterable[int]) -> list[Quiz]:
    """The tests of these banks that nobody can begin: too few of the questions are approved. Three queries a test."""
    return [test for test in Quiz.objects.filter(bank__in=banks) if _is_short(test)]


def _is_short(test: Quiz) -> bool:
    try:
        # Whether there are enough does not depend on chance.
        drawn_items(test, Random(0))  # noqa: S311
    except BankTooSmallError:
        return True
    return False


def _asks(test: Quiz, candidate: Candidate) -> bool:
    parts = test.parts.all()
    return not parts or any(Wanted(part.count, part.category, part.tag, part.key).fits(candidate) for part in parts)
