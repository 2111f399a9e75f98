from random import Random

import pytest

from quizzes.selecting import BankTooSmallError, Candidate, Wanted, any_of, select

BANK = [
    *(Candidate(n, f"mail-{n}", "標的型メール", " 窓口 " if n % 2 else "") for n in range(1, 7)),
    *(Candidate(n, f"pass-{n}", "パスワード") for n in range(7, 11)),
]


def test_a_test_without_parts_asks_different_questions_of_the_whole_bank():
    drawn = [any_of(range(1, 11), 4, Random(seed)) for seed in range(40)]
    assert all(len(set(chosen)) == 4 for chosen in drawn)
    assert {pk for chosen in drawn for pk in chosen} == set(range(1, 11))


def test_each_part_asks_so_many_of_its_category():
    chosen = select(BANK, [Wanted(3, "標的型メール"), Wanted(2, "パスワード")], Random(1))
    assert [pk <= 6 for pk in chosen] == [True] * 3 + [False] * 2


def test_a_part_may_ask_for_a_tag():
    assert sorted(select(BANK, [Wanted(3, tag="窓口")], Random(1))) == [1, 3, 5]


def test_a_certain_question_is_always_asked_and_never_twice():
    for seed in range(30):
        chosen = select(BANK, [Wanted(5, "標的型メール"), Wanted(1, key="mail-3")], Random(seed))
        assert chosen.count(3) == 1
        assert len(set(chosen)) == 6


def test_a_whole_bank_that_is_too_small_is_refused():
    with pytest.raises(BankTooSmallError, match="出題数4問に対して、承認済みの問題が3問"):
        any_of([1, 2, 3], 4, Random(1))


def test_questions_stay_in_the_order_of_the_bank_within_a_part():
    chosen = select(BANK, [Wanted(5)], Random(3))
    assert chosen == sorted(chosen)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Wanted(11), r"^出題数11問に対して、承認済みの問題が10問しかありません。.*依頼"),
        (Wanted(5, "パスワード"), "^「パスワード」の出題数5問に対して、承認済みの問題が4問"),
        (Wanted(1, key="gone"), "^「gone」の出題数1問に対して、承認済みの問題が0問"),
    ],
)
def test_a_bank_that_is_too_small_is_refused_with_the_remedy(part, words):
    with pytest.raises(BankTooSmallError, match=words):
        select(BANK, [part], Random(1))
