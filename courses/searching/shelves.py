"""What may be found, of published courses only. Terms, rules, questions and documents are few: they are read whole, and
no index has to be kept in step. Of pages those are read that the engine and their titles name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from courses.city_rules import CityRule
from courses.faq import FaqEntry, faq_anchor
from courses.glossary import GlossaryTerm
from courses.media import LessonDocument
from courses.pages import CoursePage, LessonPage
from courses.searching.asked import Folded, fold, known
from courses.searching.words import plain


class Kind(StrEnum):
    """In the order in which they are shown."""

    TERM = "用語"
    PAGE = "研修と章"
    RULE = "本市の決まり"
    FAQ = "よくある質問"
    DOCUMENT = "文書"


@dataclass(frozen=True)
class Text:
    """Something to be found. A page without `key` is a course, otherwise the chapter of this key; a document or
    a rule stands in that chapter. `place` is where it is shown: an anchor, for a document its address. `names`: how
    else it is called. `body` is shown whole and not searched, in place of an excerpt from `words`, whose folded form is
    at hand for pages.
    """

    kind: Kind
    title: str
    words: str = ""
    names: str = ""
    course_code: str = ""
    course_title: str = ""
    key: str = ""
    place: str = ""
    body: str = ""
    folded: str = ""

    @property
    def said(self) -> Folded:
        """The words as they are searched."""
        return known(self.folded) if self.folded else fold(self.words)


def terms() -> list[Text]:
    """用語, found by their names: many a word is used in the explanation of another. One query."""
    return [
        Text(Kind.TERM, term.word, names=" ".join(term.spellings), place=term.anchor, body=term.body)
        for term in GlossaryTerm.objects.shown()
    ]


def faq() -> list[Text]:
    """One query."""
    rows = FaqEntry.objects.shown().values_list("question", "answer", "course__code", "course__title", "pk")
    return [
        Text(Kind.FAQ, question, answer, "", *course, place=faq_anchor(pk)) for question, answer, *course, pk in rows
    ]


def in_chapters() -> list[Text]:
    """本市の決まり that published chapters show and files that they offer, each under the first of these chapters. At
    most five queries, one where there are none.
    """
    shown: dict[int, list[tuple[Kind, int]]] = defaultdict(list)
    for page, kind, pk in _references():
        shown[page].append((kind, pk))
    if not shown:
        return []
    texts = _texts({one for several in shown.values() for one in several})
    found: dict[tuple[Kind, int], Text] = {}
    lessons = LessonPage.objects.live().filter(pk__in=shown).order_by("path").values_list("pk", "path", "key")
    for (page, _, key), (code, title) in _within_courses(list(lessons), path=1):
        for one in shown[page]:
            found.setdefault(one, replace(texts[one], course_code=code, course_title=title, key=key))
    return list(found.values())


def _texts(named: Collection[tuple[Kind, int]]) -> dict[tuple[Kind, int], Text]:
    """Rules and documents by their ids. One query for each of both kinds."""
    of_kind = {kind: [pk for one, pk in named if one is kind] for kind in (Kind.RULE, Kind.DOCUMENT)}
    rules = CityRule.objects.in_bulk(of_kind[Kind.RULE])
    files = LessonDocument.objects.in_bulk(of_kind[Kind.DOCUMENT])
    return {
        **{(Kind.RULE, pk): Text(Kind.RULE, rule.title, plain(rule.body)) for pk, rule in rules.items()},
        **{(Kind.DOCUMENT, pk): Text(Kind.DOCUMENT, file.title, place=file.file.url) for pk, file in files.items()},
    }


def _references() -> Iterator[tuple[int, Kind, int]]:
    """What each page shows, by ids. Films are watched in their chapter."""
    kinds = ContentType.objects.get_for_models(Page, CityRule, LessonDocument)
    of_rule, of_file = kinds[CityRule], kinds[LessonDocument]
    named = Q(to_content_type=of_rule) | Q(to_content_type=of_file, model_path__endswith=".document")
    rows = ReferenceIndex.objects.filter(named, base_content_type=kinds[Page]).order_by("pk")
    for page, to, pk in rows.values_list("object_id", "to_content_type", "to_object_id"):
        yield int(page), Kind.RULE if to == of_rule.pk else Kind.DOCUMENT, int(pk)


def pages(ids: Sequence[int]) -> list[Text]:
    """Courses and chapters, by the ids of their pages. Three queries."""
    names = ("title", "words", "folded")
    courses = CoursePage.objects.filter(pk__in=ids).values_list(*names, "course__code", "course__title")
    lessons = LessonPage.objects.filter(pk__in=ids).values_list(*names, "path", "key")
    return [
        *(Text(Kind.PAGE, title, words, "", *course, folded=exact) for title, words, exact, *course in courses),
        *(
            Text(Kind.PAGE, title, words, "", *course, key, folded=exact)
            for (title, words, exact, _, key), course in _within_courses(list(lessons), path=3)
        ),
    ]


def _within_courses(lessons: Sequence[tuple[Any, ...]], *, path: int) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Each with code and title of its course; one below an unpublished course is left out. `path`: the column."""
    above = {row[path][: -Page.steplen] for row in lessons}
    known = CoursePage.objects.live().filter(path__in=above).values_list("path", "course__code", "course__title")
    courses = {at: course for at, *course in known}
    for row in lessons:
        if course := courses.get(row[path][: -Page.steplen]):
            yield row, course
