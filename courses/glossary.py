"""用語: words that not everybody knows, explained once and shown wherever a chapter says them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, NavigableString
from django.db import models

from lms.people.roles import Office

# Where a word is explained: in sentences, not in headings, links, tables or what opens a question.
_PLACES = "p, li"
_LETTERS = ("[A-Za-z0-9-]", "[ァ-ヶー]")
_NOT_WITHIN = frozenset({"a", "summary", "ruby", "figcaption", "h2", "h3", "table"})


class GlossaryQuerySet(models.QuerySet):
    """Words with what they mean."""

    def shown(self) -> "GlossaryQuerySet":
        """Those that people read: not taken off by the office."""
        return self.filter(is_shown=True)


class GlossaryTerm(models.Model):
    """One word, under which the library knows it for ever. `also`: other ways to write it, one a line.

    The editor lets no two terms that are shown have a spelling in common.
    """

    word = models.CharField("用語", max_length=40, unique=True)
    reading = models.CharField("読み", max_length=80, help_text="平仮名で書きます。並べる順になります。")
    also = models.TextField("ほかの書き方（1行に一つ）", blank=True)
    body = models.TextField("説明")
    office = models.CharField("担当", max_length=20, choices=Office)
    is_shown = models.BooleanField("受講者に示す", default=True)

    objects = GlossaryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用語"
        ordering = ["reading", "word"]

    def __str__(self) -> str:
        return self.word

    @property
    def anchor(self) -> str:
        return f"term-{self.pk}"

    @property
    def spellings(self) -> list[str]:
        return [self.word, *filter(None, map(str.strip, self.also.splitlines()))]


def spelling_faults(term: GlossaryTerm, others: Iterable[GlossaryTerm]) -> Iterator[str]:
    """A spelling leads to one term, whichever office has it."""
    taken = {spelling: other for other in others for spelling in other.spellings}
    for spelling, times in Counter(term.spellings).items():
        if spelling in taken:
            yield f"「{spelling}」は、用語「{taken[spelling]}」の書き方です。ここから除いてください。"
        elif times > 1:
            yield f"「{spelling}」が二度書かれています。一つにしてください。"


def explained(html: str, terms: Iterable[GlossaryTerm], page: str) -> str:
    """The text of a lesson in which the first mention of each term leads to its explanation on `page`."""
    known = {spelling: term for term in terms for spelling in term.spellings}
    if not known:
        return html
    longest_first = sorted(known, key=len, reverse=True)
    # A word of Latin letters or katakana ends where they end: AI is not part of RAID, ログ not of プログラム.
    pattern = re.compile("|".join(_whole(word) for word in longest_first))
    soup = BeautifulSoup(html, "html.parser")
    told: set[str] = set()
    for place in soup.select(_PLACES):
        for text in place.find_all(string=True):
            if not _NOT_WITHIN.intersection(parent.name for parent in text.parents):
                _explain(soup, text, pattern, known, told, page)
    return str(soup)


def _whole(word: str) -> str:
    letters = next((letters for letters in _LETTERS if re.fullmatch(f"{letters}+", word)), None)
    return rf"(?<!{letters}){re.escape(word)}(?!{letters})" if letters else re.escape(word)


def _explain(
    soup: BeautifulSoup, text: NavigableString, pattern: re.Pattern[str], known: dict[str, GlossaryTerm],
    told: set[str], page: str,
) -> None:  # fmt: skip
    pieces: list[NavigableString | object] = []
    at = 0
    for match in pattern.finditer(text):
        term = known[match[0]]
        if term.word in told:
            continue
        told.add(term.word)
        link = soup.new_tag("a", attrs={"class": "term", "href": f"{page}#{term.anchor}", "title": term.body})
        link.string = match[0]
        pieces += [NavigableString(text[at : match.start()]), link]
        at = match.end()
    if pieces:
        text.replace_with(*pieces, NavigableString(text[at:]))
