"""What is asked, and how well a text answers it. Pure."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from wagtail.search.query import Or, PlainText, SearchQuery

from courses.searching.synonyms import others
from courses.searching.tokens import asked_grams, folded, has_kanji, loose, spellings

# What a find is worth: where it stands, and whether it is the word itself, another spelling, or another word.
_IN_TITLE, _OF_TITLE, _IN_WORDS, _MOST_TIMES = 20.0, 20.0, 0.5, 8
_SPELT, _OTHER = 0.7, 0.5


class Folded:
    """A folded text, and the same without okurigana, worked out where it is needed."""

    def __init__(self, exact: str) -> None:
        self.exact = exact

    @cached_property
    def loose(self) -> str:
        return loose(self.exact)


# Kept folded beside their pages, which are read by the dozen.
known = lru_cache(maxsize=1000)(Folded)


# Titles are looked through by the thousand.
@lru_cache(maxsize=20_000)
def fold(text: str) -> Folded:
    return Folded(folded(text))


class Form(NamedTuple):
    """A way to say it, and what it is worth. `loosely`: a text without okurigana may hold it, where the text as it is
    written does not.
    """

    text: str
    value: float
    loosely: bool


@dataclass(frozen=True)
class Asked:
    """One word of the question, with the ways in which a text may say it."""

    forms: tuple[Form, ...]

    @classmethod
    def of(cls, term: str) -> "Asked":
        own = spellings(term)
        forms = {own[0]: 1.0} | dict.fromkeys(own[1:], _SPELT)
        for other in others(term):
            for form in spellings(other):
                forms.setdefault(form, _OTHER)
        return cls(tuple(Form(text, value, has_kanji(text) and loose(text) == text) for text, value in forms.items()))

    @property
    def query(self) -> SearchQuery | None:
        """For the engine; None where nothing of it can be searched for (a mark alone)."""
        found = [" ".join(words) for form in self.forms if (words := asked_grams(form.text))]
        return Or([PlainText(words, operator="and") for words in found]) if found else None

    def title_worth(self, title: Folded) -> float:
        """As far as the title tells. Asked of thousands of titles, most of which hold nothing."""
        exact, found = title.exact, 0.0
        for form in self.forms:
            if form.text in exact or (form.loosely and form.text in title.loose):
                found = max(found, form.value * _either(form, title))
        return found

    def worth(self, title: Folded, words: Folded) -> float:
        """How well what has this title and these words answers; 0: not at all."""
        return max((form.value * _worth(form, title, words) for form in self.forms), default=0.0)


def _worth(form: Form, title: Folded, words: Folded) -> float:
    exact = _in_title(form.text, title.exact) + _in_words(form.text, words.exact)
    if exact or not form.loosely:
        return exact
    return _in_title(form.text, title.loose) + _in_words(form.text, words.loose)


def _either(form: Form, title: Folded) -> float:
    return _in_title(form.text, title.exact) or (_in_title(form.text, title.loose) if form.loosely else 0.0)


def _in_title(form: str, title: str) -> float:
    """The more of the title it is, the more it is about it."""
    return _IN_TITLE + _OF_TITLE * len(form) / len(title) if form in title else 0.0


def _in_words(form: str, words: str) -> float:
    return min(words.count(form), _MOST_TIMES) * _IN_WORDS
