"""Days in templates."""

from datetime import UTC, date, datetime

from django.template import Context, Template

from lms.lib.era_filter import era

JUNE = '<time datetime="2026-06-12" title="2026年6月12日">令和8年6月12日</time>'


def drawn(text, on):
    return Template(text).render(Context({"on": on}))


def test_a_day_is_written_in_its_era_and_has_the_western_one_beside_it():
    assert drawn("{{ on|era }}", date(2026, 6, 12)) == JUNE


def test_a_moment_is_a_day_in_japan():
    assert ">令和8年4月1日<" in era(datetime(2026, 3, 31, 15, 0, tzinfo=UTC))


def test_no_day_is_nothing():
    assert era(None) == ""
    assert drawn("{% firstof on|era 'なし' %}{{ on|era|default:'－' }}", None) == "なし－"


def test_a_deadline_of_the_pages_for_learning_has_it_too():
    said = drawn("{% load learning %}{{ on|moment }}", datetime(2026, 6, 12, 1, 30, tzinfo=UTC))
    assert said == JUNE.replace("日</", "日（金）</") + "10:30"
