"""選択必修 by page: written, looked at, taken in, printed."""

from datetime import date
from urllib.parse import urlencode

import pytest

from lms.duties.models import Requirement, TrainingPlan
from lms.people.roles import Role
from tests import factories as make
from tests.demo import stop_the_clock
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
ONLY_SO = "選択必修の受講の間隔は、「年度に1回」か「対象となった日から期限まで」にしてください。"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 5, 11))


@pytest.fixture
def office(client):
    client.force_login(make.viewer_of(Role.SECURITY_OFFICE, number="90001").user)


@pytest.fixture
def draft():
    return make.plan(2026, state=TrainingPlan.State.DRAFT, approved_on=None)


@pytest.fixture
def courses():
    return [make.course(code, title=title) for code, title in [("A", "文書"), ("B", "会計"), ("C", "接遇")]]


def address(plan, courses, **values):
    usual = {
        "training": "choice", "preset": "everybody", "opens_on": "R8.6.1", "due_on": "R8.7.17",
        "choice_title": "選択研修", "choice_courses": [course.pk for course in courses], "needed": "2",
    }  # fmt: skip
    return f"/plans/{plan.pk}/requirements/?{urlencode(usual | values, doseq=True)}"


def test_a_choice_is_said_in_words_before_it_is_taken_in(client, office, draft, courses):
    shown = client.get(address(draft, courses))
    assert errors(shown) == []
    assert "次の3研修のうち2研修を修了する：「文書」「会計」「接遇」" in shown.content.decode()
    assert not Requirement.objects.exists()
    client.post(address(draft, courses))
    (line,) = Requirement.objects.all()
    assert (line.course.title, line.needed, line.choices.count()) == ("選択研修", 2, 3)
    assert "次の3研修のうち2研修を修了する" in client.get(f"/plans/{draft.pk}/").content.decode()
    assert client.get(f"/plans/{draft.pk}/print/").content.startswith(b"%PDF")
    people = client.get(f"/plans/requirements/{line.pk}/people/").content.decode()
    assert "次の3研修のうち2研修を修了する" in people


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"needed": "3"}, "修了する研修の数は、選べる研修の数より少なくしてください。"),
        ({"needed": ""}, "修了する研修の数を入力してください。"),
        ({"needed": "0"}, "修了する研修の数は1以上にしてください。"),
        ({"needed": "二"}, "修了する研修の数は数字で入力してください。"),
        ({"choice_title": ""}, "選択必修の名称を入力してください。"),
        ({"choice_courses": []}, "選べる研修を二つ以上選んでください。"),
        ({"cycle": "once"}, ONLY_SO),
        ({"preset": "my-number"}, ONLY_SO),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_is_and_nothing_is_added(client, office, draft, courses, values, message):
    shown = client.post(address(draft, courses, **values))
    assert any(message in error for error in errors(shown))
    assert not Requirement.objects.exists()


def test_the_fields_of_a_choice_do_not_disturb_who_asks_one_course(client, office, draft, courses):
    client.post(address(draft, [], training=f"course:{courses[0].pk}", needed="", choice_title=""))
    assert list(Requirement.objects.values_list("course__code", "needed")) == [("A", None)]


def test_the_course_that_stands_for_a_choice_cannot_be_asked_or_chosen_itself(client, office, draft, courses):
    client.post(address(draft, courses))
    shown = page(client.get(f"/plans/{draft.pk}/requirements/"))
    assert "選択研修" not in texts(shown, "select[name=training] option, input[name=choice_courses]")
