"""メモとしおり: what a person keeps at the chapters of courses. Only the person's own pages ask for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, QuerySet, TextField, Value

from courses.models import Course
from courses.outline import LessonEntry, Outline, outlines
from lms.learning.models import MOST_LETTERS, Bookmark, Note
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee


class TooLongError(ValueError):
    """More than the place for a note holds; the message says what to do."""

    def __init__(self, letters: int) -> None:
        super().__init__(f"メモは{MOST_LETTERS}字までです（今は{letters}字）。短くして、もう一度保存してください。")


class OutdatedError(ValueError):
    """Another screen saved something else since this one last saw the note, which says `stands` now."""

    def __init__(self, stands: Note) -> None:
        self.stands = stands
        super().__init__("このメモは、別の画面で後から変更されています。内容を確かめて、もう一度操作してください。")


@dataclass(frozen=True)
class Place:
    """A chapter, as one person reads it."""

    employee: Employee
    course: Course
    lesson_key: str

    @property
    def notes(self) -> QuerySet[Note]:
        return Note.objects.filter(**vars(self))

    @property
    def bookmarks(self) -> QuerySet[Bookmark]:
        return Bookmark.objects.filter(**vars(self))


@dataclass(frozen=True)
class Kept:
    """What stands at a place: the note and the screen that saved it (both empty: none), and whether it is marked."""

    text: str
    screen: str
    is_marked: bool


def kept(place: Place) -> Kept:
    """One query."""
    rows = _kept(employee=place.employee.pk, course=place.course.pk, key=place.lesson_key)
    text, screen = next((row for row in rows if row[0]), ("", ""))
    return Kept(text, screen, any(not said for said, _ in rows))


def _rows_kept() -> QuerySet:
    """The note; and a row without words for a bookmark."""
    here = {
        "employee": Parameter("employee", BigIntegerField()), "course": Parameter("course", BigIntegerField()),
        "lesson_key": Parameter("key", CharField()),
    }  # fmt: skip
    nothing = Value("", TextField())
    marks = Bookmark.objects.filter(**here).values_list(nothing, nothing)
    return Note.objects.filter(**here).values_list("text", "screen").union(marks, all=True)


_kept = Prepared(_rows_kept)


@dataclass(frozen=True)
class Writing:
    """A note in its form. `screen`: the page as it stands open; `known`: the screens whose saving it has seen.

    `problem`: why it is not saved; `stands`: what another screen saved in the meantime.
    """

    text: str
    screen: str
    known: Sequence[str]
    problem: str = ""
    stands: Note | None = None


# ---- acts -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_note(*, place: Place, text: str, screen: str, known: Collection[str], at: datetime) -> None:
    """Keep the words of a screen. `known`: the screens whose saving it has seen, its own among them.

    Raises TooLongError, and OutdatedError when another one has saved other words.
    """
    if len(text) > MOST_LETTERS:
        raise TooLongError(len(text))
    said = {"text": text, "screen": screen, "saved_at": at}
    stands, is_new = Note.objects.select_for_update().get_or_create(**vars(place), defaults=said)
    if is_new or stands.text == text:
        return
    _check(stands, known)
    Note.objects.filter(pk=stands.pk).update(**said)


@transaction.atomic
def delete_note(*, notes: QuerySet[Note], known: Collection[str]) -> None:
    """Take away the one note among `notes`, if there is one. Raises OutdatedError as saving does."""
    stands = notes.select_for_update().first()
    if stands is not None:
        _check(stands, known)
        stands.delete()


def _check(stands: Note, known: Collection[str]) -> None:
    if stands.screen not in known:
        raise OutdatedError(stands)


def place_bookmark(*, place: Place) -> None:
    Bookmark.objects.get_or_create(**vars(place))


def remove_bookmark(*, bookmarks: QuerySet[Bookmark]) -> None:
    bookmarks.delete()


# ---- all of one person ----------------------------------------------------------------------------------------------

_Rows = Mapping[tuple[int, str], Any]


@dataclass(frozen=True)
class KeptChapter:
    """A chapter with what somebody keeps there; no `lesson` when it is not published any more."""

    lesson: LessonEntry | None
    note: Note | None
    bookmark: Bookmark | None


@dataclass(frozen=True)
class KeptCourse:
    course: Course
    chapters: Sequence[KeptChapter]


def kept_of(employee: Employee) -> list[KeptCourse]:
    """By the codes of the courses, chapters in their order. The same number of queries for any number of them."""
    notes, marks = _own(Note.objects.all(), employee), _own(Bookmark.objects.all(), employee)
    courses = {row.course_id: row.course for row in (*notes.values(), *marks.values())}
    found = outlines(sorted(courses.values(), key=lambda course: course.code)) if courses else {}
    return [KeptCourse(outline.course, _chapters(outline, notes, marks)) for outline in found.values()]


def _own(rows: QuerySet, employee: Employee) -> _Rows:
    """By the id of the course and the key of the chapter."""
    return {(row.course_id, row.lesson_key): row for row in rows.filter(employee=employee).select_related("course")}


def _chapters(outline: Outline, notes: _Rows, marks: _Rows) -> list[KeptChapter]:
    """Those that are not published any more stand last."""
    pk = outline.course.pk
    lessons = {lesson.key: lesson for lesson in outline.lessons}
    used = {key for course, key in (*notes, *marks) if course == pk}
    in_order = [*(key for key in lessons if key in used), *sorted(used - lessons.keys())]
    return [KeptChapter(lessons.get(key), notes.get((pk, key)), marks.get((pk, key))) for key in in_order]
