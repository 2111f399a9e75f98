from random import Random

import pytest

from quizzes.kinds import KINDS
from quizzes.models import Item
from tests.quizzes.samples import question


def test_every_kind_of_the_bank_has_its_module():
    assert set(KINDS) == set(Item.Kind.values)


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_options_are_shuffled_without_losing_any(kind):
    options = question(kind).options
    orders = {tuple(option.id for option in KINDS[kind].arranged(options, Random(seed))) for seed in range(50)}
    assert len(orders) > 5
    assert {tuple(sorted(order)) for order in orders} == {("o0", "o1", "o2", "o3")}


def test_true_false_keeps_its_order():
    options = question("true_false").options
    arranged = [KINDS["true_false"].arranged(options, Random(seed)) for seed in range(20)]
    assert all([option.text for option in order] == ["正しい", "誤り"] for order in arranged)


@pytest.mark.parametrize(
    ("kind", "chosen", "accepted"),
    [
        ("single", {"a"}, True),
        ("single", {"a", "b"}, False),
        ("single", set(), True),
        ("true_false", {"a", "b"}, False),
        ("multiple", {"a", "b"}, True),
    ],
)
def test_only_questions_with_several_answers_take_several(kind, chosen, accepted):
    assert KINDS[kind].accepts(chosen) is accepted


@pytest.mark.parametrize("chosen", [{"a"}, {"a", "b", "c"}, set(), {"a", "c"}])
def test_several_answers_are_right_only_all_together(chosen):
    assert not KINDS["multiple"].is_right(chosen, {"a", "b"})
    assert KINDS["multiple"].is_right({"b", "a"}, {"a", "b"})


@pytest.mark.parametrize("kind", ["single", "true_false"])
def test_one_answer_is_right_or_wrong(kind):
    assert KINDS[kind].is_right({"a"}, {"a"})
    assert not KINDS[kind].is_right({"b"}, {"a"})
    assert not KINDS[kind].is_right(set(), {"a"})
