"""What a load of the library may touch: new things and things that nobody has edited since the last load."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db.models import Manager, Model
from wagtail.blocks import StreamValue

from courses.city_rules import CityRule
from courses.course import Course, Curriculum
from courses.glossary import GlossaryTerm
from courses.library_part import LibraryPart
from courses.pages import CoursePage, CurriculumPage, LessonPage, QuizPage
from quizzes.models import Item, QuestionBank, Quiz

_T = TypeVar("_T", bound=Model)

# What the library says about a thing. Everything else about it is the editors' or Wagtail's own.
CONTENT: dict[type[Model], tuple[str, ...]] = {
    Curriculum: ("title", "office"),
    CurriculumPage: ("title", "summary"),
    Course: ("title", "reading", "office", "measure", "action", "minutes", "revision"),
    CoursePage: ("title", "summary", "aims", "audience", "sources"),
    CityRule: ("title", "office", "body"),
    GlossaryTerm: ("reading", "also", "body", "office"),
    LessonPage: ("title", "minutes", "easy", "body"),
    QuestionBank: ("title", "office"),
    Item: ("category", "tags", "difficulty", "content", "state"),
    Quiz: (
        "title",
        "bank_id",
        "draws",
        "pass_percent",
        "practice",
        "shuffles_questions",
        "shuffles_options",
        "layout",
        "attempts_allowed",
        "wait_hours",
        "grade_rule",
        "time_limit",
        "shows_score",
        "shows_answers",
        "shows_explanations",
        "parts",
    ),
    QuizPage: ("title", "introduction"),
}
# A page that an editor has unpublished, locked or begun to change is the editor's.
_PAGE_STATE = ("live", "locked", "has_unpublished_changes")
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def digest(thing: Model) -> str:
    """A digest of the thing's content, drafts included, that opening and saving it in the editor does not change."""
    names = CONTENT[type(thing)]
    state = [getattr(thing, name) for name in _PAGE_STATE if hasattr(thing, name)]
    # What a load takes off has unpublished changes from then on: whether somebody writes, only the draft tells.
    said = thing.get_latest_revision_as_object() if getattr(thing, "has_unpublished_changes", False) else thing
    content = [state, *(_canonical(getattr(said, name)) for name in names)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def take_over(current: Model, wanted: Model) -> None:
    """Put the content of `wanted` into `current`, unsaved."""
    for name in CONTENT[type(current)]:
        value = getattr(wanted, name)
        setattr(current, name, value.all() if isinstance(value, Manager) else value)


def _canonical(value: Any) -> Any:
    """The value without what the editor adds by itself: ids of blocks, keys of paragraphs, empty settings of tables,
    and the second character that browsers put at the end of a line."""
    if isinstance(value, Manager):
        return [[part.key, part.category, part.tag, part.count] for part in value.all()]
    if isinstance(value, StreamValue):
        return _canonical(value.get_prep_value())
    if isinstance(value, dict):
        return {name: _canonical(inner) for name, inner in value.items() if inner and name != "id"}
    if isinstance(value, list | tuple):
        return [_canonical(inner) for inner in value]
    return _BLOCK_KEY.sub("", value).replace("\r\n", "\n") if isinstance(value, str) else value or ""


class KeptBack(NamedTuple):
    """A thing that an editor has changed, and what the library newly says of it."""

    path: str
    current: Model
    wanted: Model
    digest: str


@dataclass
class LoadReport:
    """What a load did, by the paths of the library's parts. `edited`: they stay as an editor has them, though the
    library brings something new; `unchanged`: it brings nothing new; `left`: it has them no longer, the city has.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class LoadedParts:
    """The digests of earlier loads, and what follows from them for each part of the library."""

    def __init__(self) -> None:
        self.report = LoadReport()
        self.kept_back: list[KeptBack] = []
        self._known = dict(LibraryPart.objects.values_list("path", "digest"))
        self._fresh: dict[str, str] = {}

    def settle(
        self, path: str, wanted: _T, current: _T | None, put: Callable[[_T], None], renew: Callable[[_T, _T], None]
    ) -> _T | None:
        """The thing that stands for `path` from now on: new by `put`, brought up to date by `renew`, or as it was.

        None: an editor has deleted it.
        """
        known, new = self._known.pop(path, None), digest(wanted)
        if current is None and known is not None:
            self.report.deleted.append(path)
            return None
        if current is None:
            put(wanted)
            self._note(self.report.created, path, known, new)
            return wanted
        now = digest(current)
        if new in (now, known):
            self._note(self.report.unchanged, path, known, new)
        elif now == known:
            renew(current, wanted)
            self._note(self.report.updated, path, known, new)
        else:
            self.report.edited.append(path)
            self.kept_back.append(KeptBack(path, current, wanted, new))
        return current

    def retire(self, prefix: str, standing: Mapping[str, _T], act: Callable[[_T], _T]) -> None:
        """Take away, by `act`, what the library no longer has under `prefix`. `standing`: by the rest of the path.

        It is remembered as `act` leaves it, so that it is brought up to date should the library have it again.
        """
        for path in [path for path in self._known if path.startswith(prefix)]:
            known, current = self._known.pop(path), standing.get(path.removeprefix(prefix))
            if current is None:
                continue
            if digest(current) != known:
                self.report.edited.append(path)
            elif (new := digest(act(current))) != known:
                self._note(self.report.retired, path, known, new)

    def leave(self, standing: Iterable[str]) -> None:
        """Name what the library no longer has and the city may still use: it is the city's to take away."""
        self.report.left.extend(path for path in standing if path in self._known)

    def remember(self) -> None:
        """Write down what was loaded; nothing new, nothing written."""
        rows = [LibraryPart(path=path, digest=new) for path, new in self._fresh.items()]
        if rows:
            LibraryPart.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["path"], update_fields=["digest"]
            )

    def _note(self, listed: list[str], path: str, known: str | None, new: str) -> None:
        listed.append(path)
        if known != new:
            self._fresh[path] = new
