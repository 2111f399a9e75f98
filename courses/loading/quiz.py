"""questions.toml: the bank, its questions, and the test drawn from it with its settings and parts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from courses.loading.questions import QuestionEntry, read_question
from courses.loading.toml import Entry, LibraryError, code_of
from quizzes.models import Quiz
from quizzes.pictures import targets
from quizzes.selecting import BankTooSmallError, Candidate, Wanted, select


@dataclass(frozen=True)
class QuizFile:
    """`settings`: what the file says of the test, by the names of the model; the rest stays as the model has it."""

    bank_code: str
    bank_title: str
    code: str
    title: str
    settings: dict[str, Any]
    parts: tuple[Wanted, ...]
    questions: tuple[QuestionEntry, ...]


def read_quiz(entry: Entry, lessons: frozenset[str], library: Path) -> QuizFile:
    """The test of a course whose chapters are `lessons`; the pictures of its questions lie in `library`."""
    entry.known("bank", "quiz", "question")
    bank = entry.entry("bank").known("code", "title")
    quiz = entry.entry("quiz").known("code", "title", "draws", "part", *_SETTINGS)
    questions = tuple(read_question(question, lessons) for question in entry.entries("question"))
    _keys_differ(questions, entry.place)
    _pictures_exist(library, questions, entry.place)
    parts = tuple(_part(part) for part in quiz.entries("part"))
    settings = {name: read(quiz, name) for name, read in _SETTINGS.items() if name in quiz.values}
    settings["draws"] = _draws(quiz, parts, questions)
    return QuizFile(code_of(bank), bank.text("title"), code_of(quiz), quiz.text("title"), settings, parts, questions)


def _draws(quiz: Entry, parts: tuple[Wanted, ...], questions: tuple[QuestionEntry, ...]) -> int:
    """How many questions the test asks: what its parts say, or `draws`."""
    if not parts:
        draws = quiz.number("draws", 1, 100)
        if draws > len(questions):
            raise LibraryError(quiz.place, f"「draws」を問題の数（{len(questions)}問）以下にしてください。")
        return draws
    if "draws" in quiz.values:
        raise LibraryError(quiz.place, "[[quiz.part]] を書くときは、「draws」を書かないでください。")
    try:
        # Whether there are enough does not depend on chance.
        select(list(candidates(questions)), parts, Random(0))  # noqa: S311
    except BankTooSmallError as error:
        raise LibraryError(quiz.place, str(error)) from error
    return sum(part.count for part in parts)


def candidates(questions: Iterable[QuestionEntry]) -> Iterator[Candidate]:
    """The questions as a test chooses among them."""
    return (Candidate(n, one.key, one.category, one.tags) for n, one in enumerate(questions))


def _part(entry: Entry) -> Wanted:
    entry.known("category", "tag", "key", "count")
    named = {name: entry.text(name) for name in ("category", "tag", "key") if name in entry.values}
    if not named or ("key" in named and len(named) > 1):
        raise LibraryError(entry.place, "「category」か「tag」、又は「key」だけを書いてください。")
    return Wanted(1 if "key" in named else entry.number("count", 1, 100), **named)


def _one_of(entry: Entry, name: str) -> str:
    known = [value for value, _ in Quiz._meta.get_field(name).choices]
    if entry.text(name) not in known:
        raise LibraryError(entry.place, f"「{name}」は {' 又は '.join(known)} にしてください。")
    return entry.text(name)


def _between(low: int, high: int) -> Callable[[Entry, str], int]:
    return lambda entry, name: entry.number(name, low, high)


_SETTINGS: dict[str, Callable[[Entry, str], Any]] = {
    "pass_percent": _between(1, 100),
    "practice": Entry.flag,
    "shuffles_questions": Entry.flag,
    "shuffles_options": Entry.flag,
    "layout": _one_of,
    "attempts_allowed": _between(1, 100),
    "wait_hours": _between(0, 8760),
    "grade_rule": _one_of,
    "time_limit": _between(1, 1440),
    "shows_score": _one_of,
    "shows_answers": _one_of,
    "shows_explanations": _one_of,
}


def _pictures_exist(library: Path, questions: tuple[QuestionEntry, ...], place: str) -> None:
    for question in questions:
        for path in targets(question.content):
            if not (library / path).is_file():
                raise LibraryError(f"{place}（{question.key}）", f"図のファイル {path} がありません。")


def _keys_differ(questions: tuple[QuestionEntry, ...], place: str) -> None:
    keys = [question.key for question in questions]
    for key in keys:
        if keys.count(key) > 1:
            raise LibraryError(place, f"「key」が「{key}」の問題が二つ以上あります。違う名前にしてください。")
