from datetime import date

import pytest
from django.utils import timezone

from lms.duties.status import State
from lms.learning.flow import finish_lesson, submit
from lms.lib.fiscal_year import fiscal_year, local_date, start_of_day
from quizzes.attempts import start_attempt
from quizzes.models import Attempt, Quiz
from tests import factories as make
from tests.demo import stop_the_clock
from tests.lms.learning.samples import exam, key, learner, taught
from tests.markup import page, texts

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = local_date(NOW)
YEAR = fiscal_year(TODAY)


def asked(person, course, due_on: date = date(YEAR + 1, 3, 31), **values):
    requirement = make.requirement(course, YEAR, opens_on=date(YEAR, 4, 1), due_on=due_on, **values)
    return make.duty(person, requirement)


def cards(client) -> list[str]:
    return texts(page(client.get("/learn/")), ".card")


def test_a_new_duty_shows_its_day_what_is_left_and_where_to_begin(client):
    person = learner(client)
    asked(person, taught(lessons=3, quiz=exam()))
    document = page(client.get("/learn/"))
    assert document.h1.text == "あなたが受ける研修"
    (card,) = document.select(".card")
    said = texts(card, "*")
    assert "未受講" in said
    assert "約25分" in said
    assert "残りは第1章から第3章までと理解度テストです。" in said
    assert "3章のうち0章" in said
    assert card.select_one(".button")["href"] == f"/learn/courses/S-01/chapters/{key(1)}/"
    assert texts(card, ".button")[0].startswith("受講を始める")


def test_the_day_is_written_in_the_era_with_its_weekday(client):
    asked(learner(client), taught())
    day = page(client.get("/learn/")).select_one(".card time")
    assert day["datetime"] == f"{YEAR + 1}-03-31"
    assert day.text.startswith("令和")
    assert day.text.endswith("）")


def test_one_goes_on_where_one_stopped(client):
    person, course = learner(client), taught(lessons=3, quiz=exam())
    asked(person, course)
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    document = page(client.get("/learn/"))
    assert "受講中" in texts(document, ".status")
    button = document.select_one(".card .button")
    assert button["href"] == f"/learn/courses/S-01/chapters/{key(2)}/"
    assert button.text.startswith("第2章から続ける")
    assert "約20分" in document.select_one(".card__facts").text


def test_after_the_last_chapter_the_test_comes(client):
    person, course = learner(client), taught(lessons=1, quiz=exam())
    asked(person, course)
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    button = page(client.get("/learn/")).select_one(".card .button")
    assert (button["href"], button.text[:9]) == ("/learn/tests/S-01/", "理解度テストへ進む"[:9])


def test_a_late_duty_says_so_in_words(client):
    asked(learner(client), taught(), due_on=date(YEAR, 4, 1))
    document = page(client.get("/learn/"))
    assert "期限超過" in texts(document, ".status")
    assert "過ぎています" in document.select_one(".card--late").text


def test_what_is_done_stands_apart_with_its_paper(client):
    person, course = learner(client), taught()
    asked(person, course)
    make.completion(person, course, NOW)
    document = page(client.get("/learn/"))
    assert not document.select(".card")
    assert "すべて修了しています" in document.select_one(".banner").text
    assert [a["href"] for a in document.select(".file a")] == [
        "/learn/courses/S-01/",
        "/learn/courses/S-01/confirmation.pdf",
    ]


def test_a_deferred_duty_asks_for_nothing_and_tells_no_kind_of_leave(client):
    person = learner(client)
    asked(person, taught())
    make.leave(person, TODAY, kind="育児休業")
    response = client.get("/learn/")
    assert texts(page(response), ".status") == [State.DEFERRED.label]
    assert "育児" not in response.content.decode()


def test_somebody_elses_duties_are_not_shown(client):
    asked(make.employee(), taught())
    learner(client)
    document = page(client.get("/learn/"))
    assert not document.select(".card")
    assert "今、受ける研修はありません。" in document.text


def test_an_account_without_a_person_has_no_desk(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("root"))
    assert client.get("/learn/").status_code == 404


def test_nobody_sees_a_desk_without_signing_in(client):
    assert client.get("/learn/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_any_number_of_duties(client, django_assert_max_num_queries, count):
    person = learner(client)
    for number in range(count):
        course = taught(f"S-0{number}", lessons=count, quiz=exam(f"S-0{number}"))
        asked(person, course)
        finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    make.completion(person, course, NOW)
    client.get("/learn/")
    with django_assert_max_num_queries(6) as counted:
        client.get("/learn/")
    assert len(counted) == 6


def test_a_choice_shows_what_may_be_chosen_and_how_many_are_done(client):
    person, by_screen, done = learner(client), taught(lessons=2), make.course("B", title="会計")
    by_hand = make.course("C", title="接遇")
    due_on = date(YEAR + 1, 3, 31)
    line = make.choice(2, by_screen, done, by_hand, fiscal_year=YEAR, opens_on=date(YEAR, 4, 1), due_on=due_on)
    make.duty(person, line)
    make.completion(person, done, NOW)
    (card,) = page(client.get("/learn/")).select(".card")
    assert "次の3研修のうち2研修を修了してください。" in card.text
    assert "2研修のうち1研修" in card.text
    assert texts(card, ".status") == ["受講中"]
    assert [facts[:3].strip("　") for facts in texts(card, ".file__facts")] == ["修了", "未修了", "未修了"]
    assert [link["href"] for link in card.select("a")] == ["/learn/courses/S-01/"]
    make.completion(person, by_hand, NOW)
    shown = page(client.get("/learn/"))
    assert not shown.select(".card")
    links = [link["href"] for link in shown.select(".files a")]
    assert links == ["/learn/courses/B/confirmation.pdf", "/learn/courses/C/confirmation.pdf"]


def test_what_is_asked_anew_begins_with_the_first_chapter_on_the_desk_and_on_its_page(client, monkeypatch):
    """Read, passed and completed in June; since November a duty asks it anew, and the test had one attempt only."""
    june, november = make.jst(2026, 6, 10), date(2026, 11, 1)
    stop_the_clock(monkeypatch, november)
    person, quiz = learner(client), exam()
    Quiz.objects.update(attempts_allowed=1)
    course = taught(lessons=1, quiz=quiz)
    finish_lesson(employee=person, course=course, key=key(1), at=june)
    submit(attempt=start_attempt(employee=person, quiz=quiz, at=june), at=june)
    make.completion(person, course, june)
    asked = make.requirement(course, 2026, opens_on=november, due_on=november)
    make.duty(person, asked, counts_from=start_of_day(november))
    (card,) = page(client.get("/learn/")).select(".card")
    assert texts(card, ".status") == ["未受講"]
    assert card.select_one(".button").text.startswith("受講を始める")
    shown = page(client.get("/learn/courses/S-01/"))
    assert "改めて受講してください" in shown.select_one(".banner").text
    assert texts(shown, ".outline__item--completed") == []
    client.post(f"/learn/courses/S-01/chapters/{key(1)}/")
    test = page(client.get("/learn/tests/S-01/"))
    assert "令和8年11月1日以後に1回まで（残り1回）。" in texts(test, ".definitions dd")
    client.post("/learn/tests/S-01/")
    assert Attempt.objects.filter(employee=person, submitted_at=None).exists()
    assert texts(page(client.get("/learn/")), ".status") == ["受講中"]
