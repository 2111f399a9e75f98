import json
from random import Random

import pytest

from quizzes.drawing import BankTooSmallError, Paper, draw
from tests.quizzes.samples import question, unsaved_item

ITEMS = [unsaved_item(f"q-{n:02}", question(stem=f"問い{n}"), pk=n + 1) for n in range(20)]


def test_a_paper_asks_each_question_at_most_once():
    paper = draw(ITEMS, 10, Random(1))
    assert len({asked.key for asked in paper.questions}) == 10


def test_different_chance_gives_different_questions_in_different_order():
    papers = [tuple(asked.key for asked in draw(ITEMS, 10, Random(seed)).questions) for seed in range(20)]
    assert len(set(papers)) == 20
    assert len({frozenset(paper) for paper in papers}) > 10


def test_the_same_chance_gives_the_same_paper():
    assert draw(ITEMS, 10, Random(7)) == draw(ITEMS, 10, Random(7))


def test_a_paper_keeps_where_each_question_came_from():
    (asked,) = draw([unsaved_item("mail-01", pk=42)], 1, Random(1)).questions
    origin = (asked.item, asked.key, asked.version, asked.lesson_key, asked.category)
    assert origin == (42, "mail-01", 1, "05-report", "報告")


def test_names_of_options_are_new_in_every_paper_and_tell_nothing():
    papers = [draw(ITEMS[:1], 1, Random(seed)) for seed in range(30)]
    names = [option.id for paper in papers for option in paper.questions[0].options]
    assert len(set(names)) == len(names)
    assert not set(names) & {"o0", "o1", "o2", "o3"}
    rights = [sorted(p.questions[0].ids).index(next(iter(p.questions[0].right_ids))) for p in papers]
    assert set(rights) == {0, 1, 2, 3}, "sorting the names would tell the right answer"


def test_the_right_option_stands_at_every_place():
    places = [
        next(i for i, o in enumerate(draw(ITEMS[:1], 1, Random(s)).questions[0].options) if o.right) for s in range(40)
    ]
    assert set(places) == {0, 1, 2, 3}


def test_a_bank_that_is_too_small_is_refused_with_the_remedy():
    with pytest.raises(BankTooSmallError, match=r"出題数10問に対して、承認済みの問題が3問しかありません。.*依頼"):
        draw(ITEMS[:3], 10, Random(1))


def test_a_paper_comes_back_from_the_database_as_it_was():
    paper = draw(ITEMS, 10, Random(1))
    assert Paper.from_json(json.loads(json.dumps(paper.to_json()))) == paper


def test_positions_count_from_one():
    paper = draw(ITEMS, 3, Random(1))
    assert [position for position, _ in paper.numbered()] == [1, 2, 3]
    assert paper.question(1) is paper.questions[0]
    assert paper.question(0) is None
    assert paper.question(4) is None
