"""The rules of the ordinary city, narrowed."""

import pytest

from lms.duties.presets import Narrowing, Preset, choices_of, narrowed, rule_of

EVERYBODY = {"is": "everybody"}
REGULAR = {"is": "employment", "of": ["正規"]}
BELOW = {"is": "department", "of": ["0101"]}


@pytest.mark.parametrize(
    ("base", "narrowing", "expected"),
    [
        (EVERYBODY, Narrowing(), EVERYBODY),
        (EVERYBODY, Narrowing({"employment": ["正規"]}), REGULAR),
        (EVERYBODY, Narrowing({"employment": ["正規"]}, "any"), REGULAR),
        (EVERYBODY, Narrowing({"newcomer": ["yes"]}), {"is": "newcomer"}),
        (EVERYBODY, Narrowing({"employment": [], "grade": []}), EVERYBODY),
        (
            EVERYBODY,
            Narrowing({"employment": ["正規"], "department": ["0101"]}),
            {"is": "all", "of": [REGULAR, BELOW]},
        ),
        (
            {"is": "newcomer"},
            Narrowing({"employment": ["正規"], "department": ["0101"]}, "any"),
            {"is": "all", "of": [{"is": "newcomer"}, {"is": "any", "of": [REGULAR, BELOW]}]},
        ),
        (EVERYBODY, Narrowing(without={"department": ["0101"]}), {"is": "not", "of": [BELOW]}),
    ],
)
def test_a_condition_is_as_plain_as_says_it(base, narrowing, expected):
    assert narrowed(base, narrowing) == expected


@pytest.mark.parametrize("preset", Preset)
def test_narrowing_leaves_a_presets_days_alone(preset):
    rule = rule_of(preset, ["dx-leader"], Narrowing({"employment": ["正規"]}))
    assert (rule.cycle, rule.within, rule.unit) == (preset.rule.cycle, preset.rule.within, preset.rule.unit)


def test_narrowing_one_rule_leaves_the_preset_as_it_was():
    rule_of(Preset.ROLES, ["dx-leader"], Narrowing())
    assert Preset.ROLES.rule.audience == {"is": "role", "of": []}


# ---- and back -------------------------------------------------------------------------------------------------------

HEADS = {"is": "role", "of": ["head"]}
GRADE = {"is": "grade", "of": ["課長級", "部長級"]}


@pytest.mark.parametrize(
    "stored",
    [
        EVERYBODY,
        {"is": "newcomer"},
        HEADS,
        REGULAR,
        {"is": "all", "of": [HEADS, REGULAR, BELOW]},
        {"is": "all", "of": [{"is": "newcomer"}, {"is": "any", "of": [REGULAR, BELOW]}]},
        {"is": "any", "of": [{"is": "newcomer"}, REGULAR]},
        {"is": "all", "of": [HEADS, {"is": "any", "of": [{"is": "role", "of": ["deputy"]}, GRADE]}]},
        {"is": "all", "of": [{"is": "any", "of": [REGULAR, HEADS]}, {"is": "not", "of": [GRADE, BELOW]}]},
        {"is": "all", "of": [HEADS, {"is": "role", "of": ["deputy"]}, {"is": "not", "of": [{"is": "newcomer"}]}]},
        {"is": "not", "of": [GRADE]},
    ],
)
def test_a_condition_read_back_into_choices_makes_the_same_condition(stored):
    chosen = choices_of(stored)
    assert rule_of(chosen.preset, chosen.roles, chosen.narrowing).audience == stored
