"""Drawings that come with the shipped courses. Of the whole library only they are published: never a question file."""

import re
from collections.abc import Iterable, Iterator

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage

from courses.loading.files import LIBRARY

_PREFIX = "library/"
_FIGURE = re.compile(r"[A-Za-z0-9-]+/figures/[a-z0-9-]+\.svg")


def figure_exists(path: str) -> bool:
    """Whether `path` ("S-01/figures/mail-signs.svg") is a drawing of the library."""
    return _FIGURE.fullmatch(path) is not None and (LIBRARY / path).is_file()


def figure_url(path: str) -> str:
    return staticfiles_storage.url(_PREFIX + path)


class FigureFinder(BaseFinder):
    """Publishes `library/<course>/figures/*.svg` with the static files and nothing else of the library."""

    def check(self, **kwargs: object) -> list[object]:
        return []

    def find(self, path: str, find_all: bool = False) -> str | list[str]:  # noqa: FBT001, FBT002 - Django's shape
        wanted = path.removeprefix(_PREFIX)
        found = [str(LIBRARY / wanted)] if path.startswith(_PREFIX) and figure_exists(wanted) else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=LIBRARY)
        storage.prefix = _PREFIX.rstrip("/")
        for path in sorted(LIBRARY.glob("*/figures/*.svg")):
            relative = path.relative_to(LIBRARY).as_posix()
            if figure_exists(relative):
                yield relative, storage
