"""受講後アンケート as its office arranges it."""

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.roles import Office, Role
from lms.records.models import Survey
from lms.records.surveys.arranging import standing_wording, wording_of
from lms.records.surveys.wording import SATISFACTION, USUAL
from tests import factories as make
from tests.lms.records import learnt
from tests.lms.records.surveys.asked import NAMED, survey
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
URL = "/records/surveys/"
OFFICE = f"{URL}offices/security/"
GIVEN = {
    "is_offered": "on", "way": "anonymous", "intro": "", "question_2": "分かりやすかった", "text_question": "一言",
}  # fmt: skip


@pytest.fixture
def office(client):
    make.city()
    holder = learnt.office(Role.SECURITY_OFFICE, "90001")
    client.force_login(holder.user)
    return holder


@pytest.fixture
def subject():
    return make.course()


def own(course) -> str:
    return f"{URL}courses/{course.pk}/"


def test_the_form_begins_with_the_words_of_the_product(client, office):
    document = page(client.get(OFFICE))
    assert [field["value"] for field in document.select("input[name^=question_]")] == list(USUAL.questions[1:])
    assert document.select_one("input[name=way][checked]")["value"] == "anonymous"


def test_an_office_asks_after_all_of_its_courses(client, office, subject):
    assert client.post(OFFICE, GIVEN).url == URL
    wording = standing_wording(Office.SECURITY, subject)
    assert (wording.questions, wording.text_question, wording.named) == (
        (SATISFACTION, "分かりやすかった"), "一言", False,
    )  # fmt: skip
    rows = texts(page(client.get(URL)), "[aria-label='担当の研修に共通のアンケート'] tbody td")
    assert rows == ["示す", "無記名", "2", "設定する（情報セキュリティ研修担当）"]


def test_a_course_gets_its_own_survey_and_loses_it_again(client, office, subject):
    survey(subject, NAMED, of_office=True)
    assert client.post(URL, {"course": "S-01"}).url == own(subject)
    assert page(client.get(own(subject))).select_one("input[name=way][checked]")["value"] == "named"
    client.post(own(subject), GIVEN)
    assert not wording_of(Survey.objects.get(course=subject)).named
    assert "この研修だけの設定をやめる" in client.get(own(subject)).content.decode()
    client.post(f"{own(subject)}withdraw/")
    assert Survey.objects.get().course is None
    # Pressed twice: what was asked for is so.
    assert client.post(f"{own(subject)}withdraw/").status_code == 302
    assert LedgerEntry.objects.filter(action="アンケートの設定の取消し").count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"way": ""}, "回答のしかた：回答のしかたを選んでください。"),
        ({"text_question": ""}, "自由記述の質問：自由記述の質問を入力してください。"),
        ({"question_3": "あ" * 41}, "質問3：質問3は40文字までで入力してください。"),
        ({"question_4": "分かりやすかった"}, "質問4：同じ質問が既にあります。"),
        ({"question_4": SATISFACTION}, "質問4：同じ質問が既にあります。"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, office, wrong, said):
    assert errors(client.post(OFFICE, GIVEN | wrong)) == [said]
    assert not Survey.objects.exists()


def test_no_course_chosen_is_said(client, office, subject):
    assert errors(client.post(URL, {"course": ""})) == ["研修：研修を選んでください。"]


def test_another_offices_surveys_do_not_exist(client, office):
    other = make.course("D-01", Office.DX)
    survey(other)
    assert "D-01" not in client.get(URL).content.decode()
    for address in (own(other), f"{URL}offices/dx/", f"{URL}offices/nobody/"):
        assert client.get(address).status_code == 404
        assert client.post(address, GIVEN).status_code == 404
    assert client.post(f"{own(other)}withdraw/").status_code == 404
    assert Survey.objects.count() == 1


def test_the_auditor_reads_and_changes_nothing(client, subject):
    survey(subject)
    client.force_login(make.viewer_of(Role.AUDITOR).user)
    document = page(client.get(URL))
    assert not document.select("main form, main table a")
    assert texts(document, "[aria-label='研修ごとのアンケート'] tbody td") == ["示す", "無記名", "6", "－"]
    for address in (own(subject), OFFICE):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, office, django_assert_num_queries, count):
    for number in range(count):
        survey(make.course(f"S-{number}"))
    client.get(URL)
    with django_assert_num_queries(6):
        client.get(URL)
