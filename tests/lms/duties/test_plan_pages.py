"""The year's plan by page: made, copied, approved, run, reported, closed, printed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.duties.models import Duty, TrainingPlan
from lms.ledger.models import LedgerEntry
from lms.people.roles import Office, Role
from tests import factories as make
from tests.browser.reading import words
from tests.demo import stop_the_clock
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 6, 1))


@pytest.fixture
def office(client):
    holder = make.viewer_of(Role.SECURITY_OFFICE, number="90001")
    client.force_login(holder.user)
    return holder


def draft(year: int = 2026) -> TrainingPlan:
    return make.plan(year, state=TrainingPlan.State.DRAFT, approved_on=None)


def test_a_plan_goes_from_draft_to_closed(client, office):
    make.employee(make.department())
    client.post("/plans/", {"fiscal_year": "2026"})
    plan = TrainingPlan.objects.get()
    assert plan.office == "security"
    plan.requirements.create(course=make.course(), opens_on=date(2026, 6, 1), due_on=date(2026, 7, 17))
    client.post(f"/plans/{plan.pk}/approve/", {"approved_by": "委員会", "approved_on": "R8.4.20"})
    shown = client.post(f"/plans/{plan.pk}/start/", follow=True).content.decode()
    assert "研修計画を開始しました。受講対象を更新しています。" in shown
    assert "新しく対象　1件" in shown
    for step, state in (("report", "reported"), ("close", "closed")):
        assert client.get(f"/plans/{plan.pk}/{step}/").status_code == 200
        client.post(f"/plans/{plan.pk}/{step}/")
        plan.refresh_from_db()
        assert plan.state == state
    assert Duty.objects.count() == 1


def test_a_step_out_of_turn_is_refused_in_words(client, office):
    plan = draft()
    said = errors(client.post(f"/plans/{plan.pk}/report/"))
    assert said == ["研修計画は今「案」なので、この操作はできません。"]
    plan.refresh_from_db()
    assert plan.state == "draft"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"approved_by": ""}, "承認した会議等：承認した会議等を入力してください。"),
        ({"approved_on": "昨日"}, "承認日：「昨日」は日付として読めません。"),
    ],
)
def test_an_approval_lacks_nothing(client, office, values, message):
    plan = draft()
    given = {"approved_by": "委員会", "approved_on": "R8.4.20"} | values
    [said] = errors(client.post(f"/plans/{plan.pk}/approve/", given))
    assert said.startswith(message)
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_last_years_plan_is_copied_into_the_draft(client, office):
    make.requirement(fiscal_year=2025)
    plan = draft()
    shown = client.get(f"/plans/{plan.pk}/")
    assert "前年度の計画を写す" in shown.content.decode()
    client.post(f"/plans/{plan.pk}/copy/")
    line = plan.requirements.get()
    assert (line.opens_on, line.due_on) == (date(2026, 6, 1), date(2026, 7, 17))


ISSUES = "新任者の受講が遅い。\n4月に案内する。"


def test_what_the_last_year_has_left_stands_in_the_draft_and_is_taken_over_with_one_press(client, office):
    last, plan = make.plan(2025, issues=ISSUES), draft()
    shown = page(client.get(f"/plans/{plan.pk}/"))
    assert any(said.startswith("新任者の受講が遅い。") for said in texts(shown, "section p"))
    assert shown.select_one(".support a")["href"] == f"/reports/annual/{last.pk}/"
    offered = shown.select_one("[name=answer]").text.strip().replace("\r", "")
    assert offered == ISSUES
    client.post(f"/plans/{plan.pk}/answer/", {"answer": offered})
    plan.refresh_from_db()
    last.refresh_from_db()
    assert (plan.answer, plan.issues, last.answer, last.issues) == (ISSUES, "", "", ISSUES)
    entry = LedgerEntry.objects.get(action="前年度の課題への対応の記入")
    assert (entry.subject, entry.payload["answer"]) == ("2026 security", ISSUES)


def test_what_the_office_wrote_stands_in_the_form_and_on_paper_instead(client, office):
    make.city()
    make.plan(2025, issues=ISSUES)
    plan = draft()
    client.post(f"/plans/{plan.pk}/answer/", {"answer": "採用の日に案内する。"})
    assert page(client.get(f"/plans/{plan.pk}/")).select_one("[name=answer]").text.strip() == "採用の日に案内する。"
    assert "採用の日に案内する。" in words(client.get(f"/plans/{plan.pk}/print/").content)


def test_once_approved_the_answer_is_read_and_not_changed(client, office):
    make.plan(2025, issues=ISSUES)
    plan = make.plan(2026, answer="採用の日に案内する。")
    shown = page(client.get(f"/plans/{plan.pk}/"))
    assert "採用の日に案内する。" in texts(shown, "section p")
    assert shown.select_one("[name=answer]") is None
    said = errors(client.post(f"/plans/{plan.pk}/answer/", {"answer": "別の文"}))
    assert said == ["承認された研修計画の「前年度の課題への対応」を変えることはできません。"]
    plan.refresh_from_db()
    assert plan.answer == "採用の日に案内する。"


def test_the_issues_of_another_office_are_not_shown(client, office):
    make.plan(2025, Office.DX, issues=ISSUES)
    plan = draft()
    assert "新任者" not in client.get(f"/plans/{plan.pk}/").content.decode()
    other = make.plan(2026, Office.DX, state=TrainingPlan.State.DRAFT, approved_on=None)
    assert client.post(f"/plans/{other.pk}/answer/", {"answer": "x"}).status_code == 404


def test_there_is_nothing_to_copy_without_a_plan_of_last_year(client, office):
    plan = draft()
    assert "前年度の計画を写す" not in client.get(f"/plans/{plan.pk}/").content.decode()
    assert client.post(f"/plans/{plan.pk}/copy/").status_code == 404


def test_the_printed_plan_says_for_whom_when_how_and_how_many(client, office):
    seat = make.department()
    for kind in ("正規", "正規", "会計年度任用"):
        make.employee(seat, employment_type=kind)
    make.requirement(audience={"is": "employment", "of": ["正規"]})
    answer = client.get(f"/plans/{TrainingPlan.objects.get().pk}/print/")
    assert answer["Content-Type"] == "application/pdf"
    text = words(answer.content)
    for said in ("2026年度研修計画", "委員会", "令和8年4月20日", "垂総第12号", "施策12-①", "R8.6.1からR8.7.17まで"):
        assert said in text
    assert "任用形態が正規の職員は" in text
    assert "集合研修、課内研修又は書面" in text
    assert text.endswith("対象者数2")


@pytest.mark.parametrize("number", [1, 3])
def test_a_plan_takes_as_many_queries_for_one_line_as_for_three(client, office, number):
    for serial in range(number):
        make.requirement(make.course(f"S-0{serial}"))
    plan = TrainingPlan.objects.get()
    client.get(f"/plans/{plan.pk}/")
    with CaptureQueriesContext(connection) as found:
        assert len(texts(page(client.get(f"/plans/{plan.pk}/")), "tbody th")) == number
    assert len(found) == 11


@pytest.mark.parametrize("number", [1, 3])
def test_printing_takes_as_many_queries_for_one_line_as_for_three(client, office, number):
    for serial in range(number):
        make.requirement(make.course(f"S-0{serial}"))
    plan = TrainingPlan.objects.get()
    client.get(f"/plans/{plan.pk}/print/")
    with CaptureQueriesContext(connection) as found:
        client.get(f"/plans/{plan.pk}/print/")
    assert len(found) == 13


@pytest.mark.parametrize("role", [Role.DX_OFFICE, Role.HR])
def test_the_plan_of_another_office_does_not_exist(client, role):
    plan = make.plan()
    client.force_login(make.viewer_of(role).user)
    assert [client.get(f"/plans/{plan.pk}/{step}").status_code for step in ("", "print/", "report/", "close/")] == (
        [404] * 4
    )
    assert [client.post(f"/plans/{plan.pk}/{step}/").status_code for step in ("copy", "approve", "start")] == [404] * 3


def test_the_auditor_reads_and_prints(client):
    plan = make.plan()
    client.force_login(make.viewer_of(Role.AUDITOR).user)
    assert [client.get(f"/plans/{plan.pk}/{step}").status_code for step in ("", "print/", "report/")] == [200, 200, 404]
