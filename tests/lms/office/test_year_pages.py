"""The office's year: やること, 年度更新 and 引継書, all from the facts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Course
from lms.duties.exempting import ask_exemption
from lms.duties.models import TrainingPlan
from lms.duties.planning import reconcile
from lms.duties.plans import Approval, Period, add_requirement, approve_plan, draft_plan, report_plan, start_plan
from lms.importing.models import ImportBatch
from lms.ledger.models import LedgerEntry
from lms.people.roles import Office, Role
from lms.records.confirming import confirm_sheet, hand_in_sheet, send_back_sheet
from tests import factories as make
from tests.browser.reading import words
from tests.demo import stop_the_clock
from tests.lms.records import learnt
from tests.markup import page, texts

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 15)
NOW = make.jst(2026, 9, 15)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, DAY)


@pytest.fixture
def seat():
    return make.department("0101", "総務課")


@pytest.fixture
def office(client):
    holder = make.viewer_of(Role.SECURITY_OFFICE, number="90001")
    make.posting(holder, make.department("0001", "市長室", reports=False))
    client.force_login(holder.user)
    return holder


def tasks(client) -> dict[str, str]:
    """Title and note of each task, in their order."""
    shown = page(client.get("/office/"))
    return dict(zip(texts(shown, ".task__title"), texts(shown, ".task__note"), strict=True))


def batch(**values) -> ImportBatch:
    usual = {
        "kind": "staff", "on": date(2026, 4, 1), "filename": "staff.csv", "content": b"", "sha256": "0" * 64,
        "uploaded_at": make.jst(2026, 3, 30), "uploaded_by": "00098", "state": "applied",
        "applied_at": make.jst(2026, 3, 31), "rows": 421,
    }  # fmt: skip
    return ImportBatch.objects.create(**(usual | values))


# ---- やること -------------------------------------------------------------------------------------------------------


def test_a_request_that_waits_is_a_task_of_the_courses_own_office_alone(client, office, seat):
    asked = make.requirement(due_on=date(2026, 12, 1))
    person, head = make.employee(seat), make.viewer_of(Role.HEAD, seat)
    make.duty(person, asked)
    ask_exemption(employee=person, requirement=asked, reason="外部研修", asked_by=head, on=DAY, at=make.jst(2026, 9, 1))
    assert tasks(client)["免除の申出を決定する"] == "決定を待っている申出が1件あります。"
    client.force_login(make.viewer_of(Role.DX_OFFICE).user)
    assert "免除の申出を決定する" not in tasks(client)


def test_what_waits_for_ones_look_and_what_came_back_to_oneself_are_tasks(client, office, seat):
    learnt.second_person_asked()
    subject, other = make.course(), make.viewer_of(Role.SECURITY_OFFICE)
    theirs, own = learnt.sheet(subject, other), learnt.sheet(subject, office)
    for sheet in (theirs, own):
        hand_in_sheet(sheet=sheet, employees=[make.employee(seat)])
    assert tasks(client)["確認待ちの記録を確認する"].startswith("ほかの人が記録した出席簿等が1件あります。")
    assert "差し戻された記録を直す" not in tasks(client)
    send_back_sheet(sheet=own, reason="日付が違います。", decided_by=other, at=NOW)
    confirm_sheet(sheet=theirs, decided_by=office, at=NOW)
    assert tasks(client)["差し戻された記録を直す"].startswith("差し戻された記録が1件あります。")
    assert "確認待ちの記録を確認する" not in tasks(client)


def test_who_comes_back_within_thirty_days_is_named_with_the_new_day(client, office, seat):
    asked = make.requirement()
    soon, later, open_end, again, free = people = [make.employee(seat, name=f"{n}　さん") for n in "甲乙丙丁戊"]
    make.duties(people[:4], asked)
    make.leave(soon, date(2026, 5, 1), date(2026, 9, 30))
    make.leave(later, date(2026, 5, 1), date(2026, 12, 31))
    make.leave(open_end, date(2026, 5, 1))
    make.leave(again, date(2026, 5, 1), date(2026, 9, 30))
    make.leave(again, date(2026, 10, 1), date(2027, 3, 31), kind="病気休職")
    make.leave(free, date(2026, 5, 1), date(2026, 9, 30))
    found = tasks(client)
    assert found["猶予が終わる1人に受講を案内する"] == "甲　さん（令和8年10月1日から。受講期限は令和8年10月30日）"
    [way] = [link["href"] for link in page(client.get("/office/")).select(".task a") if "猶予" in link.text]
    assert texts(page(client.get(way)), "tbody th") == ["甲　さん"]


def test_the_worst_departments_lead_to_the_unfinished_of_their_own_row(client, office):
    above = make.department("0200", "税務部")
    below = make.department("0201", "納税課", parent=above)
    people = [make.employee(above), make.employee(below), make.employee(below), make.employee(below)]
    asked = make.requirement()
    make.duties(people, asked)
    make.completion(people[3], asked.course, make.jst(2026, 7, 1))
    found = {}
    for row in page(client.get("/office/")).select("[aria-label=未修了の多い所属] tbody tr"):
        link, count, *_ = row.select("a, td")
        found[link.text] = count.text, len(page(client.get(link["href"])).select("tbody tr"))
    assert found == {"納税課の未修了": ("2", 2), "税務部の未修了": ("1", 1)}


def test_a_department_without_head_is_a_task_until_one_is_named(client, office, seat):
    assert tasks(client)["所属長の指定がない所属を確かめる"] == "総務課。"
    make.viewer_of(Role.HEAD, seat)
    assert "所属長の指定がない所属を確かめる" not in tasks(client)


@pytest.mark.parametrize(
    ("values", "task"),
    [
        (
            {"state": "previewed", "counts": {"errors": 4}},
            ("職員のファイル「staff.csv」を反映する", "誤りが4件あります。"),
        ),
        ({"state": "previewed"}, ("職員のファイル「staff.csv」を反映する", "まだ反映していません。")),
        ({"state": "failed"}, ("職員のファイル「staff.csv」の取込みをやり直す", "取込みが中断しました。")),
        (
            {"counts": {"left_out": 2}},
            ("職員のファイル「staff.csv」の取り込まなかった行を確かめる", "取り込まなかった行が2行あります。"),
        ),
        ({}, None),
    ],
)
def test_a_file_that_is_not_wholly_taken_in_is_a_task_for_who_may_open_it(client, office, values, task):
    batch(uploaded_at=make.jst(2026, 3, 1), state="previewed", filename="older.csv")
    batch(**values)
    assert tasks(client) == {}
    make.grant(office, Role.HR)
    assert list(tasks(client).items()) == ([task] if task else [])


def test_last_years_plan_waits_to_be_reported_and_next_years_to_be_made(client, office, monkeypatch):
    make.plan(2025)
    assert [*tasks(client)] == ["2025年度研修計画の実施状況を報告する"]
    stop_the_clock(monkeypatch, date(2026, 2, 1))
    assert [*tasks(client)] == ["令和8年度の研修計画を作成する（情報セキュリティ研修担当）"]
    make.plan(2026, state=TrainingPlan.State.DRAFT, approved_on=None)
    assert [*tasks(client)] == ["2026年度研修計画の承認を入力する"]


def test_a_training_that_begins_within_thirty_days_is_to_be_announced(client, office):
    make.requirement(opens_on=date(2026, 10, 15), due_on=date(2026, 11, 30))
    make.requirement(make.course("S-02"), opens_on=date(2026, 10, 16), due_on=date(2026, 11, 30))
    assert [*tasks(client)] == ["「情報セキュリティ基礎」の実施を各所属に通知する"]
    TrainingPlan.objects.update(state="draft")
    assert "「情報セキュリティ基礎」の実施を各所属に通知する" not in tasks(client)


def test_a_training_is_to_be_announced_until_somebody_records_the_letter(client, office):
    line = make.requirement(opens_on=date(2026, 6, 1), due_on=date(2026, 7, 17))
    (title,) = tasks(client)
    assert title == "「情報セキュリティ基礎」の実施を各所属に通知する"
    assert page(client.get("/office/")).select_one(".task--late a")["href"] == f"/plans/{line.plan_id}/circular/"
    make.circular(line)
    assert not tasks(client)


def test_a_training_that_asks_a_department_that_is_gone_is_to_be_changed(client, office):
    line = make.requirement(audience={"is": "department", "of": ["0199"]})
    make.circular(line)
    [(title, note)] = tasks(client).items()
    assert title == "「情報セキュリティ基礎」の対象者を改める"
    assert note == "対象者の条件にある所属コード「0199」は、令和8年9月15日の組織にありません。"
    TrainingPlan.objects.update(state="draft")
    assert "「情報セキュリティ基礎」の対象者を改める" not in tasks(client)


def test_what_is_late_comes_first_then_what_has_a_day(client, office, seat):
    people = [make.employee(seat) for _ in range(2)]
    lines = make.requirement(due_on=date(2026, 9, 1)), make.requirement(make.course("S-02"), due_on=date(2026, 12, 1))
    for line in lines:
        make.circular(line)
        make.duties(people, line)
    assert [*tasks(client)] == [
        "「情報セキュリティ基礎」の未修了者に受講を促す", "「研修S-02」の実施期間が終わるまでに受講を促す",
        "所属長の指定がない所属を確かめる",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_what_there_is_to_do_takes_as_many_queries_for_one_as_for_three(client, office, number):
    make.grant(office, Role.HR)
    for serial in range(number):
        seat = make.department(f"02{serial:02}")
        person, asked = make.employee(seat), make.requirement(make.course(f"S-{serial:02}"))
        make.duty(person, asked)
        make.leave(person, date(2026, 5, 1), date(2026, 9, 30))
        batch(kind=["departments", "staff", "roles"][serial], state="previewed")
    client.get("/office/")
    with CaptureQueriesContext(connection) as found:
        client.get("/office/")
    assert len(found) == 22


# ---- 年度更新 -------------------------------------------------------------------------------------------------------


def states(client, year: int = 2026) -> dict[str, tuple[str, str]]:
    """済 or 未 and the day, by what is to be done."""
    shown = page(client.get(f"/office/year/?year={year}"))
    rows = [(row.select_one("th a, th"), row.select("td")) for row in shown.select("tbody tr")]
    return {
        next(head.stripped_strings): (cells[1].get_text(strip=True), cells[2].get_text(strip=True))
        for head, cells in rows
    }


def run_plan(year: int = 2026) -> TrainingPlan:
    by = {"actor": "90001", "at": make.jst(year, 4, 10)}
    plan = draft_plan(fiscal_year=year, office=Office.SECURITY, **by)
    add_requirement(plan=plan, course=make.course(), period=Period(date(year, 6, 1), date(year, 7, 17)), **by)
    approve_plan(plan=plan, approval=Approval("委員会", date(year, 4, 20), "垂総第12号"), **by)
    start_plan(plan=plan, actor="90001", at=make.jst(year, 6, 1))
    reconcile(on=date(year, 6, 1), actor="90001", at=make.jst(year, 6, 1))
    return plan


def test_in_a_city_without_facts_hardly_anything_is_done(client, office, seat):
    assert states(client) == {
        "所属ファイルを取り込む": ("未", "－"),
        "職員ファイルを取り込む": ("未", "－"),
        "役割の指定を改める": ("未", "－"),
        "所属長とその代理を確かめる": ("未", "－"),
        "令和8年度の研修計画を作成し、前年度の計画を写す": ("未", "－"),
        "令和8年度の研修計画の承認を入力する": ("未", "－"),
        "令和8年度の研修計画を開始する": ("未", "－"),
        "古い利用者を止める": ("済", "－"),
        "令和7年度の引継書を作る": ("未", "－"),
    }


def test_each_step_is_done_when_the_facts_say_so(client, office, seat):
    report_plan(plan=run_plan(2025), actor="90001", at=make.jst(2026, 3, 31))
    Course.objects.update(code="S-99")
    run_plan()
    batch()
    batch(kind="departments", applied_at=make.jst(2026, 3, 30))
    make.grant(make.employee(seat), Role.HEAD, seat, starts_on=date(2026, 4, 1), recorded_at=make.jst(2026, 4, 2))
    client.post("/office/handover/file/", {"year": "2025", "office": "security", "purpose": "handover"})
    assert states(client) == {
        "所属ファイルを取り込む": ("済", "令和8年3月30日"),
        "職員ファイルを取り込む": ("済", "令和8年3月31日"),
        "役割の指定を改める": ("済", "令和8年4月2日"),
        "所属長とその代理を確かめる": ("済", "－"),
        "令和8年度の研修計画を作成し、前年度の計画を写す": ("済", "令和8年4月10日"),
        "令和8年度の研修計画の承認を入力する": ("済", "令和8年4月20日"),
        "令和8年度の研修計画を開始する": ("済", "令和8年6月1日"),
        "令和7年度の研修計画を報告済みにする": ("済", "令和8年3月31日"),
        "古い利用者を止める": ("済", "－"),
        "令和7年度の引継書を作る": ("済", "令和8年9月15日"),
    }


def test_only_pages_that_would_open_are_linked(client, office, seat):
    own = {link["href"] for link in page(client.get("/office/year/")).select("tbody th a")}
    assert own == {"/plans/", "/office/handover/?year=2025", "#heads"}
    make.grant(office, Role.HR)
    more = {link["href"] for link in page(client.get("/office/year/")).select("tbody th a")}
    assert more - own == {"/imports/", "/people/roles/", "/people/accounts/"}


def test_from_january_on_the_list_is_that_of_the_year_to_come(client, office, monkeypatch):
    stop_the_clock(monkeypatch, date(2026, 1, 10))
    assert texts(page(client.get("/office/year/")), ".page-head__shoulder") == ["令和8年度"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(client, office, number):
    for serial in range(number):
        make.employee(make.department(f"02{serial:02}"))
        make.requirement(make.course(f"S-{serial:02}"))
    client.get("/office/year/")
    with CaptureQueriesContext(connection) as found:
        client.get("/office/year/")
    assert len(found) == 11


# ---- 引継書 ---------------------------------------------------------------------------------------------------------


def handed_over(client, year: int = 2026) -> list[str]:
    return texts(page(client.get(f"/office/handover/?year={year}")), "tbody tr")


def test_the_note_says_what_was_done_and_when(client, office, seat):
    plan = run_plan()
    batch(applied_at=make.jst(2026, 4, 3))
    batch(applied_at=make.jst(2025, 4, 3), filename="last-year.csv")
    person = make.employee(seat)
    asked = plan.requirements.get()
    make.duty(person, asked)
    make.completion(person, asked.course, make.jst(2026, 6, 10))
    make.exemption(make.employee(seat), asked, starts_on=date(2026, 7, 1))
    shown = page(client.get("/office/handover/?year=2026"))
    rows = texts(shown, "tbody tr")
    assert [row.split("令和8年")[0] for row in rows] == [
        "職員の取込み", "研修計画の作成", "実施研修の追加", "研修計画の承認", "研修計画の開始", "受講免除の決定",
    ]  # fmt: skip
    assert rows[0] == "職員の取込み令和8年4月3日staff.csv（基準日R8.4.1、約421行）"
    assert rows[3] == "研修計画の承認令和8年4月20日委員会　垂総第12号"
    assert "情報セキュリティ基礎（R8.6.1からR8.7.17まで）　修了率50.0%（1/2）　猶予0人　免除0人" in texts(shown, "dd")


def test_of_the_other_office_it_says_nothing(client, office):
    other = draft_plan(fiscal_year=2026, office=Office.DX, actor="90009", at=make.jst(2026, 4, 1))
    approve_plan(plan=other, approval=Approval("会議", date(2026, 4, 2), ""), actor="90009", at=make.jst(2026, 4, 2))
    make.plan(2026)
    assert [row for row in handed_over(client) if "会議" in row or "作成" in row] == []
    assert client.post("/office/handover/file/", {"year": "2026", "office": "dx"}).status_code == 404


def test_the_paper_says_the_same_and_taking_it_out_is_written_down(client, office):
    run_plan()
    asked = {"year": "2026", "office": "security"}
    refused = client.post("/office/handover/file/", asked, follow=True)
    assert "出力の目的を選んでください。" in refused.content.decode()
    answer = client.post("/office/handover/file/", asked | {"purpose": "handover"})
    assert answer["Content-Type"] == "application/pdf"
    assert "研修計画の承認令和8年4月20日委員会垂総第12号" in words(answer.content)
    entry = LedgerEntry.objects.get(action="引継書の出力")
    assert (entry.subject, entry.payload["purpose"]) == ("2026 security", "handover")


@pytest.mark.parametrize("year", ["2019", "R8", ""])
def test_a_year_without_a_plan_has_no_file(client, office, year):
    assert client.post("/office/handover/file/", {"year": year, "office": "security"}).status_code == 404
    assert not LedgerEntry.objects.filter(action="引継書の出力").exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_note_takes_as_many_queries_for_one_line_as_for_three(client, office, seat, number):
    for serial in range(number):
        asked = make.requirement(make.course(f"S-{serial:02}"))
        make.duty(make.employee(seat), asked)
        batch(applied_at=make.jst(2026, 4, 3 + serial))
    client.get("/office/handover/?year=2026")
    with CaptureQueriesContext(connection) as found:
        client.get("/office/handover/?year=2026")
    assert len(found) == 15


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR, Role.HEAD, Role.ADMINISTRATOR])
def test_to_everybody_else_these_pages_do_not_exist(client, seat, role):
    client.force_login(make.viewer_of(role, seat if role == Role.HEAD else None).user)
    for url in ("/office/", "/office/year/", "/office/handover/"):
        assert client.get(url).status_code == 404
    assert client.post("/office/handover/file/", {"year": "2025", "office": "security"}).status_code == 404
