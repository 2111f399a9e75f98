"""Going wherever links lead."""

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import resolve, reverse
from playwright.sync_api import Error, Page, Response

from courses.models import Course
from courses.outline import outline

OURS = re.compile(r"/(?!cms/)")
CMS = re.compile(r"/cms/")


def chapters() -> list[str]:
    """Of all courses."""
    outlines = map(outline, Course.objects.order_by("code"))
    return [reverse("lesson", args=[one.course.code, lesson.key]) for one in outlines for lesson in one.lessons]


def crawl(page: Page, *starts: str, within: re.Pattern[str] = OURS) -> Iterator[Response]:
    """The pages at `starts` and those that links lead to from there, each opened in `page` at its turn.

    Only GET, only this server, only where the path begins with `within`; of the pages of one view the first, the starts
    not counted. Files are fetched as well, but there is no page of them to yield.
    """
    waiting, known, seen = deque(starts), set(starts), set()
    while waiting:
        address = waiting.popleft()
        view = resolve(urlsplit(address).path).view_name
        if address not in starts and view in seen:
            continue
        seen.add(view)
        response = _open(page, address)
        # An address within may lead to one without.
        if response and within.match(urlsplit(response.url).path):
            yield response
            new = [link for link in _links(page) if within.match(link) and link not in known]
            waiting.extend(dict.fromkeys(new))
            known.update(new)


def _open(page: Page, address: str) -> Response | None:
    """Nothing for a file: it is saved. A PDF that is to be shown would start the browser's own viewer, so not here."""
    if address.endswith(".pdf"):
        assert page.request.get(address).ok, address
        return None
    try:
        return page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def _links(page: Page) -> Iterator[str]:
    """Paths with questions, without what stands behind #, of the links on this server."""
    here = urlsplit(page.url).netloc
    for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
        parts = urlsplit(link)
        if parts.netloc == here:
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
