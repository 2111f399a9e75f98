"""Finding courses and lessons: candidates from the search engine, checked, ranked and cut into excerpts here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText, SearchQuery

from courses.pages import CoursePage, LessonPage
from courses.searching.synonyms import others
from courses.searching.tokens import asked_grams, folded, loose, parts, spellings

MOST_TERMS = 5
MOST_LETTERS = 60
# So many pages are read for what they say; all that match are compared by their titles first.
_READ = 80
_AROUND = 40
# What a find is worth: where it stands, and whether it is the word itself, another spelling, or another word.
_IN_TITLE, _OF_TITLE, _IN_WORDS, _MOST_TIMES = 20.0, 20.0, 0.5, 8
_SPELT, _OTHER = 0.7, 0.5
_COURSE_FIRST = 1.5


# A text as it is written, and without okurigana; both folded.
Both = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; `hit` where it is what was asked."""

    text: str
    hit: bool = False


@dataclass(frozen=True)
class Hit:
    """A page that holds what was asked. `key` is empty for a course itself."""

    course_code: str
    course_title: str
    key: str
    title: str
    excerpt: tuple[Part, ...]
    score: float


@dataclass(frozen=True)
class Asked:
    """One word of the question, with the ways in which a text may say it and what each is worth."""

    forms: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, term: str) -> "Asked":
        own = spellings(term)
        forms = {own[0]: 1.0} | dict.fromkeys(own[1:], _SPELT)
        for other in others(term):
            for form in spellings(other):
                forms.setdefault(form, _OTHER)
        return cls(tuple(forms.items()))

    @property
    def query(self) -> SearchQuery | None:
        """For the engine; None where nothing of it can be searched for (a mark alone)."""
        found = [" ".join(words) for form, _ in self.forms if (words := asked_grams(form))]
        return Or([PlainText(words, operator="and") for words in found]) if found else None

    def worth(self, title: Both, words: Both) -> float:
        """How well a page with this title and these words answers; 0: not at all."""
        return max((value * _worth(form, title, words) for form, value in self.forms), default=0.0)


def find(question: str, *, most: int) -> list[Hit]:
    """The published pages that hold every word of the question, the best first; at most four queries.

    Where none does, the question is taken for a sentence: the pages that hold most of its words, at most four more.
    """
    terms = question[:MOST_LETTERS].split()[:MOST_TERMS]
    words = [part for term in terms for part in parts(folded(term))][:MOST_TERMS]
    return _found(terms, And, len(terms), most) or _found(words, Or, 1, most)


def _found(terms: Sequence[str], joined: type[And | Or], least: int, most: int) -> list[Hit]:
    """Pages that hold at least so many of the terms."""
    asked = [one for one in map(Asked.of, terms) if one.query is not None]
    if not asked:
        return []
    pages = _read(_best_titled(_matching(joined([one.query for one in asked])), asked))
    hits = [hit for page in pages if (hit := _hit(page, asked, min(least, len(asked))))]
    return sorted(hits, key=lambda hit: (-hit.score, hit.course_code, hit.key))[:most]


def _matching(query: SearchQuery) -> list[tuple[int, str]]:
    """Id and title of all live pages that hold the words in any order."""
    live = Page.objects.live().type(LessonPage, CoursePage)
    found = get_search_backend().search(query, live, order_by_relevance=False)
    return list(found.get_queryset().values_list("pk", "title"))


def _best_titled(rows: Sequence[tuple[int, str]], asked: Sequence[Asked]) -> list[int]:
    def by_title(row: tuple[int, str]) -> tuple[float, int]:
        return -sum(one.worth(_folded_both(row[1]), ("", "")) for one in asked), row[0]

    return [pk for pk, _ in sorted(rows, key=by_title)[:_READ]]


@dataclass(frozen=True)
class _Read:
    """What is needed of a page to rank and show it."""

    course_code: str
    course_title: str
    key: str
    title: str
    words: str


def _read(ids: Sequence[int]) -> list[_Read]:
    names = ("title", "words")
    courses = CoursePage.objects.filter(pk__in=ids).values_list("course__code", "course__title", *names)
    lessons = LessonPage.objects.filter(pk__in=ids).values_list("path", "key", *names)
    above = _courses_of({path[: -Page.steplen] for path, *_ in lessons})
    found = [_Read(code, course, "", title, words) for code, course, title, words in courses]
    for path, key, title, words in lessons:
        if course := above.get(path[: -Page.steplen]):
            found.append(_Read(*course, key, title, words))
    return found


def _courses_of(paths: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code and title by the path of the page, of published courses: a lesson below an unpublished one is not found."""
    rows = CoursePage.objects.live().filter(path__in=paths).values_list("path", "course__code", "course__title")
    return {path: (code, title) for path, code, title in rows}


def _hit(page: _Read, asked: Sequence[Asked], least: int) -> Hit | None:
    title, words = _folded_both(page.title), _folded_both(page.words)
    worths = [worth for one in asked if (worth := one.worth(title, words))]
    if len(worths) < least:
        return None
    score = sum(worths) * (1 if page.key else _COURSE_FIRST)
    return Hit(page.course_code, page.course_title, page.key, page.title, excerpt(page.words, asked), score)


# What is read often is folded once: a search reads up to 80 pages of some 2,500 letters.
@lru_cache(maxsize=2000)
def _folded_both(text: str) -> Both:
    exact = folded(text)
    return exact, loose(exact)


def _worth(form: str, title: Both, words: Both) -> float:
    for of_title, of_words in zip(title, words, strict=True):
        times = min(of_words.count(form), _MOST_TIMES)
        # The more of the title it is, the more the page is about it.
        of_it = _IN_TITLE + _OF_TITLE * len(form) / len(of_title) if form in of_title else 0.0
        if of_it or times:
            return of_it + times * _IN_WORDS
    return 0.0


# ---- excerpts -------------------------------------------------------------------------------------------------------


def excerpt(words: str, asked: Iterable[Asked]) -> tuple[Part, ...]:
    """The words around the first find, with every find in it marked; the beginning where only the title holds it."""
    forms = sorted({form for one in asked for form, _ in one.forms}, key=len, reverse=True)
    shown = folded(words) if len(folded(words)) == len(words) else words
    first = min((at for form in forms if (at := shown.find(form)) >= 0), default=0)
    start, end = max(0, first - _AROUND), first + 2 * _AROUND
    return tuple(_marked(words[start:end], shown[start:end], forms))


def _marked(words: str, shown: str, forms: Sequence[str]) -> Iterable[Part]:
    at = 0
    while at < len(words):
        form = next((form for form in forms if shown.startswith(form, at)), "")
        end = at + len(form) if form else _next(shown, forms, at)
        yield Part(words[at:end], hit=bool(form))
        at = end


def _next(shown: str, forms: Sequence[str], at: int) -> int:
    return min((found for form in forms if (found := shown.find(form, at)) >= 0), default=len(shown))
