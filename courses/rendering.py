"""The text of a lesson as HTML, made once for each published revision and process."""

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.glossary import GlossaryTerm, explained
from courses.outline import LessonEntry
from courses.pages import LessonPage
from lms.lib.remembered import address

# A lesson shows the city's own rules and terms, which change without it: within so long everybody reads the new ones.
_SECONDS = 60


def lesson_html(page: LessonPage) -> SafeString:
    """The body of a published lesson."""
    if page.live_revision_id is None:
        return _render(page)
    name = _name(page.pk, page.live_revision_id)
    return _cached(name) or _keep(name, _render(page))


def entry_html(entry: LessonEntry) -> SafeString:
    """The same for a chapter of an outline; the page is read only when its text is not at hand."""
    if entry.live_revision_id is not None and (known := _cached(_name(entry.page_id, entry.live_revision_id))):
        return known
    return lesson_html(LessonPage.objects.get(pk=entry.page_id))


def _render(page: LessonPage) -> SafeString:
    html = render_to_string("courses/_lesson_body.html", {"page": page})
    # Rendered by our own template and only given links by the parser, which writes every text escaped.
    return mark_safe(explained(html, GlossaryTerm.objects.shown(), address("glossary")))  # noqa: S308


def _name(page_id: int, revision_id: int) -> str:
    return f"lesson:{page_id}:{revision_id}"


def _cached(name: str) -> SafeString | None:
    text = caches["local"].get(name)
    return None if text is None else mark_safe(text)  # noqa: S308 - our own template's output


def _keep(name: str, html: SafeString) -> SafeString:
    caches["local"].set(name, html, _SECONDS)
    return html
