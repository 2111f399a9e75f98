"""実施研修 by page: a rule is written, looked at, and taken into a draft."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Curriculum, CurriculumCourse
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from tests import factories as make
from tests.demo import stop_the_clock
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
PERIOD = {"opens_on": "R8.6.1", "due_on": "R8.7.17"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 5, 11))


@pytest.fixture
def seat():
    return make.department("0101", "総務課")


@pytest.fixture
def office(client):
    holder = make.viewer_of(Role.SECURITY_OFFICE, number="90001")
    client.force_login(holder.user)
    return holder


@pytest.fixture
def draft():
    return make.plan(2026, state=TrainingPlan.State.DRAFT, approved_on=None)


def address(plan: TrainingPlan, **values: object) -> str:
    return f"/plans/{plan.pk}/requirements/?{urlencode(PERIOD | {'preset': 'everybody'} | values, doseq=True)}"


def number_caught(response) -> str:
    (sentence,) = texts(page(response), "#caught-number")
    return sentence


def names(response) -> list[str]:
    return texts(page(response).select_one(".table-region[aria-label=対象者]"), "tbody th")


# ---- looking --------------------------------------------------------------------------------------------------------


def test_a_rule_is_looked_at_before_it_is_taken_in(client, office, draft, seat):
    make.employee(seat, "1", "会計　一郎", "カイケイ　イチロウ", employment_type="会計年度任用")
    make.employee(make.department("0102", "福祉課"), "2", "正規　次郎", "セイキ　ジロウ", employment_type="正規")
    subject = make.course()
    asked = {"training": f"course:{subject.pk}", "only_employment": "正規"}
    shown = client.get(address(draft, **asked))
    assert number_caught(shown) == "令和8年5月11日現在、条件に当てはまる職員は1人です。"
    assert names(shown) == ["正規　次郎"]
    assert "任用形態が正規の職員は、年度に1回、実施期間に受講する。" in shown.content.decode()
    assert "「任用形態が正規の職員」にR2.4.1から当てはまるため" in shown.content.decode()
    assert not Requirement.objects.exists()


def test_whom_it_catches_is_said_before_training_and_days_are_chosen(client, office, draft, seat):
    make.employee(seat)
    shown = client.get(address(draft, opens_on="", due_on=""))
    assert number_caught(shown).endswith("1人です。")
    assert "研修と実施期間を正しく入力すると" in shown.content.decode()


def test_the_page_opens_without_an_answer_or_an_error(client, office, draft):
    make.course()
    shown = client.get(f"/plans/{draft.pk}/requirements/")
    assert errors(shown) == []
    assert number_caught(shown) == "対象者を選ぶと、ここに人数と氏名を表示します。"


def test_the_counts_by_department_add_up_and_the_names_come_fifty_a_page(client, office, draft, seat):
    other = make.department("0102", "福祉課")
    for place in [seat] * 40 + [other] * 21:
        make.employee(place)
    shown = client.get(address(draft))
    assert texts(page(shown), "details table tr") == ["所属人数", "総務課40", "福祉課21", "合計61"]
    assert len(names(shown)) == 50
    assert len(names(client.get(address(draft, page=2)))) == 11


def test_only_values_of_todays_postings_are_offered(client, office, draft, seat):
    make.employee(seat, employment_type="正規", grade="係長級", appointing_authority="市長")
    gone = make.employee(seat, employment_type="派遣", grade="係員", appointing_authority="消防長")
    make.ended(gone, date(2026, 5, 1))
    shown = page(client.get(f"/plans/{draft.pk}/requirements/"))
    offered = {name: [tag["value"] for tag in shown.select(f"input[name={name}]")] for name in _POSTED}
    assert offered == {"only_employment": ["正規"], "only_grade": ["係長級"], "only_authority": ["市長"]}


_POSTED = ("only_employment", "only_grade", "only_authority")


@pytest.mark.parametrize("number", [1, 3])
def test_looking_takes_as_many_queries_for_one_as_for_three(client, office, draft, seat, number):
    subject = make.course()
    for serial in range(number):
        make.employee(make.department(f"020{serial}"), employment_type="正規")
        whole = Curriculum.objects.create(code=f"C{serial}", title="課程", office="security")
        CurriculumCourse.objects.create(curriculum=whole, course=subject, from_fiscal_year=2026)
    client.get(address(draft))
    with CaptureQueriesContext(connection) as found:
        client.get(address(draft))
    assert len(found) == 13


def test_a_plan_of_next_year_is_read_by_what_is_known_of_its_first_day(client, office, seat):
    coming = make.department("0202", "デジタル推進課", starts_on=date(2027, 4, 1))
    make.moved(make.employee(seat, name="異動　四月"), coming, date(2027, 4, 1), make.jst(2026, 5, 1))
    make.employee(make.department("0203", "廃止課", ends_on=date(2027, 3, 31)), ends_on=date(2027, 3, 31))
    draft = make.plan(2027, state=TrainingPlan.State.DRAFT, approved_on=None)
    period = {"opens_on": "R9.6.1", "due_on": "R9.7.16"}
    shown = client.get(address(draft, only_department="0202", **period))
    assert number_caught(shown) == "令和9年4月1日現在、条件に当てはまる職員は1人です。"
    assert names(shown) == ["異動　四月"]
    assert [*page(shown).select("input[value='0203']")] == []


# ---- what a rule may say --------------------------------------------------------------------------------------------


def taken(client, draft, **values) -> Requirement:
    """The line that posting to the looked-at address adds."""
    subject = make.course()
    answer = client.post(address(draft, training=f"course:{subject.pk}", **values))
    assert answer.status_code == 302, errors(answer)
    return draft.requirements.get()


@pytest.mark.parametrize(
    ("values", "audience", "terms"),
    [
        ({}, {"is": "everybody"}, ("yearly", 30, "days")),
        ({"preset": "newcomers"}, {"is": "newcomer"}, ("after-posting", 30, "days")),
        ({"preset": "heads"}, {"is": "role", "of": ["head"]}, ("yearly", 3, "months")),
        ({"preset": "my-number"}, {"is": "role", "of": ["my-number-handler"]}, ("twelve-months", 1, "months")),
        ({"preset": "roles", "roles": ["dx-leader"]}, {"is": "role", "of": ["dx-leader"]}, ("yearly", 30, "days")),
        ({"cycle": "once", "within": "2", "unit": "months"}, {"is": "everybody"}, ("once", 2, "months")),
        (
            {"preset": "newcomers", "only_employment": "正規", "without_grade": "課長級"},
            {"is": "all", "of": [
                {"is": "newcomer"}, {"is": "employment", "of": ["正規"]},
                {"is": "not", "of": [{"is": "grade", "of": ["課長級"]}]},
            ]},
            ("after-posting", 30, "days"),
        ),
        (
            {"joined_by": "any", "only_employment": "正規", "only_department": "0101"},
            {"is": "any", "of": [{"is": "employment", "of": ["正規"]}, {"is": "department", "of": ["0101"]}]},
            ("yearly", 30, "days"),
        ),
    ],
)  # fmt: skip
def test_a_preset_sets_all_and_the_details_narrow_it(client, office, draft, seat, values, audience, terms):
    make.employee(seat, employment_type="正規", grade="課長級")
    line = taken(client, draft, **values)
    assert (line.audience, (line.cycle, line.within, line.unit)) == (audience, terms)
    assert (line.opens_on, line.due_on) == (date(2026, 6, 1), date(2026, 7, 17))


def test_a_rule_that_follows_postings_needs_no_period(client, office, draft):
    line = taken(client, draft, preset="newcomers", opens_on="", due_on="")
    assert (line.opens_on, line.due_on) == (date(2026, 4, 1), date(2027, 3, 31))


def test_a_curriculum_adds_one_line_for_each_of_its_courses_of_the_year(client, office, draft):
    whole = Curriculum.objects.create(code="SC", title="情報セキュリティ課程", office="security")
    for place, (code, last) in enumerate((("S-01", None), ("S-02", None), ("S-03", 2025))):
        CurriculumCourse.objects.create(
            curriculum=whole, course=make.course(code), position=place, from_fiscal_year=2024, until_fiscal_year=last
        )
    client.post(address(draft, training=f"curriculum:{whole.pk}"))
    assert [line.course.code for line in draft.requirements.all()] == ["S-01", "S-02"]
    assert LedgerEntry.objects.filter(action="実施研修の追加").count() == 2


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"training": ""}, "研修：研修を選んでください。"),
        ({"training": "course:0"}, "研修：一覧から研修を選んでください。"),
        ({"preset": "roles"}, "役割（「役割で指定」のとき）：役割を一つ以上選んでください。"),
        ({"opens_on": ""}, "実施期間の初日：実施期間の初日を入力してください。"),
        ({"opens_on": "初夏"}, "実施期間の初日：「初夏」は日付として読めません。"),
        ({"due_on": "R8.5.1"}, "実施期間の末日：実施期間の末日は、初日以後の日にしてください。"),
        ({"due_on": "R9.4.1"}, "実施期間の末日：研修計画の年度の中の日にしてください。"),
        ({"second_opens_on": "R8.9.1"}, "追加実施期間の末日：追加実施期間は、初日と末日の両方を入力してください。"),
        (
            {"second_opens_on": "R8.7.1", "second_due_on": "R8.9.1"},
            "追加実施期間の初日：追加実施期間は、実施期間が終わった後の日にしてください。",
        ),
        (
            {"second_opens_on": "R8.9.2", "second_due_on": "R8.9.1"},
            "追加実施期間の末日：追加実施期間の末日は、初日以後の日にしてください。",
        ),
        ({"only_employment": "無い形態"}, "任用形態（限る）：一覧から任用形態（限る）を選んでください。"),
        ({"within": "0"}, "途中で対象となった者の期限：期限は1以上にしてください。"),
        ({"within": "13", "unit": "months"}, "途中で対象となった者の期限：期限は12か月までにしてください。"),
        ({"within": "many"}, "途中で対象となった者の期限：期限は数字で入力してください。"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_is_added(client, office, draft, values, message):
    subject = make.course()
    [said] = errors(client.post(address(draft, **{"training": f"course:{subject.pk}"} | values)))
    assert said.startswith(message)
    assert not Requirement.objects.exists()


# ---- the plan -------------------------------------------------------------------------------------------------------


def test_a_line_is_taken_out_of_a_draft_and_out_of_nothing_else(client, office, draft):
    line = taken(client, draft)
    TrainingPlan.objects.update(state="approved", approved_on=date(2026, 4, 20))
    client.post(f"/plans/requirements/{line.pk}/remove/")
    assert draft.requirements.count() == 1
    TrainingPlan.objects.update(state="draft")
    shown = client.post(f"/plans/requirements/{line.pk}/remove/", follow=True)
    assert "「情報セキュリティ基礎」を研修計画から除きました。" in shown.content.decode()
    assert not draft.requirements.exists()


def test_the_plan_names_each_rule_its_measure_and_departments_that_are_gone(client, office, draft):
    draft.requirements.create(
        course=make.course(), opens_on=date(2026, 6, 1), due_on=date(2026, 7, 17),
        audience={"is": "department", "of": ["0805"]},
    )  # fmt: skip
    shown = page(client.get(f"/plans/{draft.pk}/"))
    assert texts(shown, "tbody th") == ["情報セキュリティ基礎施策12-①"]
    assert "所属コード「0805」は、令和8年5月11日の組織にありません。" in texts(shown, "tbody td")[0]


def test_whom_a_line_of_a_running_plan_catches_is_shown_with_why(client, office, seat):
    make.employee(seat, name="髙橋　正樹")
    line = make.requirement()
    shown = client.get(f"/plans/requirements/{line.pk}/people/")
    assert names(shown) == ["髙橋　正樹"]
    assert "「すべての職員」にR2.4.1から当てはまるため" in shown.content.decode()


def test_asking_to_learn_again_says_first_how_many_it_concerns(client, office, seat):
    line = make.requirement(opens_on=date(2026, 4, 10))
    done, today, open_one = make.employee(seat), make.employee(seat), make.employee(seat)
    make.duties([done, today, open_one], line)
    make.completion(done, line.course, make.jst(2026, 5, 1))
    make.completion(today, line.course, make.jst(2026, 5, 11, 9))
    url = f"/plans/requirements/{line.pk}/retake/"
    (lead,) = texts(page(client.get(url)), ".page-head .lead")
    assert lead.startswith(
        "今の受講対象3件を閉じ、すべての職員に、今日から改めて受講を求めます。昨日までに修了した1人も"
    )
    assert Duty.objects.filter(closed_at=None, opened_on=date(2026, 4, 10)).count() == 3
    client.post(url)
    assert Duty.objects.filter(closed_at=None).count() == Duty.objects.filter(opened_on=date(2026, 5, 11)).count() == 3


# ---- who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.DX_OFFICE, Role.HR, Role.HEAD, None])
def test_the_plan_of_another_office_does_not_exist(client, draft, seat, role):
    line = draft.requirements.create(course=make.course(), opens_on=date(2026, 6, 1), due_on=date(2026, 7, 17))
    person = make.viewer_of(role, seat if role == Role.HEAD else None) if role else make.employee(seat)
    client.force_login(person.user or make.account(person))
    for where in (f"{draft.pk}/requirements/", f"requirements/{line.pk}/people/", f"requirements/{line.pk}/retake/"):
        assert client.get(f"/plans/{where}").status_code == 404
    for where in (f"{draft.pk}/requirements/?preset=everybody", f"requirements/{line.pk}/remove/"):
        assert client.post(f"/plans/{where}").status_code == 404
    assert draft.requirements.exists()


def test_the_auditor_looks_and_changes_nothing(client, draft):
    line = draft.requirements.create(course=make.course(), opens_on=date(2026, 6, 1), due_on=date(2026, 7, 17))
    client.force_login(make.viewer_of(Role.AUDITOR).user)
    assert client.get(f"/plans/requirements/{line.pk}/people/").status_code == 200
    assert client.post(f"/plans/requirements/{line.pk}/remove/").status_code == 404


@pytest.mark.parametrize("state", ["reported", "closed"])
def test_nothing_is_added_to_a_plan_that_was_reported(client, office, state):
    assert client.get(f"/plans/{make.plan(2026, state=state).pk}/requirements/").status_code == 404
