import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import Graded, Result, grade
from tests.quizzes.samples import every_kind, paper_of


def right_answers(paper, contents):
    both = zip(paper.numbered(), contents, strict=True)
    return {position: asked.rules.right_value(content, asked.order) for (position, asked), content in both}


def test_all_right_gives_a_hundred_points_at_every_kind():
    paper, contents = paper_of(*every_kind())
    result = grade(paper, contents, right_answers(paper, contents))
    assert (result.score, [mark.right for mark in result.marks]) == (100, [True] * len(contents))


def test_questions_without_a_response_are_wrong():
    result = grade(*paper_of("single", "number", "gaps"), {})
    assert result.marks == (Graded(1, [], Fraction(0)), Graded(2, "", Fraction(0)), Graded(3, {}, Fraction(0)))
    assert result.score == 0


def test_parts_of_questions_add_up_exactly():
    third = Graded(1, {}, Fraction(1, 3))
    assert Result((third,) * 3).score == 33
    assert Result((third, Graded(2, {}, Fraction(2, 3)))).score == 50


@pytest.mark.parametrize(("right", "count", "score"), [(8, 10, 80), (2, 3, 66), (1, 3, 33), (5, 6, 83), (0, 7, 0)])
def test_points_are_rounded_down(right, count, score):
    marks = tuple(Graded(n, [], Fraction(n <= right)) for n in range(1, count + 1))
    assert Result(marks).score == score


@given(st.lists(st.fractions(0, 1, max_denominator=10), min_size=1, max_size=40))
def test_points_lie_between_zero_and_a_hundred_and_full_points_need_every_answer(scores):
    score = Result(tuple(Graded(n, [], part) for n, part in enumerate(scores, start=1))).score
    assert 0 <= score <= 100
    assert (score == 100) == all(part == 1 for part in scores)


def test_a_result_comes_back_from_the_database_as_it_was():
    paper, contents = paper_of("single", "matching", "short")
    result = grade(paper, contents, {2: {"1": "1"}, 3: "ネット"})
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result
