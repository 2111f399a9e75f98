import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Paper, draw
from quizzes.grading import Mark, Result, grade
from tests.quizzes.samples import question, unsaved_item


def paper(*kinds: str) -> Paper:
    rights = {"multiple": (0, 2)}
    items = [unsaved_item(f"q{n}", question(kind, rights.get(kind, (0,))), pk=n) for n, kind in enumerate(kinds)]
    return draw(items, len(items), Random(3))


def right_answers(asked: Paper) -> dict[int, list[str]]:
    return {position: sorted(q.right_ids) for position, q in asked.numbered()}


def test_all_right_gives_a_hundred_points():
    asked = paper("single", "multiple", "true_false")
    result = grade(asked, right_answers(asked))
    assert (result.score, result.right_count) == (100, 3)


def test_questions_without_a_response_are_wrong():
    result = grade(paper("single", "multiple"), {})
    assert result.marks == (Mark(1, (), right=False), Mark(2, (), right=False))
    assert result.score == 0


def test_a_part_of_the_right_answers_earns_nothing():
    asked = paper("multiple")
    (right,) = right_answers(asked).values()
    assert grade(asked, {1: right[:1]}).score == 0
    assert grade(asked, {1: sorted(asked.questions[0].ids)}).score == 0


@pytest.mark.parametrize(("right", "count", "score"), [(8, 10, 80), (2, 3, 66), (1, 3, 33), (5, 6, 83), (0, 7, 0)])
def test_points_are_rounded_down(right, count, score):
    marks = tuple(Mark(n, (), n <= right) for n in range(1, count + 1))
    assert Result(marks).score == score


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_points_lie_between_zero_and_a_hundred_and_full_points_need_every_answer(rights):
    score = Result(tuple(Mark(n, (), right) for n, right in enumerate(rights, start=1))).score
    assert 0 <= score <= 100
    assert (score == 100) == all(rights)


def test_a_result_comes_back_from_the_database_as_it_was():
    asked = paper("single", "true_false")
    result = grade(asked, right_answers(asked) | {2: []})
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result
