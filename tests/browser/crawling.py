"""Going wherever links lead."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page


def crawl(page: Page, start: str, *, below: str = "/", examples: int = 1) -> Iterator[str]:
    """The addresses of pages that links lead to from `start` on, each opened in `page` when its turn comes.

    Only GET, only this server, only under the path `below`; of each kind of page (the same view, asked the same things)
    at most `examples`. Files are fetched as well, but there is no page of them to yield.
    """
    waiting, known, seen = [start], {start}, Counter()
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address)
        if kind is None or seen[kind] >= examples:
            continue
        seen[kind] += 1
        if _open(page, address):
            yield address
            found = [link for link in _links(page) if link.startswith(below) and link not in known]
            waiting.extend(dict.fromkeys(found))
            known.update(found)


def _kind(address: str) -> tuple[str, frozenset[str]] | None:
    parts = urlsplit(address)
    try:
        return resolve(parts.path).view_name, frozenset(parse_qs(parts.query))
    except Resolver404:
        return None


def _open(page: Page, address: str) -> bool:
    """Whether it was a page. A file is saved, but a PDF meant to be shown would start the browser's own viewer."""
    if address.endswith(".pdf"):
        assert page.request.get(address).ok, address
        return False
    try:
        page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    return True


def _links(page: Page) -> Iterator[str]:
    """Paths with questions, without what stands behind #, of the links on this server."""
    here = urlsplit(page.url)
    for link in page.locator("a[href]").all():
        parts = urlsplit(urljoin(page.url, link.get_attribute("href")))
        if parts.netloc == here.netloc:
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
