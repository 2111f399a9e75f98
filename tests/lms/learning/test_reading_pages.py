import subprocess

import pytest
from django.utils import timezone

from courses.models import LessonPage
from lms.learning.flow import finish_lesson
from lms.records.models import Completion, LessonRead
from tests import factories as make
from tests.lms.learning.samples import exam, key, learner, taught
from tests.markup import page, texts

pytestmark = pytest.mark.django_db
NOW = timezone.now()
COURSE = "/learn/courses/S-01/"


def chapter(number: int) -> str:
    return f"{COURSE}chapters/{key(number)}/"


# ---- course ---------------------------------------------------------------------------------------------------------


def test_a_course_lists_its_chapters_and_test_with_what_is_done(client):
    person, course = learner(client), taught(lessons=3, quiz=exam())
    finish_lesson(employee=person, course=course, key=key(2), at=NOW)
    document = page(client.get(COURSE))
    assert document.h1.text == "情報セキュリティ基礎"
    assert texts(document, ".outline__item") == [
        "第1章　章1の題未読・約5分",
        "第2章　章2の題読了・約5分",
        "第3章　章3の題未読・約5分",
        "S-01 理解度テストすべての章を読むと受験できます",
    ]
    assert "残りは第1章・第3章と理解度テストです（約20分）。" in document.text
    assert "不審なメールを見分ける" in texts(document, "li")


def test_a_completed_course_offers_its_paper(client):
    person, course = learner(client), taught()
    make.completion(person, course, NOW)
    document = page(client.get(COURSE))
    assert "に修了しています" in document.select_one(".banner").text
    assert document.select_one(".banner a")["href"] == f"{COURSE}confirmation.pdf"


def test_unpublished_and_unknown_courses_do_not_exist(client):
    learner(client)
    course = taught()
    course.page.unpublish()
    make.course("S-02")
    for address in (COURSE, chapter(1), "/learn/courses/S-02/", "/learn/courses/X/", "/learn/courses/%00/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_course_costs_the_same_for_any_number_of_chapters(client, django_assert_num_queries, count):
    person, course = learner(client), taught(lessons=count, quiz=exam())
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    client.get(COURSE)
    with django_assert_num_queries(6):
        client.get(COURSE)


# ---- chapter --------------------------------------------------------------------------------------------------------


def test_a_chapter_shows_its_text_and_the_way_on(client):
    learner(client)
    taught(lessons=3)
    document = page(client.get(chapter(2)))
    assert document.h1.text == "章2の題"
    assert texts(document, ".page-head__shoulder") == ["第2章（全3章）"]
    assert "S-01の見出し2" in document.select_one(".prose").text
    assert document.select_one(".actions--spread a")["href"] == chapter(1)
    assert texts(document, ".actions--spread button") == ["この章を読み終えて次へ進む"]
    assert texts(document, ".breadcrumb__item") == [
        "受ける研修",
        "情報セキュリティ基礎",
        "章2の題",
    ]


def test_a_chapter_shows_where_it_stands_among_the_others_and_what_is_left(client):
    person, course = learner(client), taught(lessons=3, quiz=exam())
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    document = page(client.get(chapter(2)))
    assert texts(document, ".lesson__outline .outline__item") == [
        "第1章　章1の題読了・約5分",
        "第2章　章2の題未読・約5分・表示中",
        "第3章　章3の題未読・約5分",
        "S-01 理解度テストすべての章を読むと受験できます",
    ]
    assert [link["href"] for link in document.select(".outline [aria-current]")] == [chapter(2)]
    assert document.select_one(".lesson__outline progress")["value"] == "1"
    assert "残りは第2章から第3章までと理解度テストです（約20分）。" in document.select_one(".lesson__outline").text


def test_a_course_shows_how_far_one_has_come_and_goes_on_there(client):
    person, course = learner(client), taught(lessons=3)
    assert texts(page(client.get(COURSE)), ".actions a") == ["受講を始める（情報セキュリティ基礎）"]
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    document = page(client.get(COURSE))
    bar = document.select_one("main progress")
    assert (bar["value"], bar["max"]) == ("1", "3")
    assert "3章のうち1章" in document.text
    assert document.select_one(".actions a")["href"] == chapter(2)
    assert texts(document, ".actions a") == ["第2章から続ける（情報セキュリティ基礎）"]


def test_opening_a_chapter_is_not_reading_it(client):
    learner(client)
    taught()
    client.get(chapter(1))
    assert not LessonRead.objects.exists()


def test_saying_that_it_is_read_records_it_and_leads_on(client):
    person = learner(client)
    taught(lessons=2, quiz=exam())
    assert client.post(chapter(1)).url == chapter(2)
    assert client.post(chapter(2)).url == "/learn/tests/S-01/"
    assert list(LessonRead.objects.values_list("employee", "lesson_key")) == [(person.pk, key(1)), (person.pk, key(2))]
    assert not Completion.objects.exists(), "the test is still to come"


def test_saying_it_twice_records_it_once(client):
    learner(client)
    taught(quiz=exam())
    client.post(chapter(1))
    client.post(chapter(1))
    assert LessonRead.objects.count() == 1


def test_a_chapter_already_read_leads_on_without_a_press(client):
    learner(client)
    taught(lessons=2, quiz=exam())
    client.post(chapter(1))
    document = page(client.get(chapter(1)))
    assert "この章を読み終えて次へ進む" not in texts(document, "main button")
    assert document.select(".actions--spread a")[-1]["href"] == chapter(2)


def test_the_last_chapter_of_a_course_without_a_test_completes_it(client):
    person = learner(client)
    taught(lessons=1)
    response = client.post(chapter(1), follow=True)
    assert Completion.objects.get().employee == person
    assert "「情報セキュリティ基礎」を修了しました。" in page(response).select_one(".banners").text
    client.post(chapter(1))
    assert Completion.objects.count() == 1


def test_a_chapter_that_is_not_there_cannot_be_read(client):
    learner(client)
    taught()
    assert client.post(f"{COURSE}chapters/nowhere/").status_code == 404
    assert not LessonRead.objects.exists()


def test_a_chapter_shows_what_was_published_last(client):
    learner(client)
    taught(lessons=1)
    client.get(chapter(1))
    lesson = LessonPage.objects.get()
    lesson.title = "新しい題"
    lesson.save_revision().publish()
    assert page(client.get(chapter(1))).h1.text == "新しい題"


@pytest.mark.parametrize("count", [1, 3])
def test_a_chapter_costs_the_same_for_any_number_of_chapters(client, django_assert_num_queries, count):
    learner(client)
    taught(lessons=count, quiz=exam())
    client.post(chapter(1))
    client.get(chapter(1))
    with django_assert_num_queries(7):
        client.get(chapter(1))


# ---- 修了確認書 ------------------------------------------------------------------------------------------------------


def test_the_paper_is_for_ones_own_completion_only(client):
    course = taught()
    make.completion(make.employee(), course, NOW)
    person = learner(client)
    assert client.get(f"{COURSE}confirmation.pdf").status_code == 404
    make.completion(person, course, NOW)
    response = client.get(f"{COURSE}confirmation.pdf")
    assert response["Content-Type"] == "application/pdf"
    text = subprocess.run(["pdftotext", "-", "-"], input=response.content, capture_output=True, check=True).stdout
    assert person.name.replace("　", " ") in text.decode().replace("　", " ")


def test_there_is_no_paper_for_a_cancelled_completion(client):
    person, course = learner(client), taught()
    make.cancelled(make.completion(person, course, NOW), NOW, person)
    assert client.get(f"{COURSE}confirmation.pdf").status_code == 404
