"""A course of the library (its folder of files) as plain values. No database."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courses.loading.markdown import Block, parse_lesson
from courses.loading.quiz import QuizFile, read_quiz
from courses.loading.toml import Entry, LibraryError, code_of, content, office_of, read_toml
from lms.lib.fiscal_year import era_date
from lms.people.roles import Office

LIBRARY = Path(__file__).resolve().parent.parent / "library"

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class LessonFile:
    """One chapter."""

    key: str
    title: str
    minutes: int
    easy: str
    blocks: list[Block]


@dataclass(frozen=True)
class CourseFiles:
    """Everything the library says about one course."""

    code: str
    title: str
    reading: str
    office: Office
    measure: str
    action: str
    minutes: int
    version: int
    audience: str
    summary: str
    aims: tuple[str, ...]
    sources: tuple[str, ...]
    lessons: tuple[LessonFile, ...]
    quiz: QuizFile


def read_course(folder: Path) -> CourseFiles:
    """The course in one folder."""
    entry = read_toml(content(folder / "course.toml"), f"{folder.name}/course.toml").known(
        "code", "title", "reading", "office", "measure", "action", "minutes", "audience", "aims", "summary", "version",
        "source",
    )  # fmt: skip
    if entry.text("code") != folder.name:
        raise LibraryError(entry.place, f"「code」をフォルダの名前「{folder.name}」と同じにしてください。")
    lessons = tuple(_lesson(path) for path in sorted(folder.glob("*.md")))
    if not lessons:
        raise LibraryError(folder.name, "章のファイル（.md）が一つもありません。")
    return CourseFiles(
        code=code_of(entry), title=entry.text("title"), reading=entry.text("reading"), office=office_of(entry),
        measure=entry.text("measure"), action=entry.text("action"), minutes=entry.number("minutes", 1, 600),
        version=entry.number("version", 1, 10_000), audience=entry.text("audience"), summary=entry.text("summary"),
        aims=tuple(entry.texts("aims")), sources=tuple(_source(source) for source in entry.entries("source")),
        lessons=lessons, quiz=_quiz(folder, lessons),
    )  # fmt: skip


# ---- course.toml ----------------------------------------------------------------------------------------------------


def _source(entry: Entry) -> str:
    """「題名（発行者、令和8年1月29日）」"""
    entry.known("title", "publisher", "date")
    try:
        on = date.fromisoformat(entry.text("date"))
    except ValueError as error:
        raise LibraryError(entry.place, "「date」は 2026-01-29 のように書いてください。") from error
    return f"{entry.text('title')}（{entry.text('publisher')}、{era_date(on)}）"


def _quiz(folder: Path, lessons: tuple[LessonFile, ...]) -> QuizFile:
    path = folder / "questions.toml"
    entry = read_toml(content(path), f"{folder.name}/questions.toml")
    return read_quiz(entry, frozenset(lesson.key for lesson in lessons), folder.parent)


# ---- lessons --------------------------------------------------------------------------------------------------------


def _lesson(path: Path) -> LessonFile:
    place = f"{path.parent.name}/{path.name}"
    if not _KEY.fullmatch(path.stem):
        raise LibraryError(place, "章のファイル名は、半角の英小文字、数字、「-」だけにしてください。")
    text = parse_lesson(content(path), place, f"{path.parent.name}/figures")
    front = text.front.known("title", "minutes", "easy")
    for block in text.blocks:
        if block["type"] == "figure" and not (path.parent.parent / block["value"]["path"]).is_file():
            raise LibraryError(place, f"図のファイル {block['value']['path']} がありません。")
    easy = front.text("easy") if "easy" in front.values else ""
    return LessonFile(path.stem, front.text("title"), front.number("minutes", 1, 120), easy, text.blocks)
