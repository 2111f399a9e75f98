"""A library of many pages for the bench: the shipped chapters again and again, each time with other sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from courses.loading.curricula import read_library
from courses.models import Course, CoursePage, FaqEntry, GlossaryTerm, LessonPage
from courses.pages import FoundPage
from courses.searching.tokens import folded
from courses.searching.words import words_of
from courses.site_tree import course_index
from lms.people.roles import Office

# A course with so many chapters makes ten pages.
_CHAPTERS = 9
# Of the sentences of a chapter, so many are another chapter's.
_FOREIGN = 0.3
_SENTENCE = re.compile(r"[^。]+。?")
_AT_ONCE = 500

# Title and sentences.
Chapter = tuple[str, Sequence[str]]


@transaction.atomic
def build_pages(number: int, faq: int) -> int:
    """So many published and indexed pages, the shipped terms, and よくある質問. Says how many letters a page has."""
    library, rng = read_library(), Random(1)  # noqa: S311 - the same pages every time
    files = [file for course in library.courses for file in course.lessons]
    chapters = [(file.title, _SENTENCE.findall(words_of(file.blocks))) for file in files]
    sentences = [sentence for _, found in chapters for sentence in found]
    pages = list(_pages(number, chapters, sentences, rng))
    for start in range(0, len(pages), _AT_ONCE):
        _index(pages[start : start + _AT_ONCE])
    GlossaryTerm.objects.bulk_create(GlossaryTerm(**asdict(term)) for term in library.terms)
    _ask(faq, sentences, rng)
    return sum(len(page.words) for page in pages) // len(pages)


def _pages(number: int, chapters: Sequence[Chapter], sentences: Sequence[str], rng: Random) -> Iterator[FoundPage]:
    """A course's page before its chapters, all straight below the index."""
    above, course = course_index(), None
    for place in range(number):
        turn = place % (_CHAPTERS + 1)
        title, own = chapters[place % len(chapters)]
        words = "".join(rng.choice(sentences) if rng.random() < _FOREIGN else sentence for sentence in own)
        if course is None or turn == 0:
            row = Course.objects.create(code=f"B-{place:05}", title=f"{title[:80]}　{place}", office=Office.SECURITY)
            course = _put(CoursePage(title=row.title, course=row, words=words[:200]), above, place + 1)
            yield course
        else:
            page = LessonPage(title=f"{title}　{place}", key=f"{turn:02}-page", words=words)
            yield _put(page, course, turn)


def _put(page: FoundPage, parent: Page, place: int) -> FoundPage:
    """Written as the tree keeps it, without its acts: each would look at its neighbours, and leave a task."""
    page.path, page.depth = parent._get_path(parent.path, parent.depth + 1, place), parent.depth + 1
    page.folded = folded(page.words)
    page.slug = f"bench-{page.path}"
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.content_type = ContentType.objects.get_for_model(type(page))
    page.locale = Locale.get_default()
    base = Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})
    base.save_base(raw=True, force_insert=True)
    page.pk = page.page_ptr_id = base.pk
    page.save_base(raw=True, force_insert=True)
    return page


def _index(pages: Sequence[FoundPage]) -> None:
    for model in (CoursePage, LessonPage):
        get_search_backend().add_bulk(model, [page for page in pages if isinstance(page, model)])


def _ask(number: int, sentences: Sequence[str], rng: Random) -> None:
    for course in rng.choices(Course.objects.all(), k=number):
        question, *answer = rng.choices(sentences, k=5)
        FaqEntry.objects.create(course=course, question=question[:200], answer="".join(answer))
