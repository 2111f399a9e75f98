"""The pages on which papers are given, and who may open what."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from lms.certificates.models import Batch, Certificate
from lms.certificates.views import personal
from lms.duties.models import TrainingPlan
from lms.ledger.appending import append
from lms.ledger.heads import head
from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import seal
from lms.people.models import OfficeHolder
from lms.people.roles import Role
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.town import NOW, give, give_to_department, text
from tests.markup import errors, page, texts, words

DECISION = {
    "given_on": "2026-07-31", "decided_on": "2026-07-29", "decided_by": "総務課長", "document_number": "垂総第１号",
}  # fmt: skip
OUTSIDERS = [Role.HR, Role.AUDITOR, Role.ADMINISTRATOR, Role.DX_AUTHOR, Role.SECURITY_AUTHOR, Role.DX_LEADER]


@pytest.fixture
def draws_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def ticked(*rows) -> dict[str, list[int]]:
    return {"completion": [row.pk for row in rows]}


def names(response) -> list[str]:
    return texts(page(response), "tbody th")


# ---- 修了証書 -------------------------------------------------------------------------------------------------------


def test_the_office_sees_who_completed_its_own_courses(town, signed_in):
    found = signed_in(Role.SECURITY_OFFICE).get(reverse("papers"))
    assert names(found) == ["﨑山　花子", "髙橋　正樹", "𠮷田　太郎"]
    assert texts(page(found), ".stat__count") == ["3", "0", "3"]
    assert texts(page(found), "option[selected]") == ["令和8年度", "情報セキュリティ基礎", "すべて"]


def test_a_department_narrows_the_list_to_those_who_sit_there_or_below(town, signed_in):
    found = signed_in(Role.SECURITY_OFFICE).get(reverse("papers"), {"department": town.places["福祉課"].pk})
    assert names(found) == ["﨑山　花子", "髙橋　正樹"]


def test_the_other_offices_course_cannot_be_chosen(town, signed_in):
    found = signed_in(Role.SECURITY_OFFICE).get(reverse("papers"), {"course": "D-01"})
    assert "髙橋" not in found.content.decode()
    assert errors(found)


def test_another_year_is_empty(town, signed_in):
    assert names(signed_in(Role.SECURITY_OFFICE).get(reverse("papers"), {"fiscal_year": 2025})) == []


def test_from_ticks_over_confirmation_to_the_papers(town, signed_in, draws_after_commit):
    client = signed_in(Role.SECURITY_OFFICE)
    chosen = ticked(town.done["髙橋"], town.done["﨑山"])
    confirmation = client.post(reverse("papers_confirm"), chosen)
    assert names(confirmation) == ["﨑山　花子", "髙橋　正樹"]
    assert not Certificate.objects.exists()
    answer = client.post(reverse("papers_give"), chosen | DECISION)
    batch = Batch.objects.get()
    assert answer.url == reverse("paper_batch", args=[batch.pk])
    assert (batch.decided_on, batch.document_number) == (date(2026, 7, 29), "垂総第１号")
    assert [row.payload["name"] for row in batch.certificates.order_by("number")] == ["﨑山　花子", "髙橋　正樹"]


def test_a_second_press_goes_to_the_same_papers(town, signed_in):
    client, chosen = signed_in(Role.SECURITY_OFFICE), ticked(town.done["髙橋"])
    answers = [client.post(reverse("papers_give"), chosen | DECISION) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Certificate.objects.count() == 1


@pytest.fixture
def one_a_page(monkeypatch):
    monkeypatch.setattr(personal, "_PAGE", 1)


def everybody(client, **conditions: object):
    """The confirmation for all whom the list shows, and the address and fields of its form."""
    asked = urlencode(conditions)
    confirmation = page(client.post(f"{reverse('papers_confirm')}?{asked}", {"everybody": ""}))
    form = confirmation.select_one("main form[method=post]")
    return confirmation, form["action"], {"everybody": form.select_one("[name=everybody]")["value"]}


def test_the_list_of_candidates_has_pages(town, signed_in, one_a_page):
    client = signed_in(Role.SECURITY_OFFICE)
    assert names(client.get(reverse("papers"))) == ["﨑山　花子"]
    assert names(client.get(reverse("papers"), {"page": 3})) == ["𠮷田　太郎"]
    assert "この条件の全員（3人）の確認へ進む" in client.get(reverse("papers")).content.decode()


def test_everybody_under_the_conditions_gets_a_paper_after_a_look_at_the_figures(town, signed_in, one_a_page):
    client = signed_in(Role.SECURITY_OFFICE)
    confirmation, address, fields = everybody(client, department=town.places["福祉課"].pk)
    assert "2人に修了証書を交付します。" in confirmation.get_text()
    assert texts(confirmation, "details td") == ["2"]
    assert "ほかに1人います。" in confirmation.get_text()
    answers = [client.post(address, fields | DECISION) for _ in range(2)]
    assert answers[0].url == answers[1].url == reverse("paper_batch", args=[Batch.objects.get().pk])
    held = Certificate.objects.order_by("number").values_list("employee__staff_number", flat=True)
    assert list(held) == ["000007", "000123"]


def test_everybody_is_who_was_seen(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    _, address, fields = everybody(client)
    give(town.done["髙橋"])
    answer = client.post(address, fields | DECISION)
    assert errors(answer) == [
        "確認の後に、修了証書を交付できる人が変わりました。もう一度確かめてから交付してください。"
    ]
    _, address, fields = everybody(client)
    assert client.post(address, fields | DECISION).status_code == 302
    assert Certificate.objects.count() == 3


def test_everybody_of_the_other_offices_course_is_nobody(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    for name in ("papers_confirm", "papers_give"):
        answer = client.post(f"{reverse(name)}?course=D-01", {"everybody": ""} | DECISION)
        assert answer.status_code == 404
    assert not Certificate.objects.exists()


def test_without_ticks_one_is_asked_to_choose(town, signed_in):
    answer = signed_in(Role.SECURITY_OFFICE).post(reverse("papers_confirm"), follow=True)
    assert "交付する人を選んでください。" in answer.content.decode()


def test_ticks_of_the_other_offices_completions_give_nothing(town, signed_in):
    client, chosen = signed_in(Role.SECURITY_OFFICE), ticked(town.done["髙橋 DX"])
    assert client.post(reverse("papers_confirm"), chosen).url == reverse("papers")
    answer = client.post(reverse("papers_give"), chosen | DECISION)
    assert errors(answer) == ["修了証書は、一つの担当の研修の修了を選んで交付してください。"]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"given_on": ""}, "交付日：交付日を入力してください。"),
        ({"given_on": "2026-08-01"}, "交付日：交付日は、今日（令和8年7月31日）までの日にしてください。"),
        (
            {"given_on": "2026-03-31", "decided_on": "2026-03-31"},
            "交付日：交付日は、今年度（令和8年4月1日から）の日にしてください。番号は交付日の年度のもので、前の年度の番号は"
            "もう付けられません。前の年度の修了にも、今年度の番号で交付できます。",
        ),
        ({"decided_on": "2026-08-01"}, "決裁日：決裁日は、交付日までの日にしてください。"),
        ({"decided_on": ""}, "決裁日：決裁権者を入力したときは、決裁日も入力してください。"),
        (
            {"given_on": "2026-06-01", "decided_on": "2026-06-01"},
            "交付日は、修了日（最も遅い人は令和8年6月10日）以後の日にしてください。",
        ),
    ],
)  # fmt: skip
def test_a_wrong_day_is_refused_in_words(town, signed_in, values, message):
    chosen = ticked(town.done["髙橋"])
    answer = signed_in(Role.SECURITY_OFFICE).post(reverse("papers_give"), chosen | DECISION | values)
    assert errors(answer) == [message]
    assert names(answer) == ["髙橋　正樹"]
    assert not Certificate.objects.exists()


def test_without_a_mayor_on_the_day_the_page_says_whom_to_ask(town, signed_in):
    OfficeHolder.objects.all().void(NOW)
    client, chosen = signed_in(Role.SECURITY_OFFICE), ticked(town.done["髙橋"])
    (message,) = errors(client.post(reverse("papers_give"), chosen | DECISION))
    assert "市長が登録されていません" in message
    sample = client.get(reverse("paper_sample", args=[town.done["髙橋"].pk]), follow=True)
    assert "市長が登録されていません" in sample.content.decode()


def test_a_sample_shows_the_paper_without_a_number_and_gives_nothing(town, signed_in):
    shown = text(signed_in(Role.SECURITY_OFFICE).get(reverse("paper_sample", args=[town.done["髙橋"].pk])).content)
    assert "見本" in shown
    assert "第８－○号" in shown
    assert not Certificate.objects.exists()


# ---- 課別修了証明書 -------------------------------------------------------------------------------------------------


def test_the_office_sees_the_departments_that_are_done(town, signed_in):
    assert names(signed_in(Role.SECURITY_OFFICE).get(reverse("department_papers"))) == ["福祉課"]


def test_departments_from_ticks_to_the_papers(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    chosen = {"fiscal_year": 2026, "subject": "S-01", "department": [town.places["福祉課"].pk]}
    confirmation = client.post(reverse("department_papers_confirm"), chosen)
    assert texts(page(confirmation), "main li")[-1] == "福祉課"
    answers = [client.post(reverse("department_papers_give"), chosen | DECISION) for _ in range(2)]
    batch = Batch.objects.get()
    assert [answer.url for answer in answers] == [reverse("paper_batch", args=[batch.pk])] * 2
    assert batch.certificates.get().payload["addressee"] == "福祉課長　様"


def test_a_department_that_is_not_done_cannot_be_ticked(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    chosen = {"fiscal_year": 2026, "subject": "S-01", "department": [town.places["税務課"].pk]}
    assert client.post(reverse("department_papers_confirm"), chosen).url == reverse("department_papers")
    client.post(reverse("department_papers_give"), chosen | DECISION)
    assert not Certificate.objects.exists()


def test_a_subject_of_the_other_office_is_not_swapped_for_ones_own(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    chosen = {"fiscal_year": 2026, "subject": "D-01", "department": [town.places["福祉課"].pk]}
    for name in ("department_papers_confirm", "department_papers_give"):
        assert client.post(reverse(name), chosen | DECISION).status_code == 404
    assert not Certificate.objects.exists()


def test_a_year_without_a_plan_says_so(town, signed_in):
    found = signed_in(Role.SECURITY_OFFICE).get(reverse("department_papers"), {"fiscal_year": 2025, "subject": "S-01"})
    assert "この年度の研修計画には、担当する研修がありません。" in found.content.decode()
    assert errors(found) == []


def test_a_sample_for_a_department_shows_its_list(town, signed_in):
    address = reverse("department_paper_sample", args=[2026, "S-01", town.places["福祉課"].pk])
    shown = text(signed_in(Role.SECURITY_OFFICE).get(address).content)
    assert "見本" in shown
    assert "髙橋 正樹" in shown


def test_there_is_no_sample_for_a_department_that_is_not_done_or_of_the_other_office(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    late = reverse("department_paper_sample", args=[2026, "S-01", town.places["税務課"].pk])
    other = reverse("department_paper_sample", args=[2026, "D-01", town.places["福祉課"].pk])
    assert client.get(late).status_code == 404
    assert client.get(other).status_code == 404


# ---- batch and files ------------------------------------------------------------------------------------------------


def test_the_batch_page_counts_what_is_drawn_and_asks_again(town, signed_in):
    batch = give(town.done["髙橋"], town.done["﨑山"])
    client, address = signed_in(Role.SECURITY_OFFICE), reverse("paper_batch", args=[batch.pk])
    waiting = page(client.get(address))
    assert texts(waiting, ".progress .number") == ["2件のうち0件"]
    assert waiting.find(id="progress")["hx-trigger"] == "every 2s"
    client.post(reverse("paper_batch_draw", args=[batch.pk]))
    ready = page(client.get(address))
    assert texts(ready, ".progress .number") == ["2件のうち2件"]
    assert not ready.find(id="progress").has_attr("hx-trigger")


def test_a_lost_paper_is_reported_in_words(town, signed_in, monkeypatch):
    row = give(town.done["髙橋"]).certificates.get()
    Certificate.objects.filter(pk=row.pk).update(drawn_at=NOW, sha256="0" * 64)
    client = signed_in(Role.SECURITY_OFFICE)
    client.raise_request_exception = False
    answer = client.get(reverse("paper_file", args=[row.pk]))
    assert answer.status_code == 500
    assert "第８－１号の証書のファイルが失われたか" in answer.content.decode()


def test_a_file_is_kept_by_no_cache_and_has_a_plain_name(town, signed_in):
    row = give(town.done["髙橋"]).certificates.get()
    answer = signed_in(Role.SECURITY_OFFICE).get(reverse("paper_file", args=[row.pk]))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="2026-security-00001_000123_S-01.pdf"'
    assert answer.content.startswith(b"%PDF")


# ---- who may open what ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("name", ["papers", "department_papers"])
def test_giving_is_for_the_training_offices_alone(town, signed_in, role, name):
    assert signed_in(role).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_can_give(town, signed_in, role):
    client = signed_in(role)
    department = {"fiscal_year": 2026, "subject": "S-01", "department": [town.places["福祉課"].pk]}
    for name in ("papers_confirm", "papers_give"):
        assert client.post(reverse(name), ticked(town.done["髙橋"]) | DECISION).status_code == 404
    for name in ("department_papers_confirm", "department_papers_give"):
        assert client.post(reverse(name), department | DECISION).status_code == 404
    assert not Certificate.objects.exists()


def test_pages_ask_for_sign_in(town, client):
    row = give(town.done["髙橋"]).certificates.get()
    for address in (
        reverse("papers"),
        reverse("paper_file", args=[row.pk]),
        reverse("paper_register"),
        reverse("paper_batch", args=[row.batch_id]),
        reverse("status_report", args=[2026, "S-01", "0301"]),
    ):
        assert client.get(address).url.startswith(reverse("account_login"))


def status_of_file(client, row: Certificate) -> int:
    return client.get(reverse("paper_file", args=[row.pk])).status_code


def test_a_personal_paper_is_for_its_holder_and_not_for_a_colleague(town, client):
    row = give(town.done["髙橋"]).certificates.get()
    client.force_login(make.account(town.people["髙橋"]))
    assert status_of_file(client, row) == 200
    client.force_login(make.account(town.people["﨑山"]))
    assert status_of_file(client, row) == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SECURITY_OFFICE, 200), (Role.DX_OFFICE, 404), (Role.HR, 200), (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 404), (Role.SECURITY_AUTHOR, 404),
    ],
)  # fmt: skip
def test_a_personal_paper_is_for_its_office_hr_and_audit(town, signed_in, role, status):
    row = give(town.done["髙橋"]).certificates.get()
    assert status_of_file(signed_in(role), row) == status


def test_who_opens_somebody_elses_paper_leaves_a_trace(town, signed_in, client):
    row = give(town.done["髙橋"]).certificates.get()
    client.force_login(make.account(town.people["髙橋"]))
    assert (status_of_file(client, row), looks()) == (200, [])
    assert status_of_file(signed_in(Role.SECURITY_OFFICE), row) == 200
    assert looks() == [town.people["髙橋"].staff_number]


def looks() -> list[str]:
    return list(LedgerEntry.objects.filter(action="職員の記録の閲覧").values_list("subject", flat=True))


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.CLERK])
def test_a_department_paper_is_for_the_department_and_not_for_another(town, signed_in, role):
    row = give_to_department(town, "福祉課").certificates.get()
    personal = give(town.done["髙橋"]).certificates.get()
    own = signed_in(role, town.places["福祉課"])
    assert (status_of_file(own, row), status_of_file(own, personal)) == (200, 404)
    assert status_of_file(signed_in(role, town.places["税務課"]), row) == 404


def test_an_ordinary_member_of_a_department_does_not_see_its_paper(town, client):
    row = give_to_department(town, "福祉課").certificates.get()
    client.force_login(make.account(town.people["髙橋"]))
    assert status_of_file(client, row) == 404


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SECURITY_OFFICE, 200), (Role.AUDITOR, 200), (Role.DX_OFFICE, 404), (Role.HR, 404)]
)
def test_a_batch_is_for_its_office_and_audit(town, signed_in, role, status):
    batch = give(town.done["髙橋"])
    client = signed_in(role)
    assert client.get(reverse("paper_batch", args=[batch.pk])).status_code == status


def test_audit_reads_a_batch_and_starts_nothing(town, signed_in):
    batch = give(town.done["髙橋"])
    client = signed_in(Role.AUDITOR)
    assert "作成を続ける</button>" not in client.get(reverse("paper_batch", args=[batch.pk])).content.decode()
    assert client.post(reverse("paper_batch_draw", args=[batch.pk])).status_code == 404
    assert batch.certificates.get().drawn_at is None


def numbers(response) -> list[str]:
    return texts(page(response), "tbody th")


def test_the_register_shows_each_office_its_own_and_audit_all(town, signed_in):
    give(town.done["髙橋"])
    give(town.done["髙橋 DX"])
    address = reverse("paper_register")
    assert numbers(signed_in(Role.SECURITY_OFFICE).get(address)) == ["第８－１号"]
    assert numbers(signed_in(Role.DX_OFFICE).get(address)) == ["第８－ＤＸ１号"]
    assert numbers(signed_in(Role.AUDITOR).get(address)) == ["第８－１号", "第８－ＤＸ１号"]
    assert signed_in(Role.ADMINISTRATOR).get(address).status_code == 404
    assert signed_in(Role.HEAD, town.places["福祉課"]).get(address).status_code == 404


def test_the_register_says_where_no_decision_was_entered(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    client.post(reverse("papers_give"), ticked(town.done["髙橋"]) | {"given_on": "2026-07-31"})
    client.post(reverse("papers_give"), ticked(town.done["﨑山"]) | DECISION)
    cells = texts(page(client.get(reverse("paper_register"))), "tbody td:nth-of-type(5)")
    assert cells == ["決裁未入力", "令和8年7月29日　総務課長　垂総第１号"]


def test_the_register_is_filtered_and_paged(town, signed_in):
    rows = [make.completion(make.employee(town.places["税務課"]), town.security, jst(2026, 7, 1)) for _ in range(51)]
    give(*rows, town.done["髙橋"])
    give_to_department(town, "福祉課")
    client, address = signed_in(Role.SECURITY_OFFICE), reverse("paper_register")
    assert len(numbers(client.get(address))) == 50
    assert numbers(client.get(address, {"page": 2})) == ["第８－５１号", "第８－５２号", "第８－課１号"]
    assert numbers(client.get(address, {"kind": "department"})) == ["第８－課１号"]
    assert numbers(client.get(address, {"staff_number": "000123"})) == ["第８－５２号"]
    assert numbers(client.get(address, {"fiscal_year": 2025})) == []


# ---- 課別研修実施状況報告書 -----------------------------------------------------------------------------------------


def report(code: str = "0301", course: str = "S-01") -> str:
    return reverse("status_report", args=[2026, course, code])


def taken(client, address: str):
    return client.post(address, {"purpose": "report"})


def test_the_report_leaves_with_its_purpose_and_not_without(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    assert "未修了者の氏名が載る" in words(page(client.get(report())).main)
    assert errors(client.post(report(), {"purpose": ""})) == ["出力の目的：出力の目的を選んでください。"]
    assert not LedgerEntry.objects.filter(action="出力").exists()
    taken(client, report())
    assert LedgerEntry.objects.get(action="出力").payload["purpose"] == "report"


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.CLERK])
def test_the_report_is_for_the_department(town, signed_in, role):
    client = signed_in(role, town.places["税務課"])
    shown = text(taken(client, report("0401")).content)
    assert "２人（ほか受講猶予" in shown
    assert "葛\U000e0100城 聡" in shown
    assert client.get(report("0301")).status_code == 404


def test_the_report_names_the_last_entry_of_the_ledger_and_its_day(town, signed_in):
    with transaction.atomic():
        append(actor="00007", action="試験", subject="対象", at=NOW)
    seal()
    shown = text(taken(signed_in(Role.SECURITY_OFFICE), report()).content, "-layout")
    assert f"操作記録の最後 1番 {head(NOW).hash[:16]}（令和8年7月31日）" in " ".join(shown.split())


def test_the_report_is_signed_by_the_head_of_the_department(town, signed_in):
    shown = text(taken(signed_in(Role.SECURITY_OFFICE), report()).content)
    assert "情報セキュリティ管理者（福祉課長）" in shown
    assert "青木 一" in shown


def test_the_report_of_the_dx_office_speaks_of_no_security(town, signed_in):
    make.duty(town.people["髙橋"], TrainingPlan.objects.get(office="dx").requirements.get())
    shown = text(taken(signed_in(Role.DX_OFFICE), report(course="D-01")).content)
    assert "DX推進責任者（企画政策課長）" in shown
    assert "情報セキュリティ" not in shown


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SECURITY_OFFICE, 200),
        (Role.AUDITOR, 200),
        (Role.DX_OFFICE, 404),
        (Role.HR, 404),
        (Role.ADMINISTRATOR, 404),
    ],
)
def test_the_report_is_for_the_office_of_the_course_and_audit(town, signed_in, role, status):
    assert signed_in(role).get(report()).status_code == status


def test_a_day_in_the_past_shows_what_was_true_then(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    assert "１人（修了率 ５０．０％）" in " ".join(text(taken(client, f"{report()}?at=2026-06-11").content).split())
    for day in ("2026-08-01", "2026-03-31", "未定"):
        assert client.get(report(), {"at": day}).status_code == 404


def test_only_reporting_departments_and_planned_courses_report(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    make.course("S-09")
    assert client.get(report("030101")).status_code == 404
    assert client.get(report("9999")).status_code == 404
    assert client.get(report(course="S-09")).status_code == 404


# ---- queries --------------------------------------------------------------------------------------------------------


def more_people(town, count: int) -> list:
    people = [make.employee(town.places["税務課"]) for _ in range(count)]
    return [make.completion(person, town.security, jst(2026, 7, 1)) for person in people]


def queries_of(client, address: str, assert_number, number: int) -> None:
    client.get(address)
    with assert_number(number):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_candidates_takes_the_same_queries(town, signed_in, count, django_assert_num_queries):
    more_people(town, count)
    queries_of(signed_in(Role.SECURITY_OFFICE), reverse("papers"), django_assert_num_queries, 11)


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_takes_the_same_queries(town, signed_in, count, django_assert_num_queries):
    batch = give(*more_people(town, count))
    address = reverse("paper_batch", args=[batch.pk])
    queries_of(signed_in(Role.SECURITY_OFFICE), address, django_assert_num_queries, 10)


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_takes_the_same_queries(town, signed_in, count, django_assert_num_queries):
    give(*more_people(town, count))
    queries_of(signed_in(Role.SECURITY_OFFICE), reverse("paper_register"), django_assert_num_queries, 7)


@pytest.mark.parametrize("count", [1, 3])
def test_the_departments_take_the_same_queries(town, signed_in, count, django_assert_num_queries):
    for index in range(count):
        seat = make.department(f"07{index}")
        person = make.employee(seat)
        make.duty(person, town.asked)
        make.completion(person, town.security, jst(2026, 7, 1))
    queries_of(signed_in(Role.SECURITY_OFFICE), reverse("department_papers"), django_assert_num_queries, 10)


# ---- taking back what a paper stands on ------------------------------------------------------------------------------


def test_who_takes_back_a_completion_is_told_of_the_paper_that_was_given_for_it(town, signed_in):
    give(town.done["髙橋"])
    office = signed_in(Role.SECURITY_OFFICE)
    warned = page(office.get(f"/records/{town.done['髙橋'].pk}/cancel/")).select_one(".banner--warning")
    paper = Certificate.objects.get()
    assert texts(warned, "a") == [paper.payload["number"], "証書を取り消す"]
    assert warned.select("a")[1]["href"] == reverse("paper_revoke", args=[paper.pk])
    assert not page(office.get(f"/records/{town.done['𠮷田'].pk}/cancel/")).select(".banner--warning")
