"""実施状況の報告: heads confirm, the office freezes, the report goes its way; nothing moves what was frozen."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.duties.models import TrainingPlan
from lms.duties.routes import Step, StepKind, route_of, set_route
from lms.ledger.models import LedgerEntry
from lms.people.organisation import organisation
from lms.people.refusals import RefusedError
from lms.people.roles import Role
from lms.reports.chain import confirming, freezing
from lms.reports.chain.confirming import Remarks, confirm
from lms.reports.chain.freezing import beside, freeze
from lms.reports.chain.stepping import Decision, next_step, take_step
from lms.reports.models import DepartmentReport, FrozenReport, ReportStep
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import errors, page, texts, words


@pytest.fixture
def asked(town):
    return town.security.requirements.get()


@pytest.fixture
def head(town):
    return factories.viewer_of(Role.HEAD, town.places["welfare"])


@pytest.fixture
def office(db):
    return factories.viewer_of(Role.SECURITY_OFFICE)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def frozen(asked, office, on: date = TODAY, reason: str = "") -> FrozenReport:
    return freeze(requirement=asked, on=on, reason=reason, by=office, at=NOW)


def paper_of(person, report: FrozenReport, purpose: str = "report"):
    return client_of(person).post(f"/reports/chain/frozen/{report.pk}/pdf/", {"purpose": purpose})


def pressed(client: Client, url: str, **filled: str):
    """The form as the page shows it, filled in and sent."""
    seen = page(client.get(url)).select_one("[name=seen]")["value"]
    return client.post(url, {"seen": seen} | filled)


# ---- the head -------------------------------------------------------------------------------------------------------


def test_a_head_confirms_with_one_press_and_the_report_holds_reasons_and_comment(town, asked, head):
    url, late = f"/reports/chain/{asked.pk}/departments/0106/", town.people["石田"]
    client = client_of(head)
    said = {"comment": "10月に受講", f"reason_{late.pk}": "長期出張", f"planned_{late.pk}": "R8.12.1"}
    pressed(client, url, **said)
    report = DepartmentReport.objects.get()
    assert (report.version, report.confirmed_by, report.comment) == (1, head, "10月に受講")
    text = "".join(text_of(client.post(f"{url}1/", {"purpose": "report"}).content).split())
    assert "長期出張" in text
    assert "令和８年１２月１日" in text
    assert "確認令和８年１１月２２日" in text
    assert LedgerEntry.objects.get(action="出力").subject == "課別研修実施状況報告書 S-01 0106", "it names people"
    assert LedgerEntry.objects.filter(action="課別報告の確認", actor=head.staff_number).count() == 1


def test_confirming_again_needs_a_reason_and_makes_another_version(town, asked, head):
    url, client = f"/reports/chain/{asked.pk}/departments/0106/", client_of(head)
    pressed(client, url)
    assert errors(pressed(client, url)) == ["改めて確認する理由：改めて確認する理由を入力してください。"]
    pressed(client, url, again_because="人数の誤り")
    assert [row.version for row in DepartmentReport.objects.order_by("pk")] == [1, 2]
    assert client.get(f"{url}1/").status_code == 200


def test_only_the_head_of_the_department_confirms_and_another_head_sees_nothing(town, asked, head, office):
    url = f"/reports/chain/{asked.pk}/departments/0106/"
    stranger = factories.viewer_of(Role.HEAD, town.places["tax"])
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(office).get(url).status_code == 200
    assert client_of(office).post(url, {}).status_code == 404
    assert client_of(factories.viewer_of(Role.CLERK, town.places["welfare"])).post(url, {}).status_code == 404
    assert not DepartmentReport.objects.exists()


def test_the_head_of_a_section_reads_that_the_department_reports(town, asked):
    client = client_of(factories.viewer_of(Role.HEAD, town.places["section"]))
    assert "報告単位の所属（課等）ごとに所属長が確認します" in words(page(client.get("/reports/chain/")).main)
    assert client.get(f"/reports/chain/{asked.pk}/departments/010601/").status_code == 404
    assert client.get(f"/reports/chain/{asked.pk}/departments/0106/").status_code == 404


# ---- 情報セキュリティ管理者 -----------------------------------------------------------------------------------------


@pytest.fixture
def manager(town):
    """Appointed beside the head."""
    person = factories.viewer_of(Role.SECURITY_MANAGER, town.places["welfare"], name="鈴木　花子")
    factories.posting(person, town.places["welfare"], job_title="課長補佐")
    return person


def test_the_security_manager_of_a_department_confirms_its_report_on_security(town, asked, manager):
    client, url = client_of(manager), f"/reports/chain/{asked.pk}/departments/0106/"
    assert texts(page(client.get("/reports/chain/")), "[aria-label=所属の報告] th a") == [
        "情報セキュリティ基礎（福祉課）"
    ]
    pressed(client, url, comment="確認した")
    report = DepartmentReport.objects.get()
    assert (report.confirmed_by, report.department.code) == (manager, "0106")
    assert report.named["sender"] == {"title": "情報セキュリティ管理者（福祉課長補佐）", "name": "鈴木　花子"}
    assert client.get(f"{url}1/").status_code == 200
    entrances = texts(page(client.get("/reports/chain/")), "nav a")
    assert "実施状況の報告" in entrances


def test_the_security_manager_has_no_part_in_other_trainings_and_departments(town, asked, manager):
    client, dx = client_of(manager), town.dx.requirements.get()
    for url in (
        f"/reports/chain/{dx.pk}/departments/0106/", f"/reports/chain/{asked.pk}/departments/0104/",
        f"/reports/chain/{asked.pk}/", "/reports/own/", "/reports/people/",
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url


def test_a_security_manager_whose_time_is_over_confirms_nothing(town, asked):
    person = factories.employee()
    factories.grant(person, Role.SECURITY_MANAGER, town.places["welfare"], ends_on=date(2026, 11, 21))
    factories.account(person)
    assert client_of(person).get(f"/reports/chain/{asked.pk}/departments/0106/").status_code == 404
    assert client_of(person).get("/reports/chain/").status_code == 404


def test_where_nobody_else_is_appointed_the_head_reports_as_security_manager(town, asked, head):
    factories.posting(head, town.places["welfare"], job_title="課長")
    pressed(client_of(head), f"/reports/chain/{asked.pk}/departments/0106/")
    assert DepartmentReport.objects.get().named["sender"]["title"] == "情報セキュリティ管理者（福祉課長）"


def test_a_mistyped_day_is_said_at_its_person_and_nothing_is_kept(town, asked, head):
    late = town.people["石田"]
    url = f"/reports/chain/{asked.pk}/departments/0106/"
    found = pressed(client_of(head), url, **{f"planned_{late.pk}": "来週"})
    assert "石田　花子の受講予定日" in errors(found)[0]
    assert not DepartmentReport.objects.exists()


def test_what_changed_since_the_page_was_opened_is_shown_before_it_is_confirmed(town, asked, head):
    url, client = f"/reports/chain/{asked.pk}/departments/0106/", client_of(head)
    before = page(client.get(url)).select_one("[name=seen]")["value"]
    newcomer = factories.employee(town.places["welfare"], name="新田　花子")
    factories.duties([newcomer], asked)
    again = client.post(url, {"seen": before, "comment": "所見"})
    assert "人数や状況が変わりました" in errors(again)[0]
    assert "新田　花子" in words(page(again).main)
    assert not DepartmentReport.objects.exists()
    client.post(url, {"seen": page(again).select_one("[name=seen]")["value"], "comment": "所見"})
    assert DepartmentReport.objects.get().comment == "所見"


def test_of_two_who_press_at_once_the_second_is_told(town, asked, head, office, monkeypatch):
    def once_more() -> None:
        confirm(requirement=asked, department=organisation(TODAY).by_code("0106"), on=TODAY, remarks=Remarks(),
                by=head, at=NOW)  # fmt: skip

    once_more()
    monkeypatch.setattr(confirming, "last_version", lambda *asked: 0)
    with pytest.raises(RefusedError, match="同時に"):
        once_more()
    frozen(asked, office)
    monkeypatch.setattr(freezing, "last_frozen", lambda requirement: None)
    with pytest.raises(RefusedError, match="同時に"):
        frozen(asked, office)


@pytest.mark.parametrize("others", [1, 3])
def test_a_head_reads_no_report_of_another_department(town, asked, head, others):
    """One of them may hold fifty names, and a city may have a thousand of them."""
    city = organisation(TODAY)
    for number in range(others):
        factories.department(f"03{number}")
    for node in organisation(TODAY).nodes.values():
        if node.id not in city.nodes or node.code == "0106":
            confirm(requirement=asked, department=node, on=TODAY, remarks=Remarks(), by=head, at=NOW)
    with CaptureQueriesContext(connection) as queries:
        client_of(head).get(f"/reports/chain/{asked.pk}/departments/0106/")
    [read] = [one["sql"] for one in queries if 'FROM "reports_departmentreport"' in one["sql"]]
    assert '"department_id" = ' in read
    assert '"reports_departmentreport"."payload"' not in read


# ---- the year after -------------------------------------------------------------------------------------------------


@pytest.fixture
def last_year(town):
    """The training in the year before, whose plan has not been reported; 企画課 was there until its last day."""
    asked = factories.requirement(town.security, 2025)
    gone = factories.department("0107", "企画課", parent=town.places["mayors"], ends_on=date(2026, 3, 31))
    factories.duties([factories.employee(gone), town.people["江口"]], asked)
    return asked


def test_heads_find_what_is_still_to_be_confirmed_of_the_last_year(town, last_year):
    client = client_of(factories.viewer_of(Role.HEAD, town.places["tax"]))
    plans, this_year = "[aria-label=所属の報告] td:nth-child(2)", ["2026年度研修計画", "2026年度研修計画"]
    assert texts(page(client.get("/reports/chain/")), plans) == [*this_year, "2025年度研修計画"]
    pressed(client, f"/reports/chain/{last_year.pk}/departments/0104/")
    assert DepartmentReport.objects.get().on == date(2026, 3, 31)
    TrainingPlan.objects.filter(pk=last_year.plan_id).update(state=TrainingPlan.State.REPORTED)
    assert texts(page(client.get("/reports/chain/")), plans) == this_year


def test_the_report_of_a_department_that_is_gone_stays_open_to_the_office_and_to_whoever_was_above(
    town, last_year, office
):
    above = factories.viewer_of(Role.HEAD, town.places["mayors"])
    stranger = factories.viewer_of(Role.HEAD, town.places["tax"])
    url = f"/reports/chain/{last_year.pk}/departments/0107/"
    pressed(client_of(above), url)
    for path in (url, f"{url}1/", "/papers/reports/2025/S-01/0107/"):
        found = [client_of(who).get(path).status_code for who in (office, above, stranger)]
        assert found == [200, 200, 404], path
    assert client_of(office).get(f"/reports/chain/{last_year.pk}/").content.decode().count(url) == 1


def test_a_row_of_no_department_leads_nowhere(town, asked, office):
    gone = factories.department("0199", ends_on=date(2026, 3, 31))
    factories.duties([factories.employee(gone)], asked)
    table = page(client_of(office).get(f"/reports/chain/{asked.pk}/")).select_one("[aria-label=所属長の確認]")
    assert [words(a) for a in table.select("a")] == ["市長部局", "税務課", "福祉課"]
    assert "所属コード0199（この日にない所属）" in words(table)


# ---- the office freezes ---------------------------------------------------------------------------------------------


def test_a_later_transfer_changes_the_live_figures_and_never_the_frozen_ones(town, asked, office):
    report = frozen(asked, office)
    before = [(row.name, row.then) for row in beside(report, TODAY)[0]]
    factories.moved(town.people["石田"], town.places["tax"], TODAY, NOW)
    factories.completion(town.people["石田"], town.security, jst(2026, 11, 22, 9))
    rows, whole = beside(FrozenReport.objects.get(pk=report.pk), TODAY)
    assert [(row.name, row.then) for row in rows] == before
    assert {row.name for row in rows if row.changed} == {"税務課", "福祉課"}
    assert (whole.then.completed, whole.now.completed) == (3, 4)


def test_a_chapter_read_or_a_deadline_gone_by_changes_nothing_that_is_reported(town, asked, office):
    """On 17 July, the last day, nobody is late yet."""
    report = frozen(asked, office, date(2026, 7, 17))
    factories.lesson_read(town.people["石田"], town.security, jst(2026, 8, 1))
    rows, whole = beside(report, TODAY)
    assert (whole.then.overdue, whole.now.overdue, whole.now.started - whole.then.started) == (0, 1, 1)
    assert [row.name for row in [*rows, whole] if row.changed] == []


def test_a_leave_that_begins_is_a_change(town, asked, office):
    report = frozen(asked, office)
    factories.leave(town.people["石田"], TODAY)
    assert {row.name for row in beside(report, TODAY)[0] if row.changed} == {"福祉課"}


def test_the_paper_is_signed_has_the_figures_and_no_names_and_stays_the_same_bytes(town, asked, office):
    report = frozen(asked, office)
    first = paper_of(office, report).content
    assert b"/ByteRange" in first
    text = text_of(first)
    assert "福祉課" in text
    assert "75.0%（3/4）" in text
    assert "確定版" in text
    assert "石田" not in text
    factories.completion(town.people["石田"], town.security, jst(2026, 11, 22, 9))
    assert paper_of(office, report).content == first


def test_taking_the_paper_out_says_what_for_and_leaves_a_trace(town, asked, office):
    report = frozen(asked, office)
    client, url = client_of(office), f"/reports/chain/frozen/{report.pk}/"
    nothing = page(client.post(f"{url}pdf/", {"purpose": ""}, follow=True))
    assert texts(nothing, ".banner__title") == ["エラー：出力の目的を選んでください。"]
    assert not LedgerEntry.objects.filter(action="出力").exists()
    assert client.get(f"{url}pdf/").status_code == 405
    client.post(f"{url}pdf/", {"purpose": "report"})
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.actor, entry.subject) == (office.staff_number, "情報セキュリティ基礎の確定版 第1版")
    assert (entry.payload["purpose"], entry.payload["rows"]) == ("report", len(report.payload["rows"]))


def test_a_lost_paper_is_said_in_words(town, asked, office):
    report = frozen(asked, office)
    paper_of(office, report)
    for file in (Path(settings.DATA_DIR) / "reports").glob(f"{report.pk}-*.pdf"):
        file.unlink()
    answer = paper_of(office, report)
    assert answer.status_code == 500
    assert LedgerEntry.objects.filter(action="出力").count() == 1
    assert "控え（バックアップ）から戻してください" in words(page(answer).main)


def test_the_list_of_names_is_for_the_office_and_the_auditor(town, asked, office):
    report = frozen(asked, office)
    url = f"/reports/chain/frozen/{report.pk}/"
    assert "石田　花子" in words(page(client_of(office).get(url)).main)
    assert "石田　花子" in words(page(client_of(factories.viewer_of(Role.AUDITOR)).get(url)).main)
    ciso = client_of(factories.viewer_of(Role.CISO)).get(url)
    assert ciso.status_code == 200
    assert "石田　花子" not in words(page(ciso).main)


def test_freezing_anew_needs_a_reason_and_the_older_version_says_so(town, asked, office):
    report = frozen(asked, office)
    with pytest.raises(RefusedError, match="理由"):
        frozen(asked, office)
    frozen(asked, office, reason="数字の誤り")
    assert "この版は改められました" in words(page(client_of(office).get(f"/reports/chain/frozen/{report.pk}/")).main)


def test_a_day_outside_the_year_is_refused(town, asked, office):
    url = f"/reports/chain/{asked.pk}/frozen/"
    for day in ("R8.3.31", "R8.11.23"):
        assert "基準日は、年度の初日から" in errors(client_of(office).post(url, {"on": day}))[0]
    assert not FrozenReport.objects.exists()


def test_the_database_keeps_a_report_from_being_changed(town, asked, office):
    report = frozen(asked, office)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_frozenreport SET version = 9 WHERE id = %s", [report.pk])


# ---- the way up -----------------------------------------------------------------------------------------------------


def test_the_chain_is_played_through_by_its_roles(town, asked, office):
    report = frozen(asked, office)
    url = f"/reports/chain/frozen/{report.pk}/step/"
    analysed, decided = {"text": "前年度を上回る"}, {"decided_on": "R8.11.20", "decided_by": "情報セキュリティ委員会"}
    for role, form in [(Role.SECURITY_DIRECTOR, {}), (Role.CHIEF_SECURITY, analysed), (Role.CISO, {})]:
        client_of(factories.viewer_of(role)).post(url, form)
    client_of(office).post(url, decided)
    steps = list(report.steps.values_list("title", "text", "decided_by"))
    assert steps == [
        ("情報セキュリティ責任者", "", ""), ("統括情報セキュリティ責任者", "前年度を上回る", ""),
        ("最高情報セキュリティ責任者（CISO）", "", ""), ("情報セキュリティ委員会", "", "情報セキュリティ委員会"),
    ]  # fmt: skip
    assert next_step(report) is None
    assert client_of(office).get(url).status_code == 404


def test_nobody_takes_the_step_of_another_and_the_order_holds(town, asked, office):
    report = frozen(asked, office)
    url = f"/reports/chain/frozen/{report.pk}/step/"
    assert client_of(factories.viewer_of(Role.CISO)).post(url, {}).status_code == 404
    assert client_of(factories.viewer_of(Role.AUDITOR)).post(url, {}).status_code == 404
    assert client_of(factories.viewer_of(Role.DX_OFFICE)).get(url).status_code == 404
    with pytest.raises(RefusedError):
        take_step(report=report, position=2, decision=Decision(), by=office, at=NOW)
    assert not ReportStep.objects.exists()


def test_pressed_twice_a_step_is_taken_once(town, asked, office):
    report = frozen(asked, office)
    director = factories.viewer_of(Role.SECURITY_DIRECTOR)
    take_step(report=report, position=0, decision=Decision(), by=director, at=NOW)
    with pytest.raises(RefusedError, match="済んでいます"):
        take_step(report=report, position=0, decision=Decision(), by=director, at=NOW)
    assert report.steps.count() == 1


def test_analysis_and_decision_are_not_left_empty(town, asked, office):
    report = frozen(asked, office)
    for position in range(4):
        if position in (1, 3):
            with pytest.raises(RefusedError, match="入力してください"):
                take_step(report=report, position=position, decision=Decision(), by=office, at=NOW)
        full = Decision("分析", date(2026, 11, 20), "委員会")
        take_step(report=report, position=position, decision=full, by=office, at=NOW)


def test_a_version_that_was_made_anew_goes_no_further(town, asked, office):
    report = frozen(asked, office)
    frozen(asked, office, reason="数字の誤り")
    with pytest.raises(RefusedError, match="改められました"):
        take_step(report=report, position=0, decision=Decision(), by=office, at=NOW)


def test_another_route_holds_for_what_is_frozen_later(town, asked, office):
    report = frozen(asked, office)
    set_route(plan=asked.plan, steps=[Step("市長", StepKind.DECIDE)], actor="00001", at=NOW)
    later = frozen(asked, office, reason="経路の変更")
    assert [len(one.payload["route"]) for one in (report, later)] == [4, 1]
    assert next_step(later)[1].title == "市長"


def test_whoever_has_a_step_of_what_is_under_way_keeps_it_when_the_plan_takes_another_route(town, asked, office):
    report, ciso = frozen(asked, office), client_of(factories.viewer_of(Role.CISO))
    set_route(plan=asked.plan, steps=[Step("市長", StepKind.DECIDE)], actor="00001", at=NOW)
    assert texts(page(ciso.get("/reports/chain/")), "[aria-label=研修ごとの報告] th a") == ["情報セキュリティ基礎"]
    for url in (f"/reports/chain/{asked.pk}/", f"/reports/chain/frozen/{report.pk}/"):
        assert ciso.get(url).status_code == 200


def test_the_office_sets_the_route_by_the_page(town, asked, office):
    empty = {f"kind_{place}": "confirm" for place in range(8)}
    named = {"title_0": "部長", "title_1": "市長", "kind_1": "decide"}
    client_of(office).post(f"/plans/{asked.plan_id}/route/", empty | named)
    asked.plan.refresh_from_db()
    assert [(step.title, step.kind) for step in route_of(asked.plan)] == [("部長", "confirm"), ("市長", "decide")]
    assert "少なくとも一つの段階" in errors(client_of(office).post(f"/plans/{asked.plan_id}/route/", empty))[0]


@pytest.mark.parametrize("role", [Role.HEAD, Role.SECURITY_MANAGER])
def test_a_route_that_names_a_role_of_departments_opens_the_city_to_none_of_them(town, asked, office, role):
    set_route(plan=asked.plan, steps=[Step("情報セキュリティ管理者", StepKind.CONFIRM, role)], actor="1", at=NOW)
    report, holder = frozen(asked, office), client_of(factories.viewer_of(role, town.places["welfare"]))
    for url in (f"/reports/chain/{asked.pk}/", f"/reports/chain/frozen/{report.pk}/"):
        assert holder.get(url).status_code == 404
    assert holder.post(f"/reports/chain/frozen/{report.pk}/step/", {}).status_code == 404


def test_a_city_role_held_in_one_department_only_opens_nothing(town, asked, office):
    report = frozen(asked, office)
    director = client_of(factories.viewer_of(Role.SECURITY_DIRECTOR, town.places["welfare"]))
    assert director.get(f"/reports/chain/frozen/{report.pk}/").status_code == 404


def test_only_roles_over_the_whole_city_are_offered_for_a_step(town, asked, office):
    offered = page(client_of(office).get(f"/plans/{asked.plan_id}/route/")).select("#id_role_0 option")
    assert [option["value"] for option in offered] == ["", "security-director", "chief-security", "ciso"]


def test_who_holds_the_role_of_a_decision_enters_it(town, asked, office):
    set_route(plan=asked.plan, steps=[Step("CISO", StepKind.DECIDE, Role.CISO)], actor="1", at=NOW)
    report = frozen(asked, office)
    url, ciso = f"/reports/chain/frozen/{report.pk}/step/", client_of(factories.viewer_of(Role.CISO))
    assert errors(ciso.post(url, {})) == [
        "決裁日：決裁日を入力してください。",
        "決裁権者：決裁権者を入力してください。",
    ]
    ciso.post(url, {"decided_on": "R8.11.20", "decided_by": "副市長"})
    assert report.steps.get().decided_by == "副市長"


def test_who_holds_a_role_may_enter_what_was_decided_outside_and_then_says_when(town, asked, office):
    report = frozen(asked, office)
    url, director = f"/reports/chain/frozen/{report.pk}/step/", client_of(factories.viewer_of(Role.SECURITY_DIRECTOR))
    assert errors(director.post(url, {"document_number": "第9号"})) == ["決裁日と決裁権者を入力してください。"]
    director.post(url, {"document_number": "第9号", "decided_on": "R8.11.20", "decided_by": "部長"})
    assert report.steps.get().document_number == "第9号"


def test_the_office_takes_no_step_of_another_without_saying_when_and_by_whom_it_was_decided(town, asked, office):
    report = frozen(asked, office)
    url = f"/reports/chain/frozen/{report.pk}/step/"
    assert errors(client_of(office).post(url, {})) == [
        "決裁日：決裁日を入力してください。", "決裁権者：決裁権者を入力してください。"
    ]  # fmt: skip
    with pytest.raises(RefusedError, match="決裁日と決裁権者"):
        take_step(report=report, position=0, decision=Decision(), by=office, at=NOW)
    client_of(office).post(url, {"decided_on": "R8.11.20", "decided_by": "情報セキュリティ責任者"})
    assert report.steps.count() == 1


# ---- lists ----------------------------------------------------------------------------------------------------------


def test_each_sees_the_trainings_of_their_part_in_it(town, asked, office, head):
    welfare = organisation(TODAY).by_code("0106")
    confirm(requirement=asked, department=welfare, on=TODAY, remarks=Remarks(), by=head, at=NOW)
    own = page(client_of(head).get("/reports/chain/"))
    assert texts(own, "[aria-label=所属の報告] td:last-child") == ["未確認", "確認済み 令和8年11月22日　第1版"]
    whole = page(client_of(office).get("/reports/chain/"))
    assert texts(whole, "[aria-label=研修ごとの報告] th a") == ["情報セキュリティ基礎"]
    assert client_of(factories.viewer_of(Role.HR)).get("/reports/chain/").status_code == 404


@pytest.mark.parametrize("units", [1, 3])
def test_queries_do_not_grow_with_departments(town, asked, office, units, django_assert_num_queries):
    for number in range(units):
        seat = factories.department(f"02{number}", f"第{number}課")
        factories.duties([factories.employee(seat)], asked)
    report = frozen(asked, office)
    client = client_of(office)
    client.get(f"/reports/chain/{asked.pk}/")
    with django_assert_num_queries(9):
        client.get(f"/reports/chain/{asked.pk}/")
    with django_assert_num_queries(10):
        client.get(f"/reports/chain/frozen/{report.pk}/")
