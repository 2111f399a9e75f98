"""研修担当に質問する, as somebody of the city does it, and what comes of it."""

from datetime import date, datetime

import pytest

from lms.learning.enquiries.asking import MOST_A_DAY
from lms.learning.flow import finish_lesson
from lms.learning.models import Enquiry
from quizzes.models import Attempt
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.learning.enquiries.enquiries import answered, asked, entry
from tests.lms.learning.samples import exam, form, key, learner, right_answers, taught
from tests.markup import errors, page, texts, words

pytestmark = pytest.mark.django_db
COURSE = "/learn/courses/S-01/"
ASK = f"{COURSE}ask/"
OWN = "/learn/questions/"
WRITTEN = {"kind": "question", "place": "", "text": "家のパソコンで受講できますか。"}


@pytest.fixture(autouse=True)
def now(monkeypatch) -> datetime:
    return stop_the_clock(monkeypatch, date(2026, 6, 18))


@pytest.fixture
def person(client):
    return learner(client, "71234")


@pytest.fixture
def course(person):
    return taught(lessons=2, quiz=exam())


# ---- asking ---------------------------------------------------------------------------------------------------------


def place_filled_in(client, address: str) -> str:
    """Of the form that the page's link leads to."""
    link = page(client.get(address)).select_one(f"a[href^='{ASK}']")["href"]
    return words(page(client.get(link)).select_one("[name=place] option[selected]"))


def test_course_chapter_and_result_lead_to_the_form_with_their_place_filled_in(client, course, person):
    for number in (1, 2):
        finish_lesson(employee=person, course=course, key=key(number), at=jst(2026, 6, 18))
    client.post("/learn/tests/S-01/")
    attempt = Attempt.objects.get()
    client.post(f"/learn/attempts/{attempt.pk}/confirm/", form(right_answers(attempt)))
    client.post(f"/learn/attempts/{attempt.pk}/submit/")

    assert place_filled_in(client, COURSE) == "研修全体"
    assert place_filled_in(client, f"{COURSE}chapters/{key(2)}/") == "第2章　章2の題"
    assert place_filled_in(client, f"/learn/attempts/{attempt.pk}/result/") == "S-01 理解度テスト"


def test_a_question_is_kept_with_its_place_and_shown_to_who_asked(client, course, person, now):
    sent = WRITTEN | {"kind": "fault", "place": key(2), "text": "図が読めません。\r\n大きくしてください。\x0b"}
    response = client.post(ASK, sent, follow=True)

    assert response.redirect_chain == [(OWN, 302)]
    row = Enquiry.objects.get()
    assert (row.employee, row.course, row.chapter, row.place) == (person, course, key(2), "第2章　章2の題")
    assert (row.kind, row.text, row.asked_at) == ("fault", "図が読めません。\n大きくしてください。", now)
    shown = words(page(response).select_one("main"))
    assert "情報セキュリティ基礎　第2章　章2の題" in shown
    assert "回答を待っています。" in shown


def test_the_form_says_who_reads_it(client, course):
    document = page(client.get(ASK))
    assert "情報セキュリティ研修担当に送ります。" in words(document.select_one(".lead"))
    assert "所属長やほかの職員には表示しません。" in words(document.select_one(".banner"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "内容：内容を入力してください。"),
        ({"text": "あ" * 1001}, "内容：内容は1000文字までで入力してください。"),
        ({"kind": "x"}, "種類：一覧から種類を選んでください。"),
        ({"place": "09-elsewhere"}, "箇所：一覧から箇所を選んでください。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(client, course, wrong, said):
    assert errors(client.post(ASK, WRITTEN | wrong)) == [said]
    assert not Enquiry.objects.exists()


def test_of_a_course_that_is_not_published_nothing_is_asked(client, course):
    course.page.unpublish()
    assert client.get(ASK).status_code == client.post(ASK, WRITTEN).status_code == 404


def test_a_day_has_its_limit_and_the_next_begins_anew(client, course, person, monkeypatch):
    asked(person, course, jst(2026, 6, 17, 23, 59))
    for _ in range(MOST_A_DAY):
        assert client.post(ASK, WRITTEN).status_code == 302
    response = client.post(ASK, WRITTEN)
    assert "1日に10件までです。この質問は送っていません。" in errors(response)[0]
    assert WRITTEN["text"] in response.content.decode()
    assert person.enquiries.count() == MOST_A_DAY + 1

    stop_the_clock(monkeypatch, date(2026, 6, 19), hour=0)
    assert client.post(ASK, WRITTEN).status_code == 302


# ---- one's own ------------------------------------------------------------------------------------------------------


def test_nobody_sees_the_questions_of_others(client, course, person):
    answered(asked(make.employee(), course, text="だれかの悩み"), "だれかへの回答")
    document = page(client.get(OWN))
    assert "だれか" not in document.text
    assert "送った質問は、まだありません。" in document.text


def test_a_new_answer_is_told_at_signing_in_until_the_page_was_opened(client, course, person):
    answered(asked(person, course))
    told = "あなたの質問への回答が1件あります。「研修担当への質問」で読めます。"

    assert told in words(page(client.get("/", follow=True)).select_one("main"))
    first = page(client.get(OWN))
    assert "使えません。" in first.text
    assert texts(first, ".callout .tag") == ["新しい回答"]
    assert texts(page(client.get(OWN)), ".callout .tag") == []
    assert told not in client.get("/", follow=True).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_ones_questions_cost_the_same_for_any_number(client, course, person, django_assert_num_queries, count):
    for _ in range(count):
        answered(asked(person, course))
    client.get(OWN)
    with django_assert_num_queries(6):
        client.get(OWN)


# ---- よくある質問 ---------------------------------------------------------------------------------------------------


def test_what_everybody_asks_stands_on_the_course_and_on_its_own_page(client, course):
    entry(course)
    entry(course, "取り下げた質問", is_shown=False)
    entry(make.course("S-02"), "公開していない研修の質問")

    assert texts(page(client.get(COURSE)), "main summary") == ["受講の順番は決まっていますか。"]
    document = page(client.get("/learn/faq/"))
    assert texts(document, "main h2") == ["情報セキュリティ基礎"]
    assert texts(document, "dt") == ["受講の順番は決まっていますか。"]
    assert texts(document, "dd") == ["どの章からでも読めます。"]


@pytest.mark.parametrize("count", [1, 3])
def test_faq_costs_one_query_where_there_is_any(client, course, django_assert_num_queries, count):
    for number in range(count):
        entry(course, f"質問{number}")
    client.get(COURSE)
    with django_assert_num_queries(7):
        client.get(COURSE)
    with django_assert_num_queries(4):
        client.get("/learn/faq/")
