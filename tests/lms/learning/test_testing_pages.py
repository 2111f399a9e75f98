from datetime import timedelta

import pytest
from django.utils import timezone

from lms.learning.flow import finish_lesson, submit_expired
from lms.ledger.models import LedgerEntry
from lms.lib import clock
from lms.records.models import Completion
from quizzes.attempts import close_attempt, start_attempt
from quizzes.drawing import Paper
from quizzes.grading import grade
from quizzes.models import Attempt, Item, Quiz, Response
from quizzes.responding import answers, save_all
from quizzes.versions import contents, write_item
from tests import factories as make
from tests.lms.learning.samples import exam, form, key, learner, right_answers, taught, wrong_answers
from tests.markup import page, texts, words
from tests.quizzes.samples import every_kind, item, question

pytestmark = pytest.mark.django_db
NOW = timezone.now()
QUIZ = "/learn/tests/S-01/"


@pytest.fixture
def person(client):
    """Somebody who has read every chapter of a course with a test of three questions."""
    return ready(client)


def ready(client, draws: int = 3, code: str = "S-01"):
    person = learner(client, f"9{draws}")
    course = taught(code, lessons=1, quiz=exam(code, draws=draws))
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    return person


@pytest.fixture
def attempt(client, person) -> Attempt:
    client.post(QUIZ)
    return Attempt.objects.get()


def address(attempt: Attempt, step: str = "") -> str:
    return f"/learn/attempts/{attempt.pk}/{step}"


def save(client, attempt: Attempt, position: int, *chosen: str, **data: str):
    data = {"position": str(position), f"q{position}": list(chosen), "operation": "op-1"} | data
    return client.post(address(attempt, "save/"), data, headers={"HX-Request": "true"})


# ---- before the test ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("person")
def test_the_start_says_what_is_asked(client):
    document = page(client.get(QUIZ))
    assert texts(document, ".definitions dd")[:2] == ["3問", "80点以上"]
    assert texts(document, "main button") == ["受験を始める"]
    assert not Attempt.objects.exists(), "looking starts nothing"


def test_the_test_opens_when_every_chapter_is_read(client):
    learner(client)
    taught(lessons=2, quiz=exam())
    document = page(client.get(QUIZ))
    assert not document.select("main button")
    assert [a["href"] for a in document.select("main section li a")] == [
        f"/learn/courses/S-01/chapters/{key(number)}/" for number in (1, 2)
    ]
    client.post(QUIZ)
    assert not Attempt.objects.exists()


@pytest.mark.usefixtures("person")
def test_pressing_twice_leads_to_the_same_attempt(client):
    assert client.post(QUIZ).url == client.post(QUIZ).url
    assert Attempt.objects.count() == 1
    assert texts(page(client.get(QUIZ)), "main button") == ["受験を続ける"]


@pytest.mark.usefixtures("person")
def test_a_bank_without_enough_questions_is_said_in_words(client):
    Item.objects.update(state=Item.State.DRAFT)
    document = page(client.post(QUIZ))
    assert "承認済みの問題が0問しかありません" in document.select_one(".banner--error").text


def test_a_test_that_no_course_shows_does_not_exist(client):
    learner(client)
    exam("S-09")
    assert client.get("/learn/tests/S-09/").status_code == 404
    assert client.post("/learn/tests/S-09/").status_code == 404


# ---- the questions --------------------------------------------------------------------------------------------------


def test_every_question_is_a_named_group_of_labelled_choices(client, attempt):
    document = page(client.get(address(attempt)))
    groups = document.select("fieldset.question")
    assert [group.legend.select_one(".question__number").text for group in groups] == ["問1", "問2", "問3"]
    for group in groups:
        assert group["tabindex"] == "-1"
        assert document.find(id=group["aria-describedby"]).text == "一つ選んでください。"
        assert len(group.select("label input[type=radio]")) == 4
        assert group.select_one(".save-state")["data-state"] == ""
    assert len(document.select("main form [role=status]")) == 1, "said once, for the whole page"
    assert len({tag["id"] for tag in document.select("[id]")}) == len(document.select("[id]"))


def test_a_question_with_several_answers_has_boxes_to_tick(client, person):
    for asked in Item.objects.all():
        asked.content = question("multiple", (0, 1))
        write_item(item=asked, author="tests", at=NOW)
    client.post(QUIZ)
    document = page(client.get(address(Attempt.objects.get())))
    assert len(document.select("main input[type=checkbox]")) == 12
    assert "当てはまるものをすべて選んでください。" in document.text


def test_nothing_sent_before_submitting_tells_right_from_wrong(client, attempt):
    save(client, attempt, 1, "1")
    for step in ("", "confirm/"):
        text = client.get(address(attempt, step)).content.decode()
        for content in contents(Paper.from_json(attempt.paper)):
            assert content["explanation"] not in text
            assert not [o for o in content["options"] if o["feedback"] in text or f'"{o["id"]}"' in text]


def test_right_and_wrong_choices_look_alike(client, attempt):
    """Take away each choice's own name and text: what is left is the same for all."""
    text = client.get(address(attempt)).content.decode()
    looks = set()
    for choice in page(client.get(address(attempt))).select("fieldset .choice"):
        for own in (choice.input["value"], choice.text):
            assert text.count(own) >= 1
        choice.input["value"] = choice.input["name"] = ""
        choice.select_one(".choice__text").string = ""
        looks.add(str(choice))
    assert len(looks) == 1


def test_the_place_of_the_right_choice_differs_from_attempt_to_attempt(client, person):
    places = set()
    for _ in range(12):
        client.post(QUIZ)
        attempt = Attempt.objects.open().get()
        places |= {asked["order"].index(0) for asked in attempt.paper["questions"]}
        client.post(address(attempt, "submit/"))
    assert places == {0, 1, 2, 3}


def test_answers_given_are_there_when_one_comes_back(client, attempt):
    chosen = right_answers(attempt)[2][0]
    save(client, attempt, 2, chosen)
    document = page(client.get(address(attempt)))
    assert [box["value"] for box in document.select("input[checked]")] == [chosen]
    states = [tag["data-state"] for tag in document.select(".save-state")]
    assert states == ["", "saved", ""]


# ---- saving ---------------------------------------------------------------------------------------------------------


def test_an_answer_is_saved_as_it_is_given(client, attempt):
    chosen = right_answers(attempt)[1][0]
    assert save(client, attempt, 1, chosen).status_code == 204
    assert answers(attempt) == {1: [chosen]}
    assert Response.objects.get().operation == "op-1"


@pytest.mark.parametrize(
    ("position", "chosen"), [("1", "ffff"), ("99", "x"), ("9" * 5000, ""), ("x", "y"), ("", ""), ("-1", "")]
)
def test_what_the_paper_does_not_know_is_refused(client, attempt, position, chosen):
    response = client.post(address(attempt, "save/"), {"position": position, f"q{position[:3]}": chosen})
    assert response.status_code == 422
    assert "もう一度解答してください。" in response.content.decode()
    assert not Response.objects.exists()


def test_an_operation_of_another_shape_is_not_kept(client, attempt):
    save(client, attempt, 1, operation="a\x00" * 50)
    assert len(Response.objects.get().operation) == 16


@pytest.mark.parametrize("number", ["9" * 30, "0", "-1", "1e3"])
def test_numbers_that_no_attempt_has_do_not_exist(client, number):
    learner(client)
    assert client.get(f"/learn/attempts/{number}/").status_code == 404
    assert client.post(f"/learn/attempts/{number}/save/").status_code == 404


def test_after_the_session_has_ended_the_page_is_told_and_submitting_leads_back_by_the_confirmation(client, attempt):
    client.logout()
    assert save(client, attempt, 1).status_code == 401
    assert client.post(address(attempt, "submit/")).url == f"/accounts/login/?next={address(attempt, 'confirm/')}"
    assert Attempt.objects.open().exists()


def test_a_later_answer_of_another_screen_is_answered_with_the_question_as_it_stands(client, attempt):
    theirs, mine = ("1", "2")
    save(client, attempt, 2, theirs, operation="theirs")
    response = save(client, attempt, 2, mine, operation="mine")
    assert response.status_code == 409
    (question,) = page(response).select("fieldset")
    assert (question["data-position"], question["data-operation"]) == ("2", "theirs")
    assert [box["value"] for box in question.select("input[checked]")] == [theirs]
    assert answers(attempt) == {2: [theirs]}
    assert save(client, attempt, 2, mine, operation="mine", known=["other", "theirs"]).status_code == 204
    assert answers(attempt) == {2: [mine]}


def test_an_answer_sent_again_is_acknowledged_again(client, attempt):
    chosen = right_answers(attempt)[1][0]
    assert [save(client, attempt, 1, chosen).status_code for _ in range(2)] == [204, 204]


def test_versions_of_another_shape_are_no_versions(client, attempt):
    save(client, attempt, 1, operation="op-1")
    assert save(client, attempt, 1, operation="op-2", known=["op-1\x00", "'", "9" * 50]).status_code == 409


def test_a_form_without_scripts_does_not_overwrite_what_another_screen_saved(client, attempt):
    document = page(client.get(address(attempt)))
    untouched = {box["name"]: box["value"] for box in document.select("main form > input[name^=known]")}
    assert untouched == {"known1": "", "known2": "", "known3": ""}
    theirs = right_answers(attempt)[1]
    save(client, attempt, 1, *theirs)
    response = client.post(address(attempt, "confirm/"), untouched | form(wrong_answers(attempt)))
    assert response.status_code == 409
    shown = page(response)
    assert "問1の解答は、別の画面で後から変更されています。" in shown.select_one(".banner--error").text
    assert [box["value"] for box in shown.select("#q1 input[checked]")] == theirs
    assert answers(attempt) == wrong_answers(attempt) | {1: theirs}


# ---- the time limit -------------------------------------------------------------------------------------------------


@pytest.fixture
def limited(client, person) -> Attempt:
    """An attempt whose time is up in ten minutes."""
    return sat(person, Quiz.objects.get(), timezone.now() + timedelta(minutes=10))


def sat(person, quiz: Quiz, deadline) -> Attempt:
    begun = start_attempt(employee=person, quiz=quiz, at=NOW)
    values = {field.attname: getattr(begun, field.attname) for field in Attempt._meta.concrete_fields}
    paper = Paper.from_json(begun.paper)
    close_attempt(attempt=begun, result=grade(paper, contents(paper), {}), at=NOW)
    return Attempt.objects.create(**values | {"id": None, "number": 2, "deadline": deadline})


def at(monkeypatch, moment) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_without_a_time_limit_no_time_is_shown(client, attempt):
    assert not page(client.get(address(attempt))).select("[data-seconds-left]")


def test_the_time_left_is_by_the_clock_of_the_server(client, limited, monkeypatch):
    at(monkeypatch, limited.deadline - timedelta(seconds=754.5))
    for step in ("", "confirm/"):
        shown = page(client.get(address(limited, step))).select_one("[data-seconds-left]")
        assert shown["data-seconds-left"] == "755"
        assert "残り12分" in shown.text


def test_an_answer_after_the_deadline_is_too_late_and_what_was_saved_is_graded(client, limited, monkeypatch):
    right = right_answers(limited)
    at(monkeypatch, limited.deadline)
    assert save(client, limited, 1, *right[1]).status_code == 204
    at(monkeypatch, limited.deadline + timedelta(microseconds=1))
    assert save(client, limited, 2, *right[2]).status_code == 410
    closed = Attempt.objects.get(pk=limited.pk)
    assert (closed.submitted_at, closed.score) == (limited.deadline, 33)
    assert answers(limited) == {1: right[1]}


@pytest.mark.parametrize("step", ["", "confirm/"])
def test_out_of_time_the_pages_lead_to_the_result(client, limited, monkeypatch, step):
    at(monkeypatch, limited.deadline + timedelta(minutes=5))
    assert client.get(address(limited, step)).url == address(limited, "result/")
    assert client.get(address(limited, "result/")).status_code == 200


def test_out_of_time_submitting_grades_what_was_saved_before(client, limited, monkeypatch):
    client.post(address(limited, "confirm/"), form(right_answers(limited)))
    at(monkeypatch, limited.deadline + timedelta(seconds=1))
    client.post(address(limited, "submit/"))
    done = Completion.objects.get()
    assert (done.completed_at, done.recorded_at) == (limited.deadline, limited.deadline + timedelta(seconds=1))


def test_out_of_time_the_test_can_be_begun_anew(client, limited, monkeypatch):
    at(monkeypatch, limited.deadline + timedelta(seconds=1))
    assert texts(page(client.get(QUIZ)), "main button") == ["もう一度受験する"]
    client.post(QUIZ)
    assert Attempt.objects.open().get().number == 3


def test_out_of_time_a_press_to_go_on_begins_no_other_attempt(client, limited, monkeypatch):
    """The page still said 「受験を続ける」: another attempt might be the last one allowed, or have a time limit."""
    at(monkeypatch, limited.deadline + timedelta(seconds=1))
    assert client.post(QUIZ).url == address(limited, "result/")
    assert not Attempt.objects.open().exists()


def test_every_night_what_ran_out_of_time_is_graded(limited):
    save_all(attempt=limited, values=right_answers(limited), operation="form", known={}, at=NOW)
    assert submit_expired(at=limited.deadline) == 0
    assert submit_expired(at=limited.deadline + timedelta(hours=9)) == 1
    assert submit_expired(at=limited.deadline + timedelta(hours=9)) == 0
    assert Completion.objects.get().completed_at == limited.deadline


# ---- saving costs ---------------------------------------------------------------------------------------------------


def test_after_submitting_nothing_is_saved(client, attempt):
    client.post(address(attempt, "submit/"))
    assert save(client, attempt, 1, right_answers(attempt)[1][0]).status_code == 410
    assert not Response.objects.exists()


@pytest.mark.parametrize("draws", [1, 3])
def test_saving_costs_four_queries(client, django_assert_num_queries, draws):
    ready(client, draws)
    client.post(QUIZ)
    attempt = Attempt.objects.get()
    chosen = right_answers(attempt)[1][0]
    with django_assert_num_queries(4):
        save(client, attempt, 1, chosen)
    with django_assert_num_queries(4):
        save(client, attempt, 1, chosen, operation="op-2", known="op-1")


@pytest.mark.parametrize("draws", [1, 3])
def test_the_pages_of_a_test_cost_the_same_for_any_number_of_questions(client, django_assert_num_queries, draws):
    ready(client, draws)
    client.post(QUIZ)
    attempt = Attempt.objects.get()
    for step, queries in (("", 5), ("confirm/", 5)):
        with django_assert_num_queries(queries):
            client.get(address(attempt, step))
    client.post(address(attempt, "submit/"))
    client.get(address(attempt, "result/"))
    with django_assert_num_queries(7):
        client.get(address(attempt, "result/"))


# ---- confirming and submitting --------------------------------------------------------------------------------------


def test_without_scripts_one_press_saves_the_whole_form_and_leads_to_the_confirmation(client, attempt):
    given = right_answers(attempt)
    document = page(client.get(address(attempt)))
    assert document.select_one("main form")["action"] == address(attempt, "confirm/")
    assert client.post(address(attempt, "confirm/"), form(given)).url == address(attempt, "confirm/")
    assert answers(attempt) == given


def test_a_bad_form_is_refused_in_words(client, attempt):
    response = client.post(address(attempt, "confirm/"), {"q1": "ffff"})
    assert response.status_code == 409
    assert "この問題用紙にない解答です" in page(response).select_one(".banner--error").text


def test_the_confirmation_shows_what_is_missing_and_submits_only_by_its_own_press(client, attempt):
    save(client, attempt, 1, right_answers(attempt)[1][0])
    document = page(client.get(address(attempt, "confirm/")))
    assert "解答していない問題が2問あります" in document.select_one(".banner").text
    assert [a["href"] for a in document.select(".banner a")] == [f"{address(attempt)}#q{n}" for n in (2, 3)]
    assert texts(document, "tbody .status") == ["解答済み", "未解答", "未解答"]
    (send,) = document.select("main form")
    assert (send["action"], send.button.text) == (address(attempt, "submit/"), "解答を提出する")
    assert Attempt.objects.open().exists()


def test_submitting_needs_a_press(client, attempt):
    assert client.get(address(attempt, "submit/")).status_code == 405


def test_passing_completes_the_course_and_the_desk_knows_at_once(client, person, attempt):
    client.post(address(attempt, "confirm/"), form(right_answers(attempt)))
    assert client.post(address(attempt, "submit/")).url == address(attempt, "result/")
    done = Completion.objects.get()
    assert (done.employee, done.source, done.source_id) == (person, "e-learning", f"attempt:{attempt.pk}")
    document = page(client.get(address(attempt, "result/")))
    assert words(document.select_one(".result__verdict")) == "合格"
    assert "100点" in texts(document, ".result__facts dd")
    assert "「情報セキュリティ基礎」を修了しました。" in document.select_one(".result").text
    assert document.select_one(".actions a")["href"] == "/learn/courses/S-01/confirmation.pdf"
    actions = LedgerEntry.objects.exclude(action="問題の記録").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["章の受講", "受験の開始", "解答の提出", "修了の記録"]


def test_failing_completes_nothing_and_offers_another_try(client, attempt):
    client.post(address(attempt, "confirm/"), form(wrong_answers(attempt)))
    client.post(address(attempt, "submit/"))
    assert not Completion.objects.exists()
    document = page(client.get(address(attempt, "result/")))
    assert words(document.select_one(".result__verdict")) == "不合格（再受験できます）"
    assert document.select_one(".actions a")["href"] == QUIZ
    client.post(QUIZ)
    assert Attempt.objects.open().get().number == 2


def test_two_presses_submit_once(client, attempt):
    client.post(address(attempt, "confirm/"), form(right_answers(attempt)))
    urls = {client.post(address(attempt, "submit/")).url for _ in range(2)}
    assert urls == {address(attempt, "result/")}
    assert Completion.objects.count() == 1
    assert LedgerEntry.objects.filter(action="解答の提出").count() == 1


def test_passing_again_in_the_same_year_adds_no_second_completion(client, person, attempt):
    for _ in range(2):
        client.post(QUIZ)
        sitting = Attempt.objects.open().get()
        client.post(address(sitting, "confirm/"), form(right_answers(sitting)))
        client.post(address(sitting, "submit/"))
    assert Attempt.objects.filter(passed=True).count() == 2
    assert Completion.objects.count() == 1


def test_a_failure_in_the_middle_leaves_the_attempt_open(client, attempt, monkeypatch):
    client.post(address(attempt, "confirm/"), form(right_answers(attempt)))
    client.raise_request_exception = False
    monkeypatch.setattr("lms.learning.flow.record_completion", lambda **_: 1 / 0)
    assert client.post(address(attempt, "submit/")).status_code == 500
    assert Attempt.objects.open().get() == attempt
    assert not LedgerEntry.objects.filter(action="解答の提出").exists()


# ---- the result -----------------------------------------------------------------------------------------------------


def test_the_result_explains_every_question(client, attempt):
    given = right_answers(attempt) | {2: wrong_answers(attempt)[2]}
    del given[3]
    client.post(address(attempt, "confirm/"), form(given))
    client.post(address(attempt, "submit/"))
    document = page(client.get(address(attempt, "result/")))
    assert "33点" in texts(document, ".result__facts dd")
    assert texts(document, ".answer .mark") == ["正解", "不正解", "不正解"]
    first, second, third = document.select(".answer")
    assert texts(first, ".tag") == ["あなたの解答", "正しい答え"]
    assert sorted(texts(second, ".tag")) == ["あなたの解答", "正しい答え"]
    assert texts(third, ".tag") == ["正しい答え"]
    assert "この問題には解答していません。" in third.text
    assert all("報告が先である。" in answer.text for answer in (first, second, third))


def test_the_result_shows_again_what_was_asked_about(client, person):
    """Without the e-mail, the picture and the gaps, an explanation of them says little."""
    test = Quiz.objects.get()
    test.bank.items.update(state=Item.State.RETIRED)
    for kind in ("scenario", "gaps", "hotspot"):
        item(test.bank, kind, every_kind()[kind])
    client.post(QUIZ)
    client.post(address(Attempt.objects.get(), "submit/"))

    shown = page(client.get(address(Attempt.objects.get(), "result/")))
    scenes = " ".join(texts(shown, ".question__scene"))
    assert "添付を開いてください。" in scenes
    assert "問い3　問い。気付いたら［空欄1］" in scenes
    assert shown.select_one(".question__scene img[alt=届いたメール]")


def test_the_result_leads_to_the_chapter_that_explains(client, person):
    for asked in Item.objects.all():
        asked.content |= {"lesson_key": key(1)}
        write_item(item=asked, author="tests", at=NOW)
    client.post(QUIZ)
    attempt = Attempt.objects.get()
    client.post(address(attempt, "submit/"))
    links = page(client.get(address(attempt, "result/"))).select(".explanation a")
    assert {a["href"] for a in links} == {f"/learn/courses/S-01/chapters/{key(1)}/"}
    assert links[0].text == "第1章「章1の題」を読む"


def test_there_is_no_result_before_submitting_and_no_paper_after_it(client, attempt):
    assert client.get(address(attempt, "result/")).url == address(attempt)
    client.post(address(attempt, "submit/"))
    for step in ("", "confirm/"):
        assert client.get(address(attempt, step)).url == address(attempt, "result/")


def test_the_result_stays_when_the_course_is_gone(client, attempt):
    client.post(address(attempt, "submit/"))
    attempt.quiz.pages.get().delete()
    assert page(client.get(address(attempt, "result/"))).h1.text == "採点の結果"


# ---- whose it is ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["", "confirm/", "result/"])
def test_somebody_elses_attempt_does_not_exist(client, attempt, step):
    client.force_login(make.account(make.employee()))
    assert client.get(address(attempt, step)).status_code == 404


@pytest.mark.parametrize("step", ["save/", "confirm/", "submit/"])
def test_nobody_answers_for_somebody_else(client, attempt, step):
    client.force_login(make.account(make.employee()))
    assert client.post(address(attempt, step), {"position": "1"}).status_code == 404
    assert Attempt.objects.open().exists()
    assert not Response.objects.exists()


def test_the_office_that_owns_the_course_sees_no_single_answer(client, attempt):
    start_attempt(employee=attempt.employee, quiz=attempt.quiz, at=NOW)
    client.force_login(make.viewer_of("security-office").user)
    assert client.get(address(attempt)).status_code == 404
