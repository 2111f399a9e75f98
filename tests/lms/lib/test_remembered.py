"""Tags of every template that work a thing out once."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch
from django.utils.safestring import mark_safe

from lms.lib.remembered import address, drawn

BANNER = '{% drawn "components/banner.html" kind="info" title=title text="" %}'


def test_an_address_is_named_in_every_template():
    assert Template('{% address "course" "S-01" %}').render(Context()) == "/learn/courses/S-01/"
    assert address("desk") == "/learn/"


def test_an_address_that_does_not_exist_is_an_error_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address("nowhere")


def test_a_part_knows_its_values_and_nothing_else_of_the_page():
    page = Template('{% drawn "components/icon.html" name=icon %}')
    assert "#completed" in page.render(Context({"icon": "completed", "name": "other"}))
    assert "#person" in page.render(Context({"icon": "person", "name": "other"}))


def test_a_part_is_drawn_once():
    assert drawn("components/icon.html", name="clock") is drawn("components/icon.html", name="clock")


def test_what_is_safe_as_it_stands_is_not_taken_for_the_same_text_that_is_not():
    words = "<b>注意</b>"
    assert words in Template(BANNER).render(Context({"title": mark_safe(words)}))  # noqa: S308 - a constant
    assert words not in Template(BANNER).render(Context({"title": words}))
