"""Finding: candidates from the search engine and the small shelves, checked, ranked and cut into excerpts here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, SearchQuery

from courses.pages import CoursePage, LessonPage
from courses.searching.asked import Asked, fold
from courses.searching.excerpts import Part, excerpt
from courses.searching.shelves import Kind, Text, faq, in_chapters, pages, terms
from courses.searching.tokens import folded, parts

MOST_TERMS = 5
MOST_LETTERS = 60
# Of kinds that stand beside the pages.
MOST_BESIDE = 5
# So many pages are read for what they say; all that match are compared by their titles first.
_READ = 80
_COURSE_FIRST = 1.5
_ENGINE = "courses.searching.postgresql" if connection.vendor == "postgresql" else "default"


@dataclass(frozen=True)
class Hit:
    """Something that holds what was asked, with the words around it."""

    text: Text
    excerpt: tuple[Part, ...]


@dataclass(frozen=True)
class _Found:
    text: Text
    score: float


def find(question: str, *, most: int) -> list[Hit]:
    """What holds every word of the question, kind by kind, the best first; at most eleven queries.

    Where no page does, the question is taken for a sentence: of the kinds without a find, what holds most of its words;
    at most four queries more.
    """
    whole = _typed(question)[:MOST_TERMS]
    words = [part for term in whole for part in parts(folded(term))][:MOST_TERMS]
    asked = _asked(whole)
    beside = [*terms(), *faq(), *in_chapters()] if asked else []
    found = _found(asked, And, len(asked), beside)
    if not any(one.text.kind is Kind.PAGE for one in found):
        asked, kinds = _asked(words), {one.text.kind for one in found}
        found += [one for one in _found(asked, Or, 1, beside) if one.text.kind not in kinds]
    return [Hit(one.text, excerpt(one.text.words, asked)) for one in _best(found, most)]


def left_out(question: str) -> list[str]:
    """The words that are not searched, because there are more than `find` takes."""
    return _typed(question)[MOST_TERMS:]


def _typed(question: str) -> list[str]:
    return question[:MOST_LETTERS].split()


def _asked(words: Iterable[str]) -> list[Asked]:
    """Those of the words that can be searched for."""
    return [one for one in map(Asked.of, words) if one.query is not None]


def _found(asked: Sequence[Asked], joined: type[And | Or], least: int, beside: Sequence[Text]) -> list[_Found]:
    """What holds at least so many of the words: of the pages, and of what stands beside them."""
    if not asked:
        return []
    candidates = [*beside, *pages(_best_titled(_matching(joined([one.query for one in asked])), asked))]
    return [_Found(text, score) for text in candidates if (score := _score(text, asked, least))]


def _best(found: Iterable[_Found], most: int) -> list[_Found]:
    ranked = sorted(found, key=lambda one: (-one.score, one.text.course_code, one.text.key))
    of_kind = {kind: [one for one in ranked if one.text.kind is kind] for kind in Kind}
    return [one for kind in Kind for one in of_kind[kind][: most if kind is Kind.PAGE else MOST_BESIDE]]


def _matching(query: SearchQuery) -> list[tuple[int, str]]:
    """Id and title of all live pages that hold the words in any order."""
    live = Page.objects.live().type(LessonPage, CoursePage)
    found = get_search_backend(_ENGINE).search(query, live, order_by_relevance=False)
    return list(found.get_queryset().values_list("pk", "title"))


def _best_titled(rows: Sequence[tuple[int, str]], asked: Sequence[Asked]) -> list[int]:
    def by_title(row: tuple[int, str]) -> tuple[float, int]:
        title = fold(row[1])
        return -sum(one.title_worth(title) for one in asked), row[0]

    return [pk for pk, _ in sorted(rows, key=by_title)[:_READ]]


def _score(text: Text, asked: Sequence[Asked], least: int) -> float:
    """How well it answers; 0 where it holds fewer words than `least`."""
    title = fold(text.names or text.title)
    worths = [worth for one in asked if (worth := one.worth(title, text.said))]
    if len(worths) < least:
        return 0.0
    return sum(worths) * (_COURSE_FIRST if text.kind is Kind.PAGE and not text.key else 1)
