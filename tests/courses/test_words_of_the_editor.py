"""What Wagtail leaves in English is said in Japanese."""

import gettext
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from lms.people.roles import Role
from tests import factories
from tests.markup import page, texts

FOLDER = Path(__file__).parents[2] / "courses" / "locale" / "ja" / "LC_MESSAGES"
# More than a code or a sign: two words, or one that is no abbreviation.
ENGLISH = re.compile(r"[A-Z]?[a-z]{3,}[ -~]*|[A-Za-z]+ [ -~]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def entries(name):
    """Pairs of English and Japanese in the file that people edit."""
    text = (FOLDER / f"{name}.po").read_text()
    for block in text.split("\n\n")[1:]:
        lines = [line.partition(" ") for line in block.splitlines() if not line.startswith("#")]
        words = {key: value[1:-1].replace('\\"', '"') for key, _, value in lines}
        yield words["msgid"], words.get("msgstr", words.get("msgstr[0]"))


def said(compiled, english):
    """Words that count something are kept apart from the others."""
    plain = compiled.gettext(english)
    return compiled.ngettext(english, english, 1) if plain == english else plain


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_words_are_those_of_the_source(name):
    with (FOLDER / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    source = dict(entries(name))
    assert len(source) > 25
    assert {english: said(compiled, english) for english in source} == source


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_no_sentence_loses_what_is_put_into_it(name):
    lost = {
        english: japanese
        for english, japanese in entries(name)
        if set(PLACEHOLDER.findall(english)) - set(PLACEHOLDER.findall(japanese))
    }
    assert lost == {}


def test_our_words_come_before_wagtails():
    with translation.override("ja"):
        assert translation.gettext("Documents") == "文書"
        assert translation.gettext("Request changes") == "差戻し"


def test_the_scripts_of_the_editor_know_them(client, loaded):
    client.force_login(factories.viewer_of(Role.DX_OFFICE).user)

    words = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    assert '"Insert a block": "\\u90e8\\u54c1\\u3092\\u52a0\\u3048\\u308b"' in words
    assert "Broken link" in words


def test_the_first_page_of_the_editor_leads_nowhere_outside(client, loaded):
    client.force_login(factories.viewer_of(Role.DX_OFFICE).user)

    html = client.get("/cms/").content.decode()

    assert re.findall(r'(?:href|src)="(https?:[^"]+)"', html) == []
    assert "Search all pages" not in html


@pytest.mark.parametrize(
    "address", ["/cms/", "/cms/item/", "/cms/curriculumcourse/", "/cms/cityrule/", "/cms/images/add/"]
)
def test_the_editor_bears_our_name_and_speaks_no_english(client, loaded, address):
    client.force_login(factories.viewer_of(Role.DX_OFFICE).user)

    shown = page(client.get(address))

    assert shown.title.text.endswith("職員研修　教材の編集")
    brand = BeautifulSoup(shown.select_one("[data-wagtail-sidebar-branding-logo]").decode_contents(), "html.parser")
    assert brand.get_text(strip=True) == "職員研修教材の編集"
    assert [text for text in texts(shown, "main *:not(script), [id*=keyboard] th") if ENGLISH.fullmatch(text)] == []
    assert [one["aria-label"] for one in shown.select("[aria-label]") if ENGLISH.fullmatch(one["aria-label"])] == []
