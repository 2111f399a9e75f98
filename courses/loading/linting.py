"""What a course of the library must have beside being readable. Pure: files as values in, remarks in words out."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from courses.loading.curricula import Library
from courses.loading.files import CourseFiles, LessonFile
from courses.loading.questions import QuestionEntry
from courses.loading.quiz import candidates

# So many questions lie in a bank for each one that the test draws: who sits it again is asked others.
TIMES = 3
_KINDS = 5
_EASY = (60, 260)
_BODY = (1_000, 3_500)
_LESSONS = (3, 8)
_AIMS = (3, 7)
_CHECKS = (1, 2)
# More than a test may take beside the lessons.
_TEST_MINUTES = 15
_MARKUP = re.compile(r"<[^>]+>|｜|《[^》]*》")
_ADDRESS = re.compile(r"https?://|www\.")


def remarks(library: Library) -> list[str]:
    """Everything that is missing or unsound, each with its place."""
    return list(chain.from_iterable(_course(course) for course in library.courses))


def _course(course: CourseFiles) -> Iterator[str]:
    for words in chain(_frame(course), _bank(course), _guessable(course.quiz.questions)):
        yield f"{course.code}：{words}"
    for lesson in course.lessons:
        yield from (f"{course.code}/{lesson.key}.md：{words}" for words in _lesson(lesson))


def _frame(course: CourseFiles) -> Iterator[str]:
    yield from _between("ねらい", len(course.aims), _AIMS)
    yield from _between("章", len(course.lessons), _LESSONS)
    if not course.sources:
        yield "出典がありません。"
    taken = sum(lesson.minutes for lesson in course.lessons)
    yield from _between("全体の時間（分）", course.minutes, (taken, taken + _TEST_MINUTES))


# ---- lessons --------------------------------------------------------------------------------------------------------


def _lesson(lesson: LessonFile) -> Iterator[str]:
    kinds = Counter(block["type"] for block in lesson.blocks)
    yield from _between("やさしい日本語の字数", len(lesson.easy), _EASY)
    yield from _between("本文の字数", len(body_text(lesson)), _BODY)
    yield from _between("確認問題", kinds["check"], _CHECKS)
    if not lesson.blocks or lesson.blocks[0].get("value", {}) == {} or not _is_case(lesson.blocks[0]):
        yield "事例から始まっていません。"
    if not kinds["figure"]:
        yield "図がありません。"
    if not kinds["keypoints"]:
        yield "要点がありません。"
    said = str([block["value"] for block in lesson.blocks])
    if _ADDRESS.search(said):
        yield "庁外のアドレスがあります。閉じたネットワークでは開けません。"
    if "**" in said:
        yield "強調の「**」が、そのまま残っています。前後の文字との間に空白を入れるか、範囲を変えてください。"


def _is_case(block: dict[str, Any]) -> bool:
    return block["type"] == "callout" and block["value"]["kind"] == "事例"


def body_text(lesson: LessonFile) -> str:
    """What one reads in the lesson, without the questions to check oneself and without readings."""
    return _MARKUP.sub("", "".join(chain.from_iterable(_words(block) for block in lesson.blocks)))


def _words(block: dict[str, Any]) -> list[str]:
    read: dict[str, Callable[[Any], list[str]]] = {
        "callout": lambda value: [value["body"]],
        "figure": lambda value: [value["caption"]],
        "table": lambda value: [value["table_caption"], *chain.from_iterable(value["data"])],
        "check": lambda value: [],
        "city": lambda value: [],
        "steps": list,
        "keypoints": list,
    }
    return read.get(block["type"], lambda value: [value])(block["value"])


# ---- questions ------------------------------------------------------------------------------------------------------


def _bank(course: CourseFiles) -> Iterator[str]:
    quiz = course.quiz
    wanted = TIMES * int(quiz.settings["draws"])
    if len(quiz.questions) < wanted:
        yield f"問題が{len(quiz.questions)}問です。{wanted}問以上にしてください。"
    for part in quiz.parts:
        there = sum(map(part.fits, candidates(quiz.questions)))
        if not part.key and there < TIMES * part.count:
            yield f"「{part.words}」の問題が{there}問です。{TIMES * part.count}問以上にしてください。"
    kinds = {question.content["kind"] for question in quiz.questions}
    if len(kinds) < _KINDS:
        yield f"問題の形式が{len(kinds)}種類です。{_KINDS}種類以上にしてください。"
    for question in quiz.questions:
        yield from (f"{question.key}：{words}" for words in _feedback(question))


def _feedback(question: QuestionEntry) -> Iterator[str]:
    """For every option but those of 正誤: what says why the one is right says why the other is wrong."""
    for option in question.content.get("options", []):
        if not option.get("feedback", "").strip() and question.content["kind"] != "true_false":
            yield f"選択肢「{option['text']}」に解説がありません。"


def _guessable(questions: tuple[QuestionEntry, ...]) -> Iterator[str]:
    """Whether one who knows nothing gets far by always taking the same place, or the longest option."""
    asked = [question.content["options"] for question in questions if question.content["kind"] == "single"]
    places = Counter(next(at for at, option in enumerate(options) if option["right"]) for options in asked)
    longest = sum(_longest_is_right(options) for options in asked)
    for words, number in (("同じ位置の選択肢", max(places.values(), default=0)), ("最も長い選択肢", longest)):
        if number * 2 > len(asked):
            yield f"一つを選ぶ問題{len(asked)}問のうち{number}問で、{words}が正解です。半分以下にしてください。"


def _longest_is_right(options: list[dict[str, Any]]) -> bool:
    lengths = [len(option["text"]) for option in options]
    (right,) = (len(option["text"]) for option in options if option["right"])
    return right == max(lengths) and lengths.count(right) == 1


def _between(name: str, number: int, limits: tuple[int, int]) -> Iterator[str]:
    low, high = limits
    if not low <= number <= high:
        yield f"{name}が{number}です。{low}から{high}までにしてください。"
