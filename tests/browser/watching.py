"""A browser window that is watched, and what it did that it must not do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

DESK = {"viewport": {"width": 1280, "height": 900}}
WAIT_MILLISECONDS = 20_000


class Watch:
    """What went wrong on one browser window's pages."""

    def __init__(self, may_fail: Sequence[str] = ()) -> None:
        self._may_fail = tuple(may_fail)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._failed_loads: list[tuple[str, str]] = []
        self._visited: set[str] = set()

    def over(self, context: BrowserContext) -> None:
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def request(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.is_navigation_request():
            self._visited.add(request.url)

    def response(self, response: Response) -> None:
        if response.status >= 500:
            self.errors.append(f"{response.status} {response.url}")

    def console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if message.text.startswith("Failed to load resource"):
            self._failed_loads.append((message.location["url"], message.text))
        else:
            self.errors.append(f"{message.text} ({message.location['url']})")

    def faults(self) -> list[str]:
        """Everything that must not happen. A page that the test itself opened may answer 403 or 404, and what a test
        makes fail (the ends of such addresses: `may_fail`) may fail to load.
        """
        outside = [f"request to {url}" for url in self.requests if _is_outside(url)]
        failed = [
            f"{text} ({url})"
            for url, text in self._failed_loads
            if url not in self._visited and not url.endswith(self._may_fail)
        ]
        return outside + failed + self.errors


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1"


@contextmanager
def watched_page(browser: Browser, server: str, device: dict[str, Any], may_fail: Sequence[str] = ()) -> Iterator[Page]:
    """A page in a window of its own, without cookies; addresses may be given without the server's part."""
    watch = Watch(may_fail)
    context = browser.new_context(base_url=server, locale="ja-JP", timezone_id="Asia/Tokyo", **device)
    context.set_default_timeout(WAIT_MILLISECONDS)
    watch.over(context)
    try:
        yield context.new_page()
    finally:
        context.close()
    if faults := watch.faults():
        pytest.fail("\n".join(faults))
