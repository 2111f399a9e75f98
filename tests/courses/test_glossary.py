"""用語 in chapters: the first mention leads to what it means; nothing else of the text changes."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.urls import reverse

from courses.glossary import GlossaryTerm, explained
from courses.models import LessonPage
from courses.rendering import lesson_html
from courses.searching.finding import find
from courses.searching.shelves import Kind
from lms.people.roles import Role
from tests import factories
from tests.markup import page, texts

AI = GlossaryTerm(pk=1, word="AI", also="ＡＩ", body="人のように働く仕組み。")
MAKING = GlossaryTerm(pk=2, word="生成AI", also="", body='新しく作る"AI"。<b>')
LOG = GlossaryTerm(pk=3, word="ログ", also="", body="記録。")


def links(html, *terms):
    soup = BeautifulSoup(explained(html, terms or (AI, MAKING, LOG), "/g/"), "html.parser")
    return [(link.text, link["href"]) for link in soup.select("a.term")]


def test_the_first_mention_of_a_term_is_a_link_to_what_it_means():
    assert links("<p>ログを見る。ログは大切。</p><p>ログ。</p>") == [("ログ", "/g/#term-3")]


def test_the_longer_word_comes_before_the_one_within_it():
    assert links("<p>生成AIとAI。</p>") == [("生成AI", "/g/#term-2"), ("AI", "/g/#term-1")]


def test_another_spelling_is_the_same_term():
    assert links("<p>ＡＩとAI。</p>") == [("ＡＩ", "/g/#term-1")]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>ログ</h2>", '<p><a href="/">ログ</a></p>', "<p><ruby>ログ<rt>ろぐ</rt></ruby></p>", "<p>RAID と MAIL</p>",
        "<p>プログラムとログイン</p>",
        "<table><tr><td><p>ログ</p></td></tr></table>", "<details><summary><p>ログ</p></summary></details>",
    ],
)  # fmt: skip
def test_headings_links_tables_and_parts_of_words_stay_as_they_are(html):
    assert links(html) == []


def test_what_a_term_says_is_text_wherever_it_comes_from():
    link = BeautifulSoup(explained("<p>生成AI &lt;b&gt; &amp;</p>", [MAKING], "/g/"), "html.parser").select_one("a")
    assert link["title"] == '新しく作る"AI"。<b>'
    assert explained("<p>生成AI &lt;b&gt; &amp;</p>", [MAKING], "/g/").endswith(" &lt;b&gt; &amp;</p>")


def test_without_terms_the_text_is_left_alone():
    assert explained("<p>ログ<br></p>", [], "/g/") == "<p>ログ<br></p>"


def test_a_chapter_explains_the_terms_of_the_library(loaded):
    html = lesson_html(LessonPage.objects.get(key="03-report"))
    (link,) = BeautifulSoup(html, "html.parser").select("a.term")
    term = GlossaryTerm.objects.get(word="報告")
    assert (link.text, link["title"], link["href"]) == (
        "報告",
        "知らせること。",
        f"{reverse('glossary')}#{term.anchor}",
    )


def test_a_chapter_that_says_no_term_has_no_link(loaded):
    GlossaryTerm.objects.all().delete()
    caches["local"].clear()
    assert "term" not in lesson_html(LessonPage.objects.get(key="03-report"))


def test_the_page_lists_every_term_by_its_reading(client, loaded):
    GlossaryTerm.objects.create(word="鍵", reading="かぎ", body="開けるもの。", office="dx")
    client.force_login(factories.account(factories.employee(factories.department("d"))))

    shown = page(client.get(reverse("glossary")))

    assert texts(shown, "dt") == ["鍵（かぎ）", "報告（ほうこく）"]
    term = GlossaryTerm.objects.get(word="鍵")
    assert shown.find(id=term.anchor).dd.text.startswith("開けるもの。")


@pytest.mark.usefixtures("loaded")
def test_an_office_edits_its_own_terms(enter):
    term = GlossaryTerm.objects.create(word="鍵", reading="かぎ", body="開けるもの。", office="dx")
    url = reverse("glossaryterm:edit", args=[term.pk])
    typed = {"word": "鍵", "reading": "かぎ", "also": "かぎ", "body": "閉めるもの。", "office": "dx"}

    assert enter(Role.SECURITY_OFFICE).post(url, typed).status_code == 404
    assert enter(Role.DX_OFFICE).post(url, typed).status_code == 302

    term.refresh_from_db()
    assert (term.body, term.spellings) == ("閉めるもの。", ["鍵", "かぎ"])


def typed(**more):
    return {"reading": "かぎ", "also": "", "body": "開けるもの。", "office": "dx", "is_shown": "on"} | more


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("taken", "words"),
    [
        ({"word": "知らせ", "also": "かぎ\r\nほうこく"}, "「ほうこく」は、用語「報告」の書き方です。"),
        ({"word": "ほうこく"}, "「ほうこく」は、用語「報告」の書き方です。"),
        ({"word": "鍵", "also": "鍵"}, "「鍵」が二度書かれています。"),
    ],
)
def test_a_spelling_belongs_to_one_term_whichever_office_has_it(enter, taken, words):
    answer = enter(Role.DX_OFFICE).post(reverse("glossaryterm:add"), typed(**taken))

    assert words in answer.content.decode()
    assert GlossaryTerm.objects.count() == 1


@pytest.mark.usefixtures("loaded")
def test_the_word_lasts_and_a_term_may_be_taken_off(enter):
    term = GlossaryTerm.objects.get(word="報告")
    client, url = enter(Role.SECURITY_OFFICE), reverse("glossaryterm:edit", args=[term.pk])

    off = typed(word="連絡", office="security", is_shown="")
    assert client.post(url, off).status_code == 302

    assert (list(GlossaryTerm.objects.values_list("word", flat=True)), list(GlossaryTerm.objects.shown())) == (
        ["報告"], [],
    )  # fmt: skip
    caches["local"].clear()
    assert not BeautifulSoup(lesson_html(LessonPage.objects.get(key="03-report")), "html.parser").select("a.term")
    assert texts(page(client.get(reverse("glossary"))), "dt") == []
    assert find("報告する", most=9)[0].text.kind is not Kind.TERM


@pytest.mark.usefixtures("loaded")
def test_what_a_term_that_was_taken_off_claimed_is_free_until_it_is_shown_again(enter):
    GlossaryTerm.objects.update(is_shown=False)
    client = enter(Role.DX_OFFICE, Role.SECURITY_OFFICE)
    assert client.post(reverse("glossaryterm:add"), typed(word="知らせ", also="ほうこく")).status_code == 302
    term = GlossaryTerm.objects.get(word="報告")

    again = typed(word="報告", also="ほうこく", office="security")
    answer = client.post(reverse("glossaryterm:edit", args=[term.pk]), again)

    assert "「ほうこく」は、用語「知らせ」の書き方です。" in answer.content.decode()
