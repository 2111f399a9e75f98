"""教材を探す: the page, as somebody of the city sees it."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests import factories
from tests.lms.learning.samples import taught
from tests.markup import page, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    taught()
    call_command("update_index", verbosity=0)
    client.force_login(factories.account(factories.employee(factories.department("d"))))
    return client


def search(client, question):
    return page(client.get(reverse("search"), {"q": question}))


def test_a_find_leads_to_its_chapter_with_the_word_marked(signed_in):
    shown = search(signed_in, "報告")

    hit = shown.select_one(".hit")
    assert hit.select_one("a")["href"].startswith("/learn/courses/")
    assert "報告" in texts(shown, "mark")


def test_nothing_found_says_what_to_do(signed_in):
    shown = search(signed_in, "どこにもない言葉")
    assert "見付かりませんでした" in words(shown.select_one("main"))
    assert shown.select_one("[name=q]")["value"] == "どこにもない言葉"


def test_words_after_the_fifth_are_named_as_not_searched(signed_in):
    shown = words(search(signed_in, "報告　パスワード 研修 情報 職員 会議　資料").select_one("section"))
    assert "一度に探せる言葉は5個までです。「会議」「資料」は使わずに探しました。" in shown
    assert "使わずに" not in words(search(signed_in, "報告　パスワード 研修 情報 職員").select_one("section"))


def test_without_a_question_there_is_only_the_field(signed_in):
    shown = page(signed_in.get(reverse("search")))
    assert shown.select(".hits, #found") == []
    assert shown.select_one("form[role=search] label")["for"] == shown.select_one("[name=q]")["id"]


def test_what_was_typed_is_text(signed_in):
    answer = signed_in.get(reverse("search"), {"q": "<script>x</script>\x00"})
    assert "<script>x" not in answer.content.decode()
    assert answer.status_code == 200
