from datetime import date

import pytest

from courses.models import Course
from courses.outline import LessonEntry, Outline, QuizEntry
from lms.learning.dates import day_text, days_left_text
from lms.learning.progress import Progress
from lms.learning.standing import Standing
from tests.factories import jst


def stands(lessons: int = 4, read: tuple[int, ...] = (), **progress: object) -> Standing:
    """In a course of chapters of 5 minutes and a test, 30 minutes in all."""
    chapters = tuple(LessonEntry(f"{n:02}", f"章{n}", 5, n, n, n) for n in range(1, lessons + 1))
    outline = Outline(Course(code="S-01", minutes=30), 1, chapters, (QuizEntry(7, "S-01", "テスト", 9),))
    return Standing(outline, Progress(frozenset(f"{n:02}" for n in read), **progress))


@pytest.mark.parametrize(
    ("read", "minutes", "left"),
    [
        ((), 30, "第1章から第4章までと理解度テスト"),
        ((1, 2), 20, "第3章から第4章までと理解度テスト"),
        ((1, 3), 20, "第2章・第4章と理解度テスト"),
        ((1, 2, 3), 15, "第4章と理解度テスト"),
        ((1, 2, 3, 4), 10, "理解度テスト"),
    ],
)
def test_what_is_left_is_said_in_chapters_and_minutes(read, minutes, left):
    standing = stands(read=read)
    assert (standing.minutes_left, standing.left) == (minutes, left)


def test_the_next_step_is_the_first_chapter_not_read_whatever_was_read_after_it():
    assert stands(read=(1, 3)).next_lesson.number == 2


def test_nothing_is_left_after_the_test():
    standing = stands(read=(1, 2, 3, 4), quizzes_passed=frozenset({7}))
    assert (standing.minutes_left, standing.left, standing.next_lesson, standing.next_test) == (0, "", None, None)


def test_a_completion_leaves_no_minutes_however_it_was_earned():
    standing = stands(completed_at=jst(2026, 6, 1))
    assert (standing.minutes_left, standing.completed_at) == (0, jst(2026, 6, 1))


def test_a_chapter_that_is_gone_counts_no_more():
    assert stands(lessons=2, read=(1, 2, 3, 4)).read_count == 2


def test_a_course_shorter_than_its_chapters_leaves_no_negative_minutes():
    assert stands(lessons=8, read=tuple(range(1, 9))).minutes_left == 0


def test_days_are_written_with_era_and_weekday():
    assert day_text(date(2026, 7, 17)) == "令和8年7月17日（金）"


@pytest.mark.parametrize(("days", "text"), [(12, "あと12日"), (0, "本日まで"), (-3, "3日過ぎています")])
def test_the_days_left_are_said_in_words(days, text):
    assert days_left_text(days) == text
