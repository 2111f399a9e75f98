"""What a course consists of, in the order of the tree, cheaply."""

from dataclasses import astuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Course, CoursePage, LessonPage, QuizPage
from courses.outline import LessonEntry, contents, outline, outlines
from quizzes.models import Quiz
from tests import factories


def security():
    return Course.objects.get(code="S-01")


def queries_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_lessons_and_test_stand_in_the_order_of_the_tree(loaded):
    found = outline(security())

    assert found.course.code == "S-01"
    assert found.page_id == CoursePage.objects.get(course=found.course).pk
    assert [(lesson.number, lesson.key, lesson.title, lesson.minutes) for lesson in found.lessons] == [
        (1, "01-mail", "怪しいメール", 6), (2, "02-password", "パスワード", 4), (3, "03-report", "報告", 5),
    ]  # fmt: skip
    page = LessonPage.objects.get(key="01-mail")
    assert astuple(found.lessons[0])[-2:] == (page.pk, page.live_revision_id)
    quiz = Quiz.objects.get(code="S-01")
    assert [(test.quiz_id, test.code, test.title) for test in found.quizzes] == [(quiz.pk, "S-01", "試しのテスト")]


def test_a_lesson_is_found_by_its_key(loaded):
    found = outline(security())

    assert found.lesson("02-password").number == 2
    assert found.lesson("none") is None


def test_several_courses_keep_to_themselves(loaded):
    courses = list(Course.objects.all())

    found = outlines(courses)

    assert {course.code: len(found[course.pk].lessons) for course in courses} == {"D-01": 1, "S-01": 3}


def test_a_course_without_a_page_has_nothing(loaded):
    bare = factories.course("S-09")

    assert (outline(bare).page_id, outline(bare).lessons, outline(bare).quizzes) == (None, (), ())


def test_a_draft_is_not_seen_and_a_published_change_at_once(loaded):
    outline(security())
    page = LessonPage.objects.get(key="02-password")
    page.title = "長いパスワード"
    draft = page.save_revision()
    assert outline(security()).lesson("02-password").title == "パスワード"

    draft.publish()

    assert outline(security()).lesson("02-password").title == "長いパスワード"
    assert outline(security()).lesson("02-password").live_revision_id == draft.pk


def test_taking_off_moving_and_deleting_are_seen_at_once(loaded):
    outline(security())
    LessonPage.objects.get(key="01-mail").unpublish()
    assert [lesson.key for lesson in outline(security()).lessons] == ["02-password", "03-report"]

    LessonPage.objects.get(key="03-report").move(LessonPage.objects.get(key="02-password"), pos="left")
    assert [(lesson.key, lesson.number) for lesson in outline(security()).lessons] == [
        ("03-report", 1), ("02-password", 2),
    ]  # fmt: skip

    LessonPage.objects.get(key="03-report").delete()
    QuizPage.objects.get(quiz__code="S-01").delete()
    assert [lesson.key for lesson in outline(security()).lessons] == ["02-password"]
    assert outline(security()).quizzes == ()


def test_nothing_is_left_of_a_course_whose_page_was_taken_off(loaded):
    CoursePage.objects.get(course__code="S-01").unpublish()

    assert outline(security()).lessons == ()
    assert len(outline(Course.objects.get(code="D-01")).lessons) == 1


@pytest.mark.parametrize("code", ["D-01", "S-01"])
def test_one_lesson_or_three_cost_two_queries_at_first_and_then_one(loaded, code):
    course = Course.objects.get(code=code)

    assert queries_of(lambda: outline(course)) == 2
    assert queries_of(lambda: outline(course)) == 1


def test_two_courses_cost_as_much_as_one(loaded):
    courses = list(Course.objects.all())

    assert queries_of(lambda: outlines(courses)) == 2
    assert queries_of(lambda: outlines(courses)) == 1
    assert queries_of(lambda: outline(courses[0])) == 1


def test_another_process_reads_the_same(loaded):
    first = outline(security())
    contents.cache_clear()

    assert outline(security()) == first
    assert isinstance(first.lessons[0], LessonEntry)
