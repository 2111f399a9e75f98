"""受講免除 by page: asked for by 所属長, decided by the office of the course, seen by both and by nobody else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.duties.models import Duty, Exemption, ExemptionRequest
from lms.people.roles import Office, Role
from tests import factories as make
from tests.demo import stop_the_clock
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 6, 10))


@pytest.fixture
def seat():
    return make.department("0101", "総務課")


@pytest.fixture
def duty(seat) -> Duty:
    return make.duty(make.employee(seat, "00123", "髙橋　正樹"), make.requirement())


@pytest.fixture
def head(seat):
    return make.viewer_of(Role.HEAD, seat, number="90001", name="課長　一郎")


@pytest.fixture
def office():
    return make.viewer_of(Role.SECURITY_OFFICE, number="90002")


def ask(client, head, duty: Duty, reason: str = "同じ内容の外部研修を修了"):
    client.force_login(head.user)
    return client.post(f"/plans/exemptions/asking/{duty.pk}/", {"reason": reason}, follow=True)


def decide(client, office, **values):
    asked = ExemptionRequest.objects.get()
    client.force_login(office.user)
    usual = {"decision": "granted", "approved_by": "総務課長", "note": ""}
    return client.post(f"/plans/exemptions/{asked.pk}/decision/", usual | values)


def cells(client, person, path: str = "") -> list[str]:
    client.force_login(person.user)
    return texts(page(client.get(f"/plans/exemptions/{path}")), "tbody tr")


# ---- asked for and decided ------------------------------------------------------------------------------------------


def test_a_head_asks_the_office_grants_and_both_see_it(client, head, office, duty):
    assert "受講免除を申し出ました。" in ask(client, head, duty).content.decode()
    assert "決定待ち" in cells(client, head)[0]
    assert "決定する" in cells(client, office)[0]
    decide(client, office, note="修了証の写しあり")
    row = Exemption.objects.get()
    assert (row.employee, row.reason, row.approved_by) == (duty.employee, "同じ内容の外部研修を修了", "総務課長")
    for person in (head, office):
        (line,) = cells(client, person)
        assert "承認" in line
        assert "修了証の写しあり" in line
        assert "髙橋　正樹" in cells(client, person, "given/")[0]


def test_a_refusal_tells_the_head_why(client, head, office, duty):
    ask(client, head, duty)
    decide(client, office, decision="refused", approved_by="", note="多忙は免除の理由になりません。")
    assert not Exemption.objects.exists()
    assert "不承認令和8年6月10日" in cells(client, head)[0].replace(" ", "")
    assert "多忙は免除の理由になりません。" in cells(client, head)[0]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"decision": ""}, "決定：決定を選んでください。"),
        ({"approved_by": ""}, "承認者：承認者を入力してください。"),
        ({"decision": "refused"}, "付記：不承認の理由を入力してください。"),
        ({"note": "あ" * 301}, "付記：付記は300文字までで入力してください。"),
    ],
)
def test_a_decision_lacks_nothing(client, head, office, duty, values, message):
    ask(client, head, duty)
    assert errors(decide(client, office, **values)) == [message]
    assert ExemptionRequest.objects.get().decided_at is None


def test_a_request_needs_a_reason(client, head, duty):
    assert errors(ask(client, head, duty, reason="")) == ["理由：理由を入力してください。"]
    assert not ExemptionRequest.objects.exists()


def test_asking_again_shows_the_request_that_waits(client, head, duty):
    ask(client, head, duty)
    assert "既に申し出ています" in client.get(f"/plans/exemptions/asking/{duty.pk}/").content.decode()
    assert ExemptionRequest.objects.count() == 1


def test_a_decision_stands(client, head, office, duty):
    ask(client, head, duty)
    decide(client, office)
    assert decide(client, office, decision="refused", note="やはり不可").status_code == 404
    assert ExemptionRequest.objects.get().decision == "granted"


def test_what_waits_comes_first(client, head, office, seat, duty):
    ask(client, head, duty)
    decide(client, office)
    other = make.duty(make.employee(seat, name="後から　申出"), duty.requirement)
    ask(client, head, other)
    assert [line.split(" ")[0][:5] for line in cells(client, office)] == ["後から　申", "髙橋　正樹"]


# ---- given unasked, and taken back ----------------------------------------------------------------------------------


def give(client, office, duty: Duty, **values):
    client.force_login(office.user)
    usual = {
        "employee": duty.employee.staff_number, "requirement": duty.requirement_id, "reason": "CYDERを修了",
        "approved_by": "総務課長",
    }  # fmt: skip
    return client.post("/plans/exemptions/new/", usual | values)


def test_the_office_gives_unasked_and_takes_back(client, office, duty):
    assert give(client, office, duty).status_code == 302
    row = Exemption.objects.get()
    url = f"/plans/exemptions/given/{row.pk}/withdrawal/"
    assert errors(client.post(url, {"reason": ""})) == ["取消しの理由：取消しの理由を入力してください。"]
    client.post(url, {"reason": "別人の修了証だったため"})
    assert not Exemption.objects.known().exists()
    assert client.get(url).status_code == 404


def test_who_has_no_duty_or_is_exempt_already_is_not_exempted(client, office, duty):
    stranger = make.employee()
    assert errors(give(client, office, duty, employee=stranger.staff_number)) == [
        "この職員は、この研修の受講対象者ではありません。職員番号と研修を確かめてください。"
    ]
    assert errors(give(client, office, duty, employee="99999"))[0].startswith("職員番号：職員番号「99999」の職員は")
    give(client, office, duty)
    assert errors(give(client, office, duty)) == ["この職員は、この研修の受講を既に免除されています。"]
    assert Exemption.objects.count() == 1


def test_a_line_of_another_office_is_not_offered(client, office, duty):
    other = make.requirement(make.course("D-01", Office.DX))
    assert errors(give(client, office, duty, requirement=other.pk)) == ["研修：一覧から研修を選んでください。"]


# ---- who may --------------------------------------------------------------------------------------------------------


def test_a_head_asks_below_and_a_deputy_too(client, seat, duty):
    below = make.department("010101", "職員係", parent=seat, reports=False)
    lower = make.duty(make.employee(below), duty.requirement)
    deputy = make.viewer_of(Role.DEPUTY, seat)
    client.force_login(deputy.user)
    assert client.get(f"/plans/exemptions/asking/{lower.pk}/").status_code == 200


@pytest.mark.parametrize("role", [Role.CLERK, Role.SECURITY_OFFICE, Role.HR, Role.AUDITOR])
def test_nobody_but_head_and_deputy_asks(client, seat, duty, role):
    client.force_login(make.viewer_of(role, seat if role == Role.CLERK else None).user)
    assert client.get(f"/plans/exemptions/asking/{duty.pk}/").status_code == 404
    assert client.post(f"/plans/exemptions/asking/{duty.pk}/", {"reason": "外部研修"}).status_code == 404


def test_the_head_of_another_department_neither_asks_nor_sees(client, head, duty):
    ask(client, head, duty)
    other = make.viewer_of(Role.HEAD, make.department("0102", "福祉課"))
    make.exemption(duty.employee, duty.requirement)
    client.force_login(other.user)
    assert client.get(f"/plans/exemptions/asking/{duty.pk}/").status_code == 404
    assert cells(client, other) == cells(client, other, "given/") == []


def test_a_finished_duty_is_not_asked_about(client, head, duty):
    make.completion(duty.employee, duty.requirement.course, make.jst(2026, 6, 5))
    client.force_login(head.user)
    assert client.get(f"/plans/exemptions/asking/{duty.pk}/").status_code == 404


def test_the_other_office_neither_sees_nor_decides(client, head, duty):
    ask(client, head, duty)
    row = make.exemption(make.employee(), duty.requirement)
    other = make.viewer_of(Role.DX_OFFICE)
    assert decide(client, other).status_code == 404
    assert cells(client, other) == cells(client, other, "given/") == []
    assert client.post(f"/plans/exemptions/given/{row.pk}/withdrawal/", {"reason": "誤り"}).status_code == 404
    assert ExemptionRequest.objects.get().decided_at is None


def test_the_auditor_reads_everything_and_decides_nothing(client, head, duty):
    ask(client, head, duty)
    auditor = make.viewer_of(Role.AUDITOR)
    assert len(cells(client, auditor)) == 1
    assert decide(client, auditor).status_code == 404
    assert give(client, auditor, duty).status_code == 404


@pytest.mark.parametrize("role", [None, Role.HR, Role.CLERK])
def test_to_everybody_else_the_lists_do_not_exist(client, seat, role):
    person = make.viewer_of(role, seat if role == Role.CLERK else None) if role else make.employee(seat)
    client.force_login(person.user or make.account(person))
    assert [client.get(f"/plans/exemptions/{path}").status_code for path in ("", "given/", "new/")] == [404] * 3


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("path", ["", "given/"])
def test_a_list_takes_as_many_queries_for_one_as_for_three(client, office, head, seat, number, path):
    asked = make.requirement()
    for _ in range(number):
        duty = make.duty(make.employee(seat), asked)
        ask(client, head, duty)
        make.exemption(make.employee(seat), asked)
    client.force_login(office.user)
    client.get(f"/plans/exemptions/{path}")
    with CaptureQueriesContext(connection) as found:
        assert len(texts(page(client.get(f"/plans/exemptions/{path}")), "tbody tr")) == number
    assert len(found) == 7


def test_the_persons_page_leads_the_head_to_the_request_for_unfinished_duties_only(client, head, office, duty):
    done = make.duty(duty.employee, make.requirement(make.course("S-02")))
    make.completion(duty.employee, done.requirement.course, make.jst(2026, 6, 5))
    for person, ways in ((head, [f"/plans/exemptions/asking/{duty.pk}/"]), (office, [])):
        client.force_login(person.user)
        shown = page(client.get(f"/reports/people/{duty.employee_id}/"))
        assert [link["href"] for link in shown.select("a[href*=asking]")] == ways
