"""No output of the product shows another figure than the raw rows give. Many more: python -m tests.recomputing."""

import pytest

from tests.recomputing.controls import CONTROLS, OUTPUTS, missed
from tests.recomputing.published import faults
from tests.recomputing.rows import raw_rows
from tests.recomputing.trial import asked, city_of, recounted


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(1, 4))
def test_page_files_command_and_annual_report_show_what_the_rows_give(seed):
    with city_of(seed) as made, asked(made) as client:
        found = recounted(made, client, raw_rows())
    assert found.differences == []
    assert set(found.figures) <= OUTPUTS


@pytest.mark.django_db
def test_what_the_rows_lack_is_noticed_in_every_output():
    """The negative controls."""
    assert {output for control in CONTROLS.values() for output in control.outputs} == OUTPUTS
    assert missed(2) == []


@pytest.mark.parametrize(
    ("hidden", "found"),
    [
        ("", ["a is of few"]),
        ("a", ["what is hidden can be worked out"]),
        ("ab", []),
        ("ac", ["hides a larger group where a smaller one would do"]),
        ("abc", ["hides more than it must"]),
    ],
)
def test_a_public_table_is_judged_by_what_a_reader_can_work_out(hidden, found):
    """Of 3, 20 and 30 people."""
    assert faults({"a": (3, 3), "b": (20, 10), "c": (30, 10)}, set(hidden)) == found


def test_where_nobody_is_of_few_nothing_may_be_hidden():
    assert faults({"b": (20, 10), "c": (30, 10)}, {"b", "c"}) == ["hides more than it must"]
    assert faults({"a": (3, 3), "b": (2, 1)}, {"a", "b"}) == []
