"""A course with its pages, a test and a person who learns, for the tests of this room."""

import json

from courses.models import Course, CoursePage, Curriculum, CurriculumPage, LessonPage, QuizPage
from courses.site_tree import course_index
from lms.people.models import Employee
from quizzes.models import Quiz
from tests import factories as make
from tests.quizzes import samples as quizzes


def taught(code: str = "S-01", lessons: int = 3, *, quiz: Quiz | None = None, **values: object) -> Course:
    """A published course of chapters of 5 minutes; with a test if one is given."""
    course = make.course(code, **({"minutes": lessons * 5 + 10} | values))
    curriculum = Curriculum.objects.create(code=f"K-{code}", title="研修課程", office=course.office)
    above = course_index().add_child(instance=CurriculumPage(title="研修課程", slug=f"k-{code}", curriculum=curriculum))
    page = above.add_child(
        instance=CoursePage(
            title=course.title, slug=code.lower(), course=course, aims="不審なメールを見分ける\n報告する"
        )
    )
    for number in range(1, lessons + 1):
        body = json.dumps([{"type": "heading", "value": f"{code}の見出し{number}"}])
        chapter = LessonPage(title=f"章{number}の題", slug=f"{number:02}", key=key(number), minutes=5, body=body)
        page.add_child(instance=chapter).save_revision().publish()
    if quiz:
        page.add_child(instance=QuizPage(title=quiz.title, slug="test", quiz=quiz)).save_revision().publish()
    return course


def key(number: int) -> str:
    return f"{number:02}-chapter"


def exam(code: str = "S-01", draws: int = 3, items: int = 5) -> Quiz:
    return quizzes.quiz(draws=draws, items=items, code=code)


def learner(client, number: str = "") -> Employee:
    """A signed-in person in a department."""
    person = make.employee(make.department(f"d{number}"), number)
    client.force_login(make.account(person))
    return person


right_answers, wrong_answers = quizzes.right_answers, quizzes.wrong_answers


def form(answers: dict[int, list[str]]) -> dict[str, list[str]]:
    return {f"q{position}": chosen for position, chosen in answers.items()}
