"""Headless Chromium against the live server. Every page is watched: a request to anywhere else, a console error or a
breach of the Content-Security-Policy fails the test, whatever the test itself looks at.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Debian's own, the one that set-up installs; Playwright would otherwise look for a downloaded one.
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WAIT_MILLISECONDS = 10_000

# Playwright runs an event loop in the test's thread, which Django takes for asynchronous code. It is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = "127.0.0.1"


class Watch:
    """What went wrong on one browser window's pages."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._failed_loads: list[tuple[str, str]] = []
        self._visited: set[str] = set()

    def request(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.is_navigation_request():
            self._visited.add(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if message.text.startswith("Failed to load resource"):
            self._failed_loads.append((message.location["url"], message.text))
        else:
            self.errors.append(f"{message.text} ({message.location['url']})")

    def faults(self) -> list[str]:
        """Everything that must not happen. A page that the test itself opened may answer 403 or 404."""
        outside = [f"request to {url}" for url in self.requests if _is_outside(url)]
        failed = [f"{text} ({url})" for url, text in self._failed_loads if url not in self._visited]
        return outside + failed + self.errors


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname not in ("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched_page(browser: Browser, server: str, device: dict[str, Any]) -> Iterator[Page]:
    """A page in a window of its own, without cookies; addresses may be given without the server's part."""
    watch = Watch()
    context = browser.new_context(base_url=server, locale="ja-JP", timezone_id="Asia/Tokyo", **device)
    context.set_default_timeout(WAIT_MILLISECONDS)
    context.on("request", watch.request)
    context.on("console", watch.console)
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    try:
        yield context.new_page()
    finally:
        context.close()
    if faults := watch.faults():
        pytest.fail("\n".join(faults))


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page on a desk's screen."""
    with watched_page(browser, live_server.url, DESK) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page on a phone's screen."""
    with watched_page(browser, live_server.url, PHONE) as page:
        yield page
