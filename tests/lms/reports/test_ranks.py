"""職位 by rank, as cities write them."""

from hypothesis import given
from hypothesis import strategies as st

from lms.reports.ranks import rank

DOWNWARDS = [
    "特別職",
    "部長級",
    "次長級",
    "課長級",
    "課長補佐級",
    "係長級",
    "主査",
    "主任級",
    "主事",
    "係員",
    "主事補",
    "技能労務",
]


@given(st.permutations(DOWNWARDS))
def test_the_rows_of_a_sheet_go_from_the_top_down(mixed):
    assert sorted(mixed, key=rank) == DOWNWARDS


def test_what_is_unknown_comes_last():
    assert rank("技能労務") > rank("主事補")
