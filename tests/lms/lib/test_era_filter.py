"""Days in templates."""

from datetime import UTC, date, datetime

from django.template import Context, Template

from lms.lib.era_filter import era


def test_a_day_is_written_in_its_era():
    assert Template("{{ on|era }}").render(Context({"on": date(2026, 6, 12)})) == "令和8年6月12日"


def test_a_moment_is_a_day_in_japan():
    assert era(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == "令和8年4月1日"


def test_no_day_is_nothing():
    assert era(None) == ""
