"""Goes through the pages of each role and takes each kind of page once."""

import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve, reverse
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from lms.lib import clock
from lms.people.models import Employee
from tests.browser.acts import sign_in
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.crawling import CMS, OURS, crawl
from tests.screens.city import City
from tests.screens.tour import TOUR, Stop
from tests.screens.work import Work

_SIZES = {"": {"width": 1280, "height": 900}, "-phone": {"width": 360, "height": 740}}
_TALLEST, _COLOURS = 3000, 48


@dataclass(frozen=True)
class Picture:
    """`name`: of its files; `view`: whose page it is; `role`: who was looking."""

    name: str
    view: str
    title: str
    role: str


@dataclass
class Camera:
    """Takes what it has not taken yet."""

    folder: Path
    role: str = ""
    taken: dict[str, Picture] = field(default_factory=dict)

    def page(self, page: Page) -> None:
        """Under the name of its view."""
        self.take(page, resolve(urlsplit(page.url).path).view_name)

    def take(self, page: Page, view: str, name: str = "", part: Locator | None = None, title: str = "") -> None:
        """The whole page, or a part of it, under a name and a title of its own."""
        name = name or view.replace(":", "-").replace("wagtailadmin", "cms")
        if name in self.taken:
            return
        for suffix, size in _SIZES.items():
            page.set_viewport_size(size)
            shot = part.screenshot() if part else page.screenshot(full_page=True, animations="disabled")
            _small(shot).save(self.folder / f"{name}{suffix}.png", optimize=True)
        page.set_viewport_size(_SIZES[""])
        self.taken[name] = Picture(name, view, title or page.title().partition("｜")[0].strip(), self.role)


def pictures(city: City, folder: Path) -> list[Picture]:
    """All of them; those of an earlier time go."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    camera = Camera(folder)
    Work(city.people, clock.today(), clock.now()).do()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=os.environ | {"LANGUAGE": "ja"})
        for stop in TOUR:
            _visit(browser, city, stop, camera)
        browser.close()
    return list(camera.taken.values())


def _visit(browser: Browser, city: City, stop: Stop, camera: Camera) -> None:
    camera.role = f"{stop.role}（教材の編集）" if stop.edits else stop.role
    with browser.new_context(base_url=city.address, locale="ja-JP", timezone_id="Asia/Tokyo") as context:
        page = context.new_page()
        page.set_viewport_size(_SIZES[""])
        if stop.role in city.people:
            person = Employee.objects.get(staff_number=city.people[stop.role])
            sign_in(page, person)
            for act in stop.acts:
                act(page, person, camera.take)
        starts = [reverse(name, args=args) + asked for name, args, asked in stop.starts()]
        for response in crawl(page, *starts, within=CMS if stop.edits else OURS):
            if response.status == 200:
                camera.page(page)


def _small(shot: bytes) -> Image.Image:
    """Cut where it is very tall, and in few colours: the folder is part of what everybody fetches."""
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    return image.crop((0, 0, image.width, min(image.height, _TALLEST))).quantize(_COLOURS, dither=Image.Dither.NONE)
