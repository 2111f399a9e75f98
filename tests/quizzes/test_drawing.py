import json
from random import Random

import pytest

from quizzes.drawing import Paper, draw, draw_as_written
from tests.quizzes.samples import every_kind, question, version

VERSIONS = [version(n + 1, question(stem=f"問い{n}")) for n in range(20)]


def test_a_paper_names_the_version_of_each_question_and_an_arrangement_and_nothing_else():
    paper = draw(VERSIONS[:2], Random(1))
    assert [set(asked) for asked in paper.to_json()["questions"]] == [{"version", "kind", "order"}] * 2
    assert [asked.version for asked in paper.questions] == [1, 2]


def test_a_paper_of_thirty_questions_of_any_kind_is_small():
    contents = [*every_kind().values()] * 3
    paper = draw([version(100_000 + n, contents[n % len(contents)]) for n in range(30)], Random(1))
    assert len(json.dumps(paper.to_json(), separators=(",", ":"))) < 2048


def test_the_same_chance_gives_the_same_paper():
    assert draw(VERSIONS, Random(7)) == draw(VERSIONS, Random(7))


def test_the_right_option_stands_at_every_place():
    places = {draw(VERSIONS[:1], Random(seed)).questions[0].order.index(0) for seed in range(40)}
    assert places == {0, 1, 2, 3}


def test_options_stay_as_written_where_the_test_says_so():
    paper = draw_as_written(VERSIONS[:3], Random(1))
    assert [asked.order for asked in paper.questions] == [[0, 1, 2, 3]] * 3


@pytest.mark.parametrize("kind", ["matching", "ordering", "hotspot", "scenario_on_a_picture"])
def test_what_is_answered_by_order_or_number_is_never_shown_as_written(kind):
    papers = [draw_as_written([version(1, every_kind()[kind])], Random(seed)) for seed in range(20)]
    assert len({json.dumps(paper.to_json()) for paper in papers}) > 4


def test_a_paper_comes_back_from_the_database_as_it_was():
    paper = draw([version(n, content) for n, content in enumerate(every_kind().values())], Random(1))
    assert Paper.from_json(json.loads(json.dumps(paper.to_json()))) == paper


def test_positions_count_from_one():
    paper = draw(VERSIONS[:3], Random(1))
    assert [position for position, _ in paper.numbered()] == [1, 2, 3]
    assert paper.question(1) is paper.questions[0]
    assert paper.question(0) is None
    assert paper.question(4) is None
