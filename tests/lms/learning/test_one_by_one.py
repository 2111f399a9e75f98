"""A test that shows one question a page, without any script."""

import pytest
from django.utils import timezone

from lms.learning.flow import finish_lesson
from quizzes.drawing import Paper
from quizzes.models import Attempt, Quiz, Response
from quizzes.responding import answers, leave_question
from quizzes.versions import contents
from tests import factories as make
from tests.lms.learning.samples import key, learner, right_answers, taught, wrong_answers
from tests.markup import page, texts
from tests.quizzes import samples

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def free(client) -> Attempt:
    return begun(client, Quiz.Layout.FREE)


@pytest.fixture
def forward(client) -> Attempt:
    return begun(client, Quiz.Layout.FORWARD)


def begun(client, layout: str, draws: int = 3) -> Attempt:
    code = f"S-{draws}"
    person = learner(client, code)
    quiz = samples.quiz(draws=draws, items=0, code=code, layout=layout)
    for number in range(draws):
        samples.item(quiz.bank, f"q-{number}", samples.question(stem=f"問い{number}を読む。"))
    finish_lesson(employee=person, course=taught(code, lessons=1, quiz=quiz), key=key(1), at=NOW)
    client.post(f"/learn/tests/{code}/")
    return Attempt.objects.get(employee=person)


def address(attempt: Attempt, position: int) -> str:
    return f"/learn/attempts/{attempt.pk}/questions/{position}/"


def go_on(client, attempt: Attempt, position: int, chosen: list[str] = (), **data: str):
    """Press a button of the page of a question as it stands now, with an answer chosen."""
    document = page(client.get(address(attempt, position)))
    known = {box["name"]: box["value"] for box in document.select("main form > input[name^=known]")}
    return client.post(address(attempt, position), known | {f"q{position}": list(chosen)} | data)


def save(client, attempt: Attempt, position: int, chosen: list[str], **data: str):
    data = {"position": str(position), f"q{position}": chosen, "operation": "op-1"} | data
    return client.post(f"/learn/attempts/{attempt.pk}/save/", data)


def turn(client, attempt: Attempt) -> str:
    return client.get(f"/learn/attempts/{attempt.pk}/").url


# ---- either way -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["free", "forward"])
def test_a_page_shows_one_question_and_no_word_of_the_others(client, layout):
    attempt = begun(client, layout)
    document = page(client.get(turn(client, attempt)))
    assert [group["id"] for group in document.select("fieldset.question")] == ["q1"]
    assert "3問のうち1問目です。" in document.select_one(".lead").text
    asked = contents(Paper.from_json(attempt.paper))
    assert [one["stem"] in document.text for one in asked] == [True, False, False]


@pytest.mark.parametrize("layout", ["free", "forward"])
def test_nothing_on_the_way_tells_right_from_wrong(client, layout):
    attempt = begun(client, layout)
    for position, content in enumerate(contents(Paper.from_json(attempt.paper)), start=1):
        html = client.get(address(attempt, position)).content.decode()
        assert content["stem"] in html
        secrets = [content["explanation"], *(option["feedback"] for option in content["options"])]
        assert not [text for text in secrets if text in html]
        assert not [option["id"] for option in content["options"] if f'"{option["id"]}"' in html]
        go_on(client, attempt, position, ["1"])


@pytest.mark.parametrize("layout", ["free", "forward"])
def test_going_on_saves_and_after_the_last_question_comes_the_confirmation(client, layout):
    attempt = begun(client, layout)
    for position, chosen in right_answers(attempt).items():
        assert turn(client, attempt) == address(attempt, position)
        last = go_on(client, attempt, position, chosen)
    assert last.url == f"/learn/attempts/{attempt.pk}/confirm/"
    assert answers(attempt) == right_answers(attempt)
    client.post(f"/learn/attempts/{attempt.pk}/submit/")
    assert Attempt.objects.get().score == 100


@pytest.mark.parametrize("layout", ["free", "forward"])
def test_what_another_screen_saved_is_not_overwritten(client, layout):
    attempt = begun(client, layout)
    theirs, mine = right_answers(attempt)[1], wrong_answers(attempt)[1]
    save(client, attempt, 1, theirs)
    response = client.post(address(attempt, 1), {"known1": "", "q1": mine})
    assert response.status_code == 409
    assert "問1の解答は、別の画面で後から変更されています。" in page(response).select_one(".banner--error").text
    assert answers(attempt) == {1: theirs}
    assert turn(client, attempt) == address(attempt, 1 if layout == "forward" else 2)


@pytest.mark.parametrize("layout", ["free", "forward"])
@pytest.mark.parametrize("position", [0, 4, 999])
def test_questions_off_the_paper_do_not_exist(client, layout, position):
    assert client.get(address(begun(client, layout), position)).status_code == 404


def test_somebody_elses_question_does_not_exist(client, free):
    client.force_login(make.account(make.employee()))
    assert client.get(address(free, 1)).status_code == 404
    assert client.post(address(free, 1), {"q1": "1"}).status_code == 404
    assert not Response.objects.exists()


def test_a_test_on_one_page_leads_there(client):
    attempt = begun(client, Quiz.Layout.ONE_PAGE)
    assert client.get(address(attempt, 2)).url == f"/learn/attempts/{attempt.pk}/"


def test_after_submitting_a_question_leads_to_the_result(client, free):
    client.post(f"/learn/attempts/{free.pk}/submit/")
    assert client.get(address(free, 2), follow=True).redirect_chain[-1][0] == f"/learn/attempts/{free.pk}/result/"


def test_one_page_costs_the_same_for_any_number_of_questions(client, django_assert_num_queries):
    for draws in (1, 3):
        attempt = begun(client, "free", draws)
        with django_assert_num_queries(5):
            client.get(address(attempt, 1))


# ---- with a way back ------------------------------------------------------------------------------------------------


def test_every_question_can_be_reached_and_the_list_says_what_is_answered(client, free):
    assert go_on(client, free, 1, right_answers(free)[1], to="3").url == f"{address(free, 3)}#q3"
    document = page(client.get(address(free, 3)))
    assert [entry["data-answered"] for entry in document.select("[data-entry]")] == ["yes", "no", "no"]
    assert [entry["value"] for entry in document.select("[aria-current=step]")] == ["3"]
    assert "1／3問に解答済み" in document.select_one("[aria-labelledby=question-list] p").text
    assert texts(document, "main form > .actions button") == ["解答を保存して確認へ進む", "前の問題へ戻る"]
    assert go_on(client, free, 3, to="2").url == f"{address(free, 2)}#q2"
    assert go_on(client, free, 2, to="0").url.endswith("/confirm/")


def test_the_first_button_goes_on_so_that_the_enter_key_does(client, free):
    document = page(client.get(address(free, 2)))
    assert document.select("main form button[type=submit]")[0].text == "次の問題へ進む"


def test_an_answer_can_be_changed_later(client, free):
    go_on(client, free, 1, wrong_answers(free)[1])
    go_on(client, free, 1, right_answers(free)[1])
    assert answers(free) == {1: right_answers(free)[1]}


def test_one_comes_back_to_the_first_question_without_an_answer(client, free):
    go_on(client, free, 1, right_answers(free)[1])
    assert turn(client, free) == address(free, 2)
    for position in (2, 3):
        go_on(client, free, position, right_answers(free)[position])
    assert turn(client, free) == address(free, 1)


def test_the_confirmation_leads_to_each_question(client, free):
    document = page(client.get(f"/learn/attempts/{free.pk}/confirm/"))
    assert [a["href"] for a in document.select("tbody a")] == [address(free, n) for n in (1, 2, 3)]


@pytest.mark.parametrize("to", ["99", "", "x", "-1"])
def test_a_press_that_names_no_question_leads_nowhere_wrong(client, free, to):
    assert go_on(client, free, 1, to=to).status_code == 302


# ---- with no way back -----------------------------------------------------------------------------------------------


def test_what_was_left_stays_and_takes_no_answer_any_more(client, forward):
    given = wrong_answers(forward)[1]
    go_on(client, forward, 1, given)
    response = save(client, forward, 1, right_answers(forward)[1], known=Response.objects.get().operation)
    assert (response.status_code, "前の問題には戻れません" in response.content.decode()) == (410, True)
    client.post(address(forward, 1), {"q1": right_answers(forward)[1]})
    client.post(f"/learn/attempts/{forward.pk}/confirm/", {"q1": right_answers(forward)[1]})
    assert answers(forward) == {1: given}


def test_what_was_left_unanswered_stays_so(client, forward):
    go_on(client, forward, 1)
    assert save(client, forward, 1, right_answers(forward)[1]).status_code == 410
    assert answers(forward) == {1: []}


def test_only_the_question_in_turn_is_shown(client, forward):
    go_on(client, forward, 1)
    for position in (1, 3):
        shown = client.get(address(forward, position), follow=True)
        assert shown.redirect_chain[-1][0] == address(forward, 2)
        assert "前の問題に戻ることと、先の問題を見ることはできません。" in shown.content.decode()


def test_a_question_that_was_not_shown_yet_takes_no_answer_and_tells_nothing(client, forward):
    for operation in ("a", "b"):
        response = save(client, forward, 2, right_answers(forward)[2], operation=operation)
        assert (response.status_code, "fieldset" in response.content.decode()) == (422, False)
    assert client.post(address(forward, 3), {"q3": "1"}).url == f"/learn/attempts/{forward.pk}/"
    assert not Response.objects.exists()


def test_a_press_cannot_jump_over_a_question(client, forward):
    assert go_on(client, forward, 1, to="3").url == f"{address(forward, 2)}#q2"


def test_its_pages_offer_no_way_back(client, forward):
    go_on(client, forward, 1)
    document = page(client.get(address(forward, 2)))
    assert texts(document, "main form button") == ["次の問題へ進む"]
    assert "次の問題へ進むと、この問題には戻れません。" in document.select_one(".lead").text
    confirmation = page(client.get(f"/learn/attempts/{forward.pk}/confirm/"))
    assert not confirmation.select("tbody a")
    assert texts(confirmation, "main .actions a") == ["解答に戻る"]
    for position in (2, 3):
        go_on(client, forward, position)
    assert not page(client.get(f"/learn/attempts/{forward.pk}/confirm/")).select("main .actions a")


def test_what_was_left_stays_closed_when_the_office_changes_the_layout(client, forward):
    go_on(client, forward, 1, wrong_answers(forward)[1])
    Quiz.objects.update(layout=Quiz.Layout.ONE_PAGE)
    document = page(client.get(f"/learn/attempts/{forward.pk}/"))
    assert [group["id"] for group in document.select("fieldset.question")] == ["q2", "q3"]
    right = right_answers(forward)
    data = {f"q{position}": right[position] for position in (1, 2, 3)}
    assert client.post(f"/learn/attempts/{forward.pk}/confirm/", data).status_code == 302
    assert answers(forward) == right | {1: wrong_answers(forward)[1]}


def test_an_answer_that_meets_the_leaving_of_the_same_moment_is_refused(client, forward):
    """The save looked before the question was left and writes after it."""
    save(client, forward, 1, wrong_answers(forward)[1])
    leave_question(attempt=forward, position=1, at=NOW)
    assert save(client, forward, 1, right_answers(forward)[1], operation="op-2", known="op-1").status_code == 410
    assert save(client, forward, 1, right_answers(forward)[1]).status_code == 204, (
        "the same operation again: it was kept"
    )
    assert answers(forward) == {1: wrong_answers(forward)[1]}
