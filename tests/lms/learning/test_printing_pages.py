import pytest

from tests.lms.learning.samples import exam, key, learner, taught
from tests.markup import page, texts

pytestmark = pytest.mark.django_db
COURSE = "/learn/courses/S-01/"


def test_a_course_is_one_page_with_all_its_chapters(client):
    learner(client)
    taught(lessons=3, quiz=exam())
    document = page(client.get(f"{COURSE}print/"))
    assert document.h1.text == "情報セキュリティ基礎"
    assert texts(document, ".printed__title") == [f"第{number}章　章{number}の題" for number in (1, 2, 3)]
    assert texts(document, ".prose > h2") == [f"S-01の見出し{number}" for number in (1, 2, 3)]
    assert "不審なメールを見分ける" in texts(document, "li")
    assert "出席簿に記録すると、修了になります" in document.select_one(".no-print").text


def test_a_chapter_is_printed_alone(client):
    learner(client)
    taught(lessons=3)
    document = page(client.get(f"{COURSE}chapters/{key(2)}/print/"))
    assert document.h1.text == "第2章　章2の題"
    assert texts(document, ".prose > h2") == ["S-01の見出し2"]


def test_the_pages_lead_to_what_is_printed(client):
    learner(client)
    taught(lessons=1)
    chapter = f"{COURSE}chapters/{key(1)}/"
    assert page(client.get(COURSE)).select_one("a[href$='/print/']")["href"] == f"{COURSE}print/"
    assert page(client.get(chapter)).select_one("a[href$='/print/']")["href"] == f"{chapter}print/"


def test_what_is_not_published_is_not_printed(client):
    learner(client)
    course = taught(lessons=1)
    assert client.get(f"{COURSE}chapters/nowhere/print/").status_code == 404
    course.page.unpublish()
    assert client.get(f"{COURSE}print/").status_code == 404
    assert client.get(f"{COURSE}chapters/{key(1)}/print/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_printing_costs_the_same_for_any_number_of_chapters(client, django_assert_num_queries, count):
    learner(client)
    taught(lessons=count)
    client.get(f"{COURSE}print/")
    with django_assert_num_queries(8):
        client.get(f"{COURSE}print/")
