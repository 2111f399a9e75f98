"""Check the shipped courses, or those in a folder, as their authors do before handing them over."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.loading.curricula import Library, read_library
from courses.loading.files import LIBRARY, CourseFiles
from courses.loading.linting import body_text, remarks
from courses.loading.toml import LibraryError
from quizzes.kinds import KINDS


class Command(BaseCommand):
    help = "教材のファイルを検査します。直すところがあれば、場所と内容を表示して失敗で終わります。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=LIBRARY, help="省略すると製品に付属する教材")
        parser.add_argument("--table", action="store_true", help="研修ごとの数を、Markdownの表で表示します")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            library = read_library(options["folder"])
        except LibraryError as error:
            raise CommandError(str(error)) from error
        if options["table"]:
            self.stdout.write("\n".join(table(library)))
        found = remarks(library)
        for words in found:
            self.stderr.write(words)
        if found:
            raise CommandError(f"直すところが{len(found)}か所あります。")
        self.stdout.write(f"{len(library.courses)}の研修に、直すところはありません。")


def table(library: Library) -> Iterator[str]:
    """A line for each course: how much there is of it; and their sum."""
    yield "| コード | 研修 | 章 | 字数 | 問題 | 形式 |"
    yield "|---|---|---:|---:|---:|---|"
    for course in library.courses:
        yield _line(course.code, course.title, [course])
    yield _line("", f"合計（{len(library.courses)}研修）", library.courses)


def _line(code: str, title: str, courses: list[CourseFiles]) -> str:
    lessons = [lesson for course in courses for lesson in course.lessons]
    characters = sum(len(body_text(lesson)) for lesson in lessons)
    questions = [question for course in courses for question in course.quiz.questions]
    kinds = Counter(question.content["kind"] for question in questions)
    said = "、".join(f"{KINDS[kind].label}{number}" for kind, number in kinds.most_common())
    return f"| {code} | {title} | {len(lessons)} | {characters:,} | {len(questions)} | {said} |"
