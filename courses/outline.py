"""What a course consists of, for people who take it: its live chapters and tests in the order of the tree."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Q, QuerySet
from wagtail.models import Page, PageLogEntry

from courses.course import Course
from lms.lib.prepared import Prepared

# An editor's act is seen at once; what nobody logged, after this many seconds.
_SECONDS = 60


@dataclass(frozen=True)
class LessonEntry:
    """A chapter, numbered from 1."""

    key: str
    title: str
    minutes: int
    number: int
    page_id: int
    live_revision_id: int | None


@dataclass(frozen=True)
class QuizEntry:
    """A test as its page calls it."""

    quiz_id: int
    code: str
    title: str
    page_id: int


@dataclass(frozen=True)
class Contents:
    """What stands below a course's page; nothing when the page is not live."""

    page_id: int | None = None
    lessons: tuple[LessonEntry, ...] = ()
    quizzes: tuple[QuizEntry, ...] = ()


@dataclass
class _Draft:
    """Contents while they are read."""

    course_id: int
    page_id: int
    lessons: list[LessonEntry] = field(default_factory=list)
    quizzes: list[QuizEntry] = field(default_factory=list)

    def contents(self) -> Contents:
        return Contents(self.page_id, tuple(self.lessons), tuple(self.quizzes))


@dataclass(frozen=True)
class Outline:
    """A course with its contents."""

    course: Course
    page_id: int | None
    lessons: tuple[LessonEntry, ...]
    quizzes: tuple[QuizEntry, ...]

    def lesson(self, key: str) -> LessonEntry | None:
        return next((lesson for lesson in self.lessons if lesson.key == key), None)


def outline(course: Course) -> Outline:
    """The outline of one course. One query, and a second one after somebody has edited a page."""
    return outlines([course])[course.pk]


def outlines(courses: Sequence[Course]) -> dict[int, Outline]:
    """Outlines by course id, in as many queries as one."""
    found = contents(_stamp(), int(time.monotonic()) // _SECONDS)
    return {course.pk: _outline(course, found.get(course.pk, Contents())) for course in courses}


@lru_cache(maxsize=2)
def contents(_stamp: str, _minute: int) -> dict[int, Contents]:
    """What stands below every course, remembered by this process until something is edited, or for a minute."""
    return _read()


def _outline(course: Course, found: Contents) -> Outline:
    return Outline(course, found.page_id, found.lessons, found.quizzes)


def _stamp() -> str:
    """Changes with every act on any page: publishing, moving, unpublishing and deleting each leave a log entry."""
    newest = _last_act()
    return f"{newest[0][0]}:{newest[0][1].timestamp()}" if newest else ""


_last_act = Prepared(lambda: PageLogEntry.objects.order_by("-pk").values_list("pk", "timestamp")[:1])


def _read() -> dict[int, Contents]:
    """The contents of every course that has a live page. One query: a page comes before what stands below it."""
    found: dict[str, _Draft] = {}
    for path, title, page_id, revision, course_id, key, minutes, quiz_id, code in _pages():
        parent = found.get(path[: -Page.steplen])
        if course_id is not None:
            found[path] = _Draft(course_id, page_id)
        elif parent is not None and key is not None:
            number = len(parent.lessons) + 1
            parent.lessons.append(LessonEntry(key, title, minutes, number, page_id, revision))
        elif parent is not None:
            parent.quizzes.append(QuizEntry(quiz_id, code, title, page_id))
    return {draft.course_id: draft.contents() for draft in found.values()}


_COLUMNS = (
    "path", "title", "pk", "live_revision_id", "coursepage__course_id", "lessonpage__key", "lessonpage__minutes",
    "quizpage__quiz_id", "quizpage__quiz__code",
)  # fmt: skip


def _pages() -> QuerySet:
    taught = Q(coursepage__isnull=False) | Q(lessonpage__isnull=False) | Q(quizpage__isnull=False)
    return Page.objects.live().filter(taught).order_by("path").values_list(*_COLUMNS)
