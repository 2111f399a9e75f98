"""What may be found, of published courses only. Terms, questions and documents are few: they are read whole, and no
index has to be kept in step. Of pages those are read that the engine and their titles name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from courses.faq import FaqEntry, faq_anchor
from courses.glossary import GlossaryTerm
from courses.media import LessonDocument
from courses.pages import CoursePage, LessonPage
from courses.searching.asked import Folded, fold, known


class Kind(StrEnum):
    """In the order in which they are shown."""

    TERM = "用語"
    PAGE = "研修と章"
    FAQ = "よくある質問"
    DOCUMENT = "文書"


@dataclass(frozen=True)
class Text:
    """Something to be found. A page without `key` is a course, otherwise the chapter of this key; a document stands in
    that chapter. `place` is where it is shown: an anchor, for a document its address. `names`: how else it is called.
    `body` is shown whole and not searched, in place of an excerpt from `words`, whose folded form is at hand for pages.
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
        for term in GlossaryTerm.objects.all()
    ]


def faq() -> list[Text]:
    """One query."""
    rows = FaqEntry.objects.shown().values_list("question", "answer", "course__code", "course__title", "pk")
    return [
        Text(Kind.FAQ, question, answer, "", *course, place=faq_anchor(pk)) for question, answer, *course, pk in rows
    ]


def documents() -> list[Text]:
    """Files that published chapters offer, each under the first of them. At most four queries, one where none does."""
    offered: dict[int, list[int]] = defaultdict(list)
    for page, document in _offers():
        offered[int(page)].append(int(document))
    if not offered:
        return []
    files = LessonDocument.objects.in_bulk({pk for pks in offered.values() for pk in pks})
    found: dict[int, Text] = {}
    lessons = LessonPage.objects.live().filter(pk__in=offered).order_by("path").values_list("pk", "path", "key")
    for (page, _, key), course in _within_courses(list(lessons), path=1):
        for pk in offered[page]:
            found.setdefault(pk, Text(Kind.DOCUMENT, files[pk].title, "", "", *course, key, files[pk].file.url))
    return list(found.values())


def _offers() -> Iterable[tuple[str, str]]:
    """Page and document, by id. Films are watched in their chapter."""
    kinds = ContentType.objects.get_for_models(Page, LessonDocument)
    rows = ReferenceIndex.objects.filter(
        base_content_type=kinds[Page], to_content_type=kinds[LessonDocument], model_path__endswith=".document"
    )
    return rows.values_list("object_id", "to_object_id").order_by("pk")


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
