"""Where a question of the bank is used."""

from quizzes.models import Item, Quiz
from quizzes.selecting import Candidate, Wanted


def tests_asking(item: Item) -> list[Quiz]:
    """The tests that may ask a question once it is approved. Two queries."""
    candidate = Candidate(item.pk, item.key, item.category, item.tags)
    tests = Quiz.objects.filter(bank=item.bank_id).prefetch_related("parts")
    return [test for test in tests if _asks(test, candidate)]


def _asks(test: Quiz, candidate: Candidate) -> bool:
    parts = test.parts.all()
    return not parts or any(Wanted(part.count, part.category, part.tag, part.key).fits(candidate) for part in parts)
