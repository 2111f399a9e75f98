"""研修計画の変更 by page: what stands is shown, looked at in another form, and changed with its decision."""

from datetime import date
from urllib.parse import urlencode

import pytest

from lms.duties.models import Duty, PlanChange, Requirement, TrainingPlan
from lms.duties.paper import plan_table
from lms.people.merging import merge_departments
from lms.people.organisation import organisation
from lms.people.roles import Role
from tests import factories as f
from tests.demo import stop_the_clock
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
DECISION = {"approved_by": "情報セキュリティ委員会", "approved_on": "R8.7.31", "document_number": "垂総第45号"}
STANDING = {"preset": "everybody", "opens_on": "R8.6.1", "due_on": "R8.7.17", "joined_by": "all"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 8, 3))


@pytest.fixture
def office(client):
    client.force_login(f.viewer_of(Role.SECURITY_OFFICE, number="90001").user)
    return client


@pytest.fixture
def line():
    return f.requirement()


def address(line: Requirement, **values: object) -> str:
    return f"/plans/requirements/{line.pk}/change/?{urlencode(STANDING | values, doseq=True)}"


def chosen(answer, name: str) -> list[str]:
    return [tag["value"] for tag in page(answer).select(f"[name={name}][checked]")]


def test_the_page_shows_the_line_as_it_stands(office, line):
    seat = f.department("0101", "総務課")
    f.employee(seat, "1", employment_type="正規")
    f.employee(seat, "2", employment_type="会計年度任用")
    Requirement.objects.update(audience={"is": "employment", "of": ["正規"]})
    answer = office.get(f"/plans/requirements/{line.pk}/change/")
    days = [page(answer).select_one(f"[name={name}]")["value"] for name in ("opens_on", "due_on")]
    assert (days, chosen(answer, "only_employment")) == (["R8.6.1", "R8.7.17"], ["正規"])
    assert texts(page(answer), "#caught-number") == ["令和8年8月3日現在、条件に当てはまる職員は1人です。"]


def test_sent_back_as_it_stands_it_changes_nothing_and_says_so(office, line):
    [said] = errors(office.post(f"/plans/requirements/{line.pk}/change/", DECISION))
    assert "変わるところがありません。" in said
    assert not PlanChange.objects.exists()


def test_a_later_last_day_is_entered_with_its_decision_and_stands_on_the_plan(office, line):
    person = f.employee(f.department())
    f.duty(person, line)
    answer = office.post(address(line, due_on="R8.8.31"), DECISION, follow=True)
    assert "「情報セキュリティ基礎」の変更を入力しました。受講対象を更新しています。" in answer.content.decode()
    assert Duty.objects.get(closed_at=None).due_on == date(2026, 8, 31)
    [row] = texts(page(answer), "[aria-label=承認の後の変更] tbody tr")
    assert "R8.6.1からR8.7.17まで」から「R8.6.1からR8.8.31まで」に改めた。" in row
    assert "情報セキュリティ委員会" in row


def test_without_a_decision_nothing_is_changed(office, line):
    answer = office.post(address(line, due_on="R8.8.31"), {"approved_by": "", "approved_on": ""})
    assert Requirement.objects.get().due_on == date(2026, 7, 17)
    text = answer.content.decode()
    assert "承認した会議等を入力してください。" in text
    assert "承認日を入力してください。" in text


def test_what_is_wrong_with_the_days_is_said_where_it_is(office, line):
    [said] = errors(office.get(address(line, due_on="R8.5.1")))
    assert said.startswith("実施期間の末日：実施期間の末日は、初日以後の日にしてください。")


def test_a_value_that_nobody_has_today_stays_chosen(office, line):
    Requirement.objects.update(audience={"is": "grade", "of": ["次長級"]})
    assert chosen(office.get(f"/plans/requirements/{line.pk}/change/"), "only_grade") == ["次長級"]


def test_a_merged_department_is_the_one_it_went_over_into_and_one_that_is_gone_is_chosen_anew(office, line):
    old, new = f.department("0104", "税務課"), f.department("0106", "収納課")
    Requirement.objects.update(audience={"is": "department", "of": ["0104", "0199"]})
    merge_departments(department=old, into=new, on=date(2026, 7, 1), actor="1", at=f.jst(2026, 7, 1))
    said = texts(page(office.get(f"/plans/{line.plan_id}/")), "tbody td")[0]
    assert "所属コード「0104」は、統合により「収納課」に読み替えています。" in said
    assert (
        "所属コード「0199」は、令和8年8月3日の組織にありません。「内容を変更する」で、対象者を改めてください。" in said
    )
    assert chosen(office.get(f"/plans/requirements/{line.pk}/change/"), "only_department") == ["0106"]


def test_a_training_is_added_to_a_running_plan_with_a_decision(office, line):
    extra = f.course("S-09")
    asked = {"training": f"course:{extra.pk}", "opens_on": "R8.8.10", "due_on": "R8.9.30"}
    where = f"/plans/{line.plan_id}/requirements/?{urlencode(STANDING | asked)}"
    assert "変更の承認" in office.get(where).content.decode()
    assert office.post(where).status_code == 200
    assert office.post(where, DECISION).status_code == 302
    assert PlanChange.objects.get().requirement.course == extra


def test_what_is_added_to_a_running_plan_begins_today_or_later(office, line):
    asked = {"training": f"course:{f.course('S-09').pk}", "due_on": "R8.9.30"}
    [said] = errors(office.post(f"/plans/{line.plan_id}/requirements/?{urlencode(STANDING | asked)}", DECISION))
    assert said.startswith("実施期間の初日：承認の後に加える実施研修の実施期間は、今日以後に始めてください。")


@pytest.mark.parametrize("state", ["draft", "reported", "closed"])
def test_only_a_line_of_an_approved_or_running_plan_is_changed(office, line, state):
    TrainingPlan.objects.update(state=state)
    assert office.get(f"/plans/requirements/{line.pk}/change/").status_code == 404


@pytest.mark.parametrize("role", [Role.DX_OFFICE, Role.AUDITOR, Role.HR])
def test_nobody_else_changes_it(client, line, role):
    client.force_login(f.viewer_of(role).user)
    assert client.get(f"/plans/requirements/{line.pk}/change/").status_code == 404
    assert client.post(address(line, due_on="R8.8.31"), DECISION).status_code == 404


def test_the_printed_plan_names_what_was_changed_afterwards(office, line):
    office.post(address(line, due_on="R8.8.31"), DECISION)
    made = PlanChange.objects.get()
    on = date(2026, 8, 3)
    notes = plan_table(line.plan, [], organisation(on), f.city(), on, made.recorded_at).notes
    decided = "情報セキュリティ委員会　令和8年7月31日　垂総第45号"
    assert ("変更", f"情報セキュリティ基礎：{made.content}（{decided}）") in notes
