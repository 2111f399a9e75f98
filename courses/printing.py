"""Chapters for paper: nothing to press or to open; answers and the words explained stand behind the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.glossary import GlossaryTerm, explained
from courses.outline import LessonEntry
from courses.pages import LessonPage


@dataclass(frozen=True)
class PrintedChapter:
    entry: LessonEntry
    body: SafeString


@dataclass(frozen=True)
class Printed:
    """Chapters in their order, and the terms that are marked in them."""

    chapters: Sequence[PrintedChapter]
    terms: Sequence[GlossaryTerm]


def printed(entries: Iterable[LessonEntry]) -> Printed:
    """Made anew each time, which is seldom. One query for all chapters, one for the terms, those of their blocks."""
    lessons = {entry.page_id: entry for entry in entries}
    pages = LessonPage.objects.in_bulk(lessons)
    terms = list(GlossaryTerm.objects.shown())
    chapters = [PrintedChapter(entry, _body(pages[pk], terms)) for pk, entry in lessons.items()]
    return Printed(chapters, [term for term in terms if any(_names(chapter, term) for chapter in chapters)])


def _body(page: LessonPage, terms: Iterable[GlossaryTerm]) -> SafeString:
    html = render_to_string("courses/_lesson_on_paper.html", {"page": page, "on_paper": True})
    # Our own template's output, as in rendering.py.
    return mark_safe(explained(html, terms, ""))  # noqa: S308


def _names(chapter: PrintedChapter, term: GlossaryTerm) -> bool:
    return f'href="#{term.anchor}"' in chapter.body
