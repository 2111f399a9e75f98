"""Headless Chromium against a live server with the made-up city. Every page is watched: a request to anywhere else, an
answer of 500 and above, a console error or a breach of the Content-Security-Policy fails the test, whatever the test
itself looks at.

A file's tests share one city and one server, and nothing but the database's content passes between them.
"""

import os
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase, override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from lms.office.demo.city import DemoCity
from lms.people.models import Employee
from tests.browser.apart import apart
from tests.browser.watching import DESK, WAIT_MILLISECONDS, watched_page
from tests.demo import load_small_city, people_by_role

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

# Playwright runs an event loop in the test's thread, which Django takes for asynchronous code. It is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="module", autouse=True)
def files_of_one_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Media, keys and drawn papers belong to the city, so they stay for the whole file."""
    folder = tmp_path_factory.mktemp("data")
    with override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media"):
        yield


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    """Holds the city's clock; a test that goes on in time moves it by `tests.demo.stop_the_clock`."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As pytest-django's, but the tables are emptied after the last test of a file only."""
    with django_db_blocker.unblock():
        yield
        TransactionTestCase()._fixture_teardown()


@pytest.fixture(scope="module")
def city(transactional_db: None, files_of_one_test: None, patch: pytest.MonkeyPatch) -> DemoCity:
    return apart(lambda: load_small_city(patch))


@pytest.fixture(scope="module")
def people(city: DemoCity) -> dict[str, Employee]:
    """For each role somebody who has that one alone: in a small city the few people of an office have several."""
    return people_by_role()


@pytest.fixture(scope="module")
def server(city: DemoCity) -> Iterator[str]:
    """Where the city is served."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        expect.set_options(timeout=WAIT_MILLISECONDS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page on a desk's screen."""
    with watched_page(browser, server, DESK) as page:
        yield page
