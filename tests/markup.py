"""Reading what a page says."""

import re

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.http import HttpResponse


def page(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(tag: Tag) -> str:
    """The text of an element as it is read: a run of white space is one space. The 　 in a name is no white space."""
    return re.sub(r"[ \t\r\n]+", " ", tag.get_text()).strip(" ")


def texts(document: Tag, selector: str) -> list[str]:
    return [words(tag) for tag in document.select(selector)]


def errors(response: HttpResponse) -> list[str]:
    return texts(page(response), ".error-summary__list li")
