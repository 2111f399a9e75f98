"""Where questions of the bank are used, and which tests have too few of them."""

from collections import defaultdict
from random import Random

from django.db.models import QuerySet

from quizzes.models import Item, Quiz, QuizPart
from quizzes.selecting import BankTooSmallError, Candidate, Wanted, select


def tests_asking(item: Item) -> list[Quiz]:
    """The tests that may ask a question once it is approved. Two queries."""
    candidate = Candidate(item.pk, item.key, item.category, item.tags)
    tests = Quiz.objects.filter(bank=item.bank_id).prefetch_related("parts")
    return [test for test in tests if _asks(test, candidate)]


def short_of_questions(tests: QuerySet[Quiz]) -> list[Quiz]:
    """Those of the tests that nobody can begin: too few questions of the bank are approved. Three queries."""
    found = list(tests.prefetch_related("parts"))
    approved: defaultdict[int, list[Candidate]] = defaultdict(list)
    items = Item.objects.filter(bank__in={test.bank_id for test in found}, state=Item.State.APPROVED).order_by("key")
    for bank, *row in items.values_list("bank", *Candidate._fields):
        approved[bank].append(Candidate._make(row))
    return [test for test in found if _is_short(test, approved[test.bank_id])]


def _is_short(test: Quiz, approved: list[Candidate]) -> bool:
    parts = [_wanted(part) for part in test.parts.all()] or [Wanted(test.draws)]
    try:
        # Whether there are enough does not depend on chance.
        select(approved, parts, Random(0))  # noqa: S311
    except BankTooSmallError:
        return True
    return False


def _wanted(part: QuizPart) -> Wanted:
    return Wanted(part.count, part.category, part.tag, part.key)


def _asks(test: Quiz, candidate: Candidate) -> bool:
    parts = test.parts.all()
    return not parts or any(_wanted(part).fits(candidate) for part in parts)
