"""A long list looks to the browser as Django's own does."""

import pytest
from bs4 import BeautifulSoup
from django import forms

from lms.lib.long_select import LongSelect

CHOICES = [("", "すべて"), ("01", "総務課"), ("02", "<税務>課"), (3, "福祉課")]


@pytest.mark.parametrize("value", ["", None, "02", "3", 3, "unknown"])
@pytest.mark.parametrize("attrs", [None, {"id": "id_place", "class": "input", "required": True}])
def test_it_is_the_list_that_django_draws(value, attrs):
    ours, theirs = (widget(choices=CHOICES).render("place", value, attrs) for widget in (LongSelect, forms.Select))
    assert lines(ours) == lines(theirs)


def lines(html: str) -> list[tuple[str, dict[str, object], str]]:
    tags = BeautifulSoup(html, "html.parser").find_all()
    return [(tag.name, tag.attrs, tag.get_text() if tag.name == "option" else "") for tag in tags]
