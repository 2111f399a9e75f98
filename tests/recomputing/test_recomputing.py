"""No output of the product shows another figure than the raw rows give. Many more: python -m tests.recomputing."""

import pytest

from tests.recomputing.comparing import OUTPUTS
from tests.recomputing.rows import raw_rows
from tests.recomputing.trial import city_of, recounted, spoilt

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(1, 4))
def test_page_files_command_and_annual_report_show_what_the_rows_give(seed):
    with city_of(seed) as made:
        found = recounted(made, raw_rows())
    assert found.differences == []
    assert set(found.figures) == set(OUTPUTS)


def test_a_completion_that_the_rows_lack_is_noticed_in_every_output():
    """The negative control."""
    assert {output for output, _ in spoilt(1).differences} == set(OUTPUTS)
