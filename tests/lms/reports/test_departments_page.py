"""受講状況: figures by department, for those who may see them."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from lms.reports import exporting
from tests import factories
from tests.factories import jst
from tests.lms.reports.conftest import NOW
from tests.markup import errors, page, texts, words

URL = "/reports/departments/"


def rows(response) -> dict[str, list[str]]:
    """The table as it reads: department, and its cells."""
    found = {}
    for row in page(response).select("table.table tbody tr, table.table tfoot tr"):
        for hidden in row.select(".visually-hidden"):
            hidden.decompose()
        name, *cells = (words(cell) for cell in row.select("th, td"))
        found[name] = cells
    return found


def links(response, row: str) -> list[dict[str, str]]:
    """Where the numbers of a row lead."""
    [found] = [tr for tr in page(response).select("table.table tr") if words(tr.th) == row]
    return [dict(parse_qsl(urlsplit(a["href"]).query)) for a in found.select("td a")]


# ---- figures --------------------------------------------------------------------------------------------------------


def test_each_reporting_department_is_a_row_in_the_order_of_the_codes_and_the_rows_add_up(town, signed_in):
    assert rows(signed_in(Role.AUDITOR).get(URL)) == {
        "市長部局": ["2", "1", "50.0%（1/2）", "1", "1", "0", "0"],
        "税務課": ["3", "2", "66.7%（2/3）", "2", "1", "0", "1"],
        "福祉課": ["4", "2", "50.0%（2/4）", "3", "2", "2", "0"],
        "合計": ["9", "5", "55.6%（5/9）", "6", "4", "2", "1"],
    }


def test_of_one_course_duties_are_people(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01"})
    assert rows(response)["合計"] == ["4", "3", "75.0%（3/4）", "3", "1", "1", "1"]
    assert "延べ" not in words(page(response).main)


def test_of_several_courses_the_page_says_so_and_names_the_people_beside(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL)
    assert "2研修の延べ数。対象者の実人数は5人" in texts(page(response), "dl dd")


def test_the_definition_and_the_day_stand_on_the_page(town, signed_in):
    document = page(signed_in(Role.AUDITOR).get(URL))
    assert "修了率＝修了者数÷対象者数、対象者数＝在籍者数－対象外－猶予－免除" in texts(document, "dl dd")
    assert texts(document, ".page-head__shoulder") == ["令和8年11月22日現在（速報値）"]


def test_a_department_in_which_nobody_must_has_no_rate(town, signed_in):
    factories.exemption(town.people["小川"], town.dx.requirements.get())
    factories.exemption(town.people["江口"], town.dx.requirements.get())
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01", "at": "2026-06-01"})
    assert rows(response)["税務課"] == ["1", "0", "0.0%（0/1）", "0", "0", "0", "1"]
    factories.exemption(town.people["江口"], town.security.requirements.get())
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01", "at": "2026-06-01"})
    assert rows(response)["税務課"] == ["0", "0", "対象なし", "0", "0", "0", "2"]


def test_the_day_in_the_address_may_be_in_an_era_and_moves_the_figures(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01", "at": "令和8年6月11日"})
    assert rows(response)["合計"] == ["4", "1", "25.0%（1/4）", "1", "0", "1", "1"]


def test_a_department_of_the_address_covers_what_lies_below_it(town, signed_in):
    client = signed_in(Role.AUDITOR)
    assert list(rows(client.get(URL, {"department": "0106"}))) == ["福祉課", "合計"]
    assert list(rows(client.get(URL, {"department": "01"}))) == ["市長部局", "税務課", "福祉課", "合計"]
    assert rows(client.get(URL, {"department": "010601", "course": "S-01"})) == {
        "社会福祉係": ["1", "0", "0.0%（0/1）", "0", "1", "1", "0"],
        "合計": ["1", "0", "0.0%（0/1）", "0", "1", "1", "0"],
    }


def test_people_in_a_department_that_did_not_exist_are_still_counted(town, signed_in):
    gone = factories.department("0199", "旧福祉課", parent=town.places["mayors"])
    gone.versions.void(NOW)
    stray = factories.employee(gone)
    factories.duty(stray, town.security.requirements.get())
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01"})
    assert rows(response)["所属コード0199（この日にない所属）"][0] == "1"
    assert rows(response)["合計"][0] == "5"
    assert links(response, "所属コード0199（この日にない所属）") == []


def test_a_past_year_is_seen_on_its_last_day_unless_another_is_asked(town, signed_in):
    asked = factories.requirement(town.security, 2025)
    factories.duties(town.people.values(), asked)
    response = signed_in(Role.AUDITOR).get(URL, {"year": "2025"})
    assert texts(page(response), ".page-head__shoulder") == ["令和8年3月31日現在（速報値）"]
    assert rows(response)["合計"][0] == "6"


# ---- numbers lead to people -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("conditions", [{}, {"course": "S-01"}, {"department": "0106"}, {"at": "2026-06-11"}])
def test_every_number_leads_to_exactly_as_many_people(town, signed_in, conditions):
    client = signed_in(Role.AUDITOR)
    followed = 0
    for anchor in page(client.get(URL, conditions)).select("table.table td a"):
        anchor.select_one(".visually-hidden").decompose()
        listed = client.get(anchor["href"]).context["page"].paginator.count
        assert listed == int(words(anchor)), anchor["href"]
        followed += 1
    assert followed > 5


def test_a_row_with_other_rows_below_it_leads_to_its_own_people_only(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01"})
    assert links(response, "市長部局")[0] == {
        "year": "2026", "course": "S-01", "department": "01", "at": "2026-11-22", "row": "on", "state": "required",
    }  # fmt: skip
    assert "row" not in links(response, "福祉課")[0]


def test_zero_leads_nowhere(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01"})
    assert [link["state"] for link in links(response, "税務課")] == ["required", "completed", "started", "exempt"]


# ---- who sees what --------------------------------------------------------------------------------------------------


def test_without_signing_in_there_is_only_the_sign_in_page(town, client: Client):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SECURITY_MANAGER, Role.DX_LEADER, Role.SECURITY_AUTHOR])
def test_people_without_a_part_in_reporting_find_nothing(town, signed_in, role):
    assert signed_in(role, town.places["welfare"]).get(URL).status_code == 404


def test_an_employee_without_role_finds_nothing(town, client: Client):
    client.force_login(factories.account(town.people["青木"]))
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.CLERK])
def test_the_people_of_a_department_see_it_and_what_lies_below_in_both_courses(town, signed_in, role):
    response = signed_in(role, town.places["welfare"]).get(URL)
    assert rows(response) == {
        "福祉課": ["4", "2", "50.0%（2/4）", "3", "2", "2", "0"],
        "合計": ["4", "2", "50.0%（2/4）", "3", "2", "2", "0"],
    }
    assert texts(page(response), "select[name=department] option") == [
        "すべての所属", "0106　福祉課", "010601　社会福祉係",
    ]  # fmt: skip


def test_the_head_of_a_section_sees_the_section_only(town, signed_in):
    response = signed_in(Role.HEAD, town.places["section"]).get(URL)
    assert rows(response)["合計"] == rows(response)["社会福祉係"] == ["2", "1", "50.0%（1/2）", "1", "1", "2", "0"]


@pytest.mark.parametrize("code", ["0104", "01", "9999"])
def test_a_department_not_ones_own_is_as_if_it_did_not_exist(town, signed_in, code):
    response = signed_in(Role.HEAD, town.places["welfare"]).get(URL, {"department": code})
    assert response.status_code == 404
    assert not rows(response)
    assert errors(response) == ["所属：この基準日の一覧から所属を選んでください。"]


@pytest.mark.parametrize(("role", "own", "other"), [
    (Role.SECURITY_OFFICE, "S-01", "D-01"), (Role.DX_OFFICE, "D-01", "S-01")
])  # fmt: skip
def test_an_office_sees_the_whole_city_in_its_own_courses_only(town, signed_in, role, own, other):
    client = signed_in(role)
    whole = rows(client.get(URL))
    assert whole == rows(client.get(URL, {"course": own}))
    assert len(whole) == 4
    response = client.get(URL, {"course": other})
    assert (response.status_code, rows(response)) == (404, {})
    assert len(page(response).select("select[name=course] option")) == 2


def test_an_office_person_who_heads_a_department_sees_all_courses_there_and_the_own_course_elsewhere(town, client):
    person = factories.viewer_of(Role.DX_OFFICE)
    factories.grant(person, Role.HEAD, town.places["welfare"])
    client.force_login(person.user)
    assert rows(client.get(URL))["合計"][0] == "5"
    assert rows(client.get(URL, {"department": "0106"}))["福祉課"][0] == "4"
    assert rows(client.get(URL, {"course": "S-01"}))["合計"][0] == "2"
    assert client.get(URL, {"course": "S-01", "department": "0104"}).status_code == 404


def test_hr_and_auditor_see_both_courses(town, signed_in):
    for role in (Role.HR, Role.AUDITOR):
        assert rows(signed_in(role).get(URL))["合計"][0] == "9"


def test_the_kind_of_leave_is_nowhere(town, signed_in):
    assert "育児" not in signed_in(Role.HR).get(URL).content.decode()


# ---- what was typed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "きのう",
            "基準日：「きのう」は日付として読めません。「R8.4.1」「令和8年4月1日」「2026-04-01」のように書いてください。",
        ),
        ("2026-11-23", "基準日：基準日は、令和8年4月1日から令和8年11月22日までの日を入力してください。"),
        ("2026-03-31", "基準日：基準日は、令和8年4月1日から令和8年11月22日までの日を入力してください。"),
    ],
)
def test_a_day_that_cannot_be_asked_is_answered_in_words_and_without_figures(town, signed_in, typed, message):
    response = signed_in(Role.AUDITOR).get(URL, {"at": typed})
    assert (response.status_code, errors(response), rows(response)) == (200, [message], {})


@pytest.mark.parametrize("year", ["1999", "2027", "x"])
def test_a_year_without_plan_or_not_yet_begun_is_not_offered(town, signed_in, year):
    factories.plan(2027)
    response = signed_in(Role.AUDITOR).get(URL, {"year": year})
    assert errors(response) == ["年度：一覧から年度を選んでください。"]
    assert texts(page(response), "select[name=year] option") == ["令和8年度"]


# ---- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "media", "begins"),
    [
        ("csv", "text/csv; charset=utf-8", "\ufeff所属,対象者,修了者,修了率,着手,期限超過,猶予,免除\r\n".encode()),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
def test_the_same_rows_come_as_a_file_and_leave_a_trace(town, signed_in, form, media, begins):
    response = signed_in(Role.AUDITOR).get(URL, {"format": form, "purpose": "report", "course": "S-01"})
    assert response["Content-Type"] == media
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(begins)
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("出力", f"所属別研修受講状況（令和8年度） {form.upper()}")
    assert entry.payload == {
        "purpose": "report", "rows": 3, "facts": [], "address": "127.0.0.1",
        "conditions": {"year": "2026", "course": "S-01", "department": "", "at": "2026-11-22"},
    }  # fmt: skip


def test_without_a_purpose_there_is_no_file(town, signed_in):
    found = signed_in(Role.AUDITOR).get(URL, {"format": "csv", "course": "S-01"})
    assert "出力の目的を選んでください。" in words(page(found).main)
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    "asked", [{"format": "exe"}, {"format": "csv", "at": "x"}, {"format": "csv", "department": "0104"}]
)
def test_no_file_without_a_question_that_may_be_asked(town, signed_in, asked):
    assert signed_in(Role.HEAD, town.places["welfare"]).get(URL, asked).status_code == 404
    assert not LedgerEntry.objects.exists()


def test_the_page_cannot_be_posted_to(town, signed_in):
    assert signed_in(Role.AUDITOR).post(URL).status_code == 405


# ---- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "queries"), [({}, 12), ({"format": "csv", "purpose": "report"}, 16)])
@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_departments_people_and_courses(
    db, signed_in, django_assert_num_queries, number, asked, queries
):
    requirements = [factories.requirement(factories.course(f"S-{serial:02}")) for serial in range(number + 1)]
    for serial in range(number):
        person = factories.employee(factories.department(f"02{serial}"))
        for one in requirements:
            factories.duty(person, one)
    client = signed_in(Role.AUDITOR)
    client.get(URL)
    with django_assert_num_queries(queries):
        assert client.get(URL, asked).status_code == 200


# ---- what was recorded later ----------------------------------------------------------------------------------------


def test_a_past_day_marks_what_was_recorded_after_it_and_leads_to_what_was_known_then(town, signed_in):
    person, course = town.people["石田"], town.security
    factories.completion(person, course, jst(2026, 6, 30), recorded_at=jst(2026, 10, 5))
    now = signed_in(Role.AUDITOR).get(URL, {"at": "R8.9.30", "course": "S-01"})
    assert texts(page(now), "tbody th .support") == ["後日記録"]
    assert rows(now)["合計"][:2] == ["4", "4"]
    [link] = page(now).find_all("a", string="基準日までに記録された内容だけで見る")
    then = signed_in(Role.AUDITOR).get(link["href"])
    assert rows(then)["合計"][:2] == ["4", "3"]
    assert texts(page(then), ".page-head__shoulder") == ["令和8年9月30日現在（速報値、同日までの記録）"]
    assert not texts(page(then), "tbody th .support")


def test_a_past_day_without_later_records_marks_nothing(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL, {"at": "R8.9.30"})
    assert not texts(page(response), "tbody th .support")
    assert "基準日までに記録された内容だけで見る" not in words(page(response).main)


def test_too_long_a_paper_is_refused_on_the_page(town, signed_in, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS_ON_PAPER", 1)
    response = signed_in(Role.AUDITOR).get(URL, {"format": "pdf", "purpose": "audit"})
    assert "PDFにできるのは1件までです" in words(page(response).select_one(".banner"))
    assert rows(response)
    assert not LedgerEntry.objects.exists()
