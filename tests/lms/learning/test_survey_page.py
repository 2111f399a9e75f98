"""受講後アンケート as people meet it, and that an answer without a name leaves nothing of its person anywhere."""

import json
import logging
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection

from lms.learning.flow import finish_lesson
from lms.records.models import SurveyAnswer
from lms.records.surveys.wording import USUAL
from quizzes.models import Attempt
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.learning.samples import exam, form, key, learner, right_answers, taught, wrong_answers
from tests.lms.records.surveys.asked import NAMED, survey
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
COURSE = "/learn/courses/S-01/"
URL = f"{COURSE}survey/"
GRADES = {f"grade_{place}": "2" for place in range(6)}


@pytest.fixture(autouse=True)
def now(monkeypatch) -> datetime:
    return stop_the_clock(monkeypatch, date(2026, 6, 18))


@pytest.fixture
def course():
    return taught(lessons=1)


@pytest.fixture
def person(client, course):
    """Somebody who has completed the course."""
    found = learner(client, "71234")
    make.completion(found, course, jst(2026, 6, 10))
    return found


def sent(asked, **more: str) -> dict[str, str]:
    return {"asked": str(asked.questionnaire.pk), "text": "長すぎる"} | GRADES | more


def is_offered(client, address: str = COURSE) -> bool:
    return bool(page(client.get(address)).select(f"a[href='{URL}']"))


# ---- nobody is kept -------------------------------------------------------------------------------------------------


def everything() -> Counter[tuple[str, tuple[tuple[str, object], ...]]]:
    """Every row of every table, those that are not Django's models too."""
    found: Counter = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            found.update((table, tuple(zip(names, map(_plain, row), strict=True))) for row in cursor.fetchall())
    return found


def _plain(value: object) -> object:
    return repr(value) if isinstance(value, list | dict | memoryview) else value


def added(client, data: dict[str, str]) -> list[tuple[str, dict[str, object]]]:
    """The rows that are new after an answer; what was there is still there."""
    client.get(URL)
    before = everything()
    assert client.post(URL, data).status_code == 302
    after = everything()
    assert not before - after
    return [(table, dict(row)) for table, row in after - before]


def test_an_answer_without_a_name_leaves_one_row_that_neither_names_nor_dates_its_person(client, course, person):
    asked = survey(course)
    new = added(client, sent(asked))
    assert [table for table, _ in new] == ["records_surveyanswer"]
    row = new[0][1]
    assert 0 < row.pop("id") < 2**62
    # Equal for everybody who gives these grades and words after this course in this year.
    assert row == {
        "questionnaire_id": asked.questionnaire_id, "course_id": course.pk, "fiscal_year": 2026, "text": "長すぎる",
        "grades": row["grades"], "employee_id": None, "released": False,
    }  # fmt: skip
    assert json.loads(row["grades"]) == [2] * 6


def test_the_same_look_finds_the_person_where_the_form_says_so(client, course, person):
    """The look above is able to see what it does not find there."""
    new = added(client, sent(survey(course, NAMED)))
    assert [(table, row["employee_id"]) for table, row in new] == [("records_surveyanswer", person.pk)]


def test_the_same_look_finds_person_and_moment_of_an_ordinary_act(course, person):
    before = everything()
    finish_lesson(employee=person, course=course, key=key(1), at=jst(2026, 6, 18))
    new = everything() - before
    assert {"records_lessonread", "ledger_ledgerentry"} <= {table for table, _ in new}
    assert "71234" in str(list(new))
    assert "2026" in str(list(new))


def test_nothing_goes_into_a_log_or_a_file(client, course, person, caplog, settings):
    data = sent(survey(course))
    client.get(URL)
    files = sorted(Path(settings.DATA_DIR).rglob("*"))
    caplog.set_level(logging.DEBUG)
    client.post(URL, data)
    assert caplog.records == []
    assert sorted(Path(settings.DATA_DIR).rglob("*")) == files
    client.get("/learn/courses/X/survey/")
    assert caplog.records  # the log was listened to


def test_the_browser_keeps_a_mark_that_nobody_can_read(client, course, person):
    response = client.post(URL, sent(survey(course)))
    mark = response.cookies["answered"]
    assert (mark["httponly"], mark["samesite"], mark["path"], mark["max-age"]) == (True, "Lax", "/learn/", "")
    assert not {"71234", "S-01", str(person.pk)} & set(mark.value.split("."))
    assert len(mark.value.strip(".")) == 16


# ---- being asked ----------------------------------------------------------------------------------------------------


def test_whoever_has_completed_the_course_is_asked(client, course, person):
    assert not is_offered(client)
    survey(course, of_office=True)
    assert is_offered(client)
    survey(course, replace(USUAL, is_offered=False))
    assert not is_offered(client)


def test_who_has_not_completed_it_is_not_asked(client, course):
    learner(client)
    asked = survey(course)
    assert not is_offered(client)
    for response in (client.get(URL), client.post(URL, sent(asked))):
        assert (response.status_code, response.url) == (302, COURSE)
    assert not SurveyAnswer.objects.exists()


def test_last_years_completion_is_not_asked_about(client, course):
    make.completion(learner(client), course, jst(2026, 3, 31))
    survey(course)
    assert not is_offered(client)


@pytest.mark.parametrize(("answers", "asked"), [(right_answers, True), (wrong_answers, False)])
def test_the_result_of_a_passed_test_asks(client, answers, asked):
    person, course = learner(client), taught("S-02", lessons=1, quiz=exam("S-02"))
    survey(course)
    finish_lesson(employee=person, course=course, key=key(1), at=jst(2026, 6, 18))
    client.post("/learn/tests/S-02/")
    attempt = Attempt.objects.get()
    client.post(f"/learn/attempts/{attempt.pk}/confirm/", form(answers(attempt)))
    client.post(f"/learn/attempts/{attempt.pk}/submit/")
    result = page(client.get(f"/learn/attempts/{attempt.pk}/result/"))
    assert bool(result.select("a[href='/learn/courses/S-02/survey/']")) is asked


@pytest.mark.parametrize(
    ("wording", "said"), [(USUAL, "無記名のアンケートです"), (NAMED, "注意：記名のアンケートです")]
)  # fmt: skip
def test_the_form_says_above_the_fields_whether_it_has_a_name(client, course, person, wording, said):
    survey(course, wording)
    document = page(client.get(URL))
    assert texts(document, ".banner__title") == [said]
    assert document.select_one(".banner").sourceline < document.select_one("form fieldset").sourceline
    assert [text.removesuffix("※必須") for text in texts(document, "legend")] == list(USUAL.questions)
    assert f"（{(wording.named and '記名') or '無記名'}）" in document.h1.text


def test_one_may_go_back_without_answering(client, course, person):
    survey(course)
    assert "答えずに研修へ戻る" in texts(page(client.get(URL)), f"a[href='{COURSE}']")


# ---- answering ------------------------------------------------------------------------------------------------------


def test_the_answer_is_kept_as_it_was_given(client, course, person):
    response = client.post(URL, sent(survey(course), grade_1="5", text="一行目\r\n二行目\x0b"))
    assert response.url == COURSE
    row = SurveyAnswer.objects.get()
    assert (row.grades, row.text, row.fiscal_year) == ([2, 5, 2, 2, 2, 2], "一行目\n二行目", 2026)
    assert "アンケートに回答しました。" in client.get(COURSE).content.decode()


def test_one_is_not_asked_twice_in_a_session_and_may_be_in_the_next(client, course, person):
    asked = survey(course)
    client.post(URL, sent(asked))
    assert not is_offered(client)
    assert client.post(URL, sent(asked)).url == COURSE
    assert SurveyAnswer.objects.count() == 1
    client.logout()
    client.force_login(person.user)
    assert is_offered(client)


def test_the_next_person_at_the_same_terminal_is_asked(client, course, person):
    client.post(URL, sent(survey(course)))
    mark = client.cookies["answered"].value
    other = make.employee()
    make.completion(other, course, jst(2026, 6, 11))
    client.force_login(make.account(other))
    client.cookies["answered"] = mark
    assert is_offered(client)


def test_a_named_answer_is_given_once_in_any_session(client, course, person):
    asked = survey(course, NAMED)
    client.post(URL, sent(asked))
    client.logout()
    client.force_login(person.user)
    assert not is_offered(client)
    assert client.post(URL, sent(asked)).url == COURSE
    assert SurveyAnswer.objects.get().employee == person


def test_what_was_answered_to_other_words_is_not_taken(client, course, person):
    """Somebody opens the form without names; before the press the office asks for names."""
    data = sent(survey(course))
    survey(course, NAMED)
    response = client.post(URL, data, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert not SurveyAnswer.objects.exists()
    assert "回答は記録していません" in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"grade_0": ""}, "全体として、この研修に満足している：五つのうちから一つを選んでください。"),
        ({"grade_2": "6"}, "仕事に役立つ：一覧から選んでください。"),
        ({"text": "あ" * 1001}, "よかったこと、直してほしいこと：1,000文字以内で入力してください。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, course, person, wrong, said):
    assert errors(client.post(URL, sent(survey(course)) | wrong)) == [said]
    assert not SurveyAnswer.objects.exists()


def test_asking_costs_one_query_more(client, course, person, django_assert_num_queries):
    asked = survey(course)
    client.get(COURSE)
    with django_assert_num_queries(7):
        client.get(COURSE)
    client.post(URL, sent(asked))
    client.get(COURSE)
    with django_assert_num_queries(6):
        client.get(COURSE)
