"""所属の状況: the first page of 所属長, deputy and clerk."""

from datetime import date

import pytest
from django.test import Client

from lms.certificates.models import Batch, Certificate, Series
from lms.duties.models import TrainingPlan
from lms.people.organisation import organisation
from lms.people.roles import Office, Role
from lms.reports.chain.confirming import Remarks, confirm
from tests import factories
from tests.factories import jst
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import page, texts, words

URL = "/reports/own/"


def rows(response) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in page(response).select("table.table tbody tr")]


def totals(response) -> list[str]:
    return texts(page(response), ".stat__value")


def link_texts(response) -> list[str]:
    for hidden in (document := page(response)).select(".visually-hidden"):
        hidden.decompose()
    return [words(a) for a in document.select(".stat a")]


def test_one_table_of_people_and_courses_with_those_who_sit_there_beside_another_posting(town, signed_in):
    response = signed_in(Role.HEAD, town.places["welfare"]).get(URL)
    assert texts(page(response), "thead th") == [
        "氏名",
        "所属・職名",
        "DXの意義と市のDX推進計画",
        "情報セキュリティ基礎",
    ]
    assert rows(response) == [
        ["青木　花子00001", "福祉課　主査", "期限超過 令和8年7月17日まで", "修了 令和8年6月10日"],
        ["石田　花子00002", "福祉課　社会福祉係　主査", "修了 令和8年6月20日", "期限超過 令和8年7月17日まで"],
        ["上野　花子00003", "福祉課　社会福祉係　主査", "猶予", "猶予"],
        ["江口　花子 兼務00004", "福祉課　主事", "修了 令和8年6月12日", "修了 令和8年6月12日"],
    ]


def test_totals_count_people_at_their_main_posting(town, signed_in):
    response = signed_in(Role.HEAD, town.places["welfare"]).get(URL)
    assert totals(response) == ["1／2人", "1／2人"]
    assert "50.0%" in words(page(response).main)


def test_who_has_no_duty_in_a_course_is_outside(town, signed_in):
    factories.employee(town.places["tax"], name="新田　花子", kana="ン")
    response = signed_in(Role.CLERK, town.places["tax"]).get(URL)
    assert rows(response)[-1][2:] == ["対象外", "対象外"]


def test_a_section_head_sees_the_section_only_and_gets_no_departments_report(town, signed_in):
    response = signed_in(Role.HEAD, town.places["section"]).get(URL)
    assert [row[0][:2] for row in rows(response)] == ["石田", "上野"]
    assert link_texts(response) == ["出席簿に記録する", "未修了 1人", "出席簿に記録する"]


def heading(response) -> str:
    return words(page(response).select_one(".page-head__shoulder"))


def test_the_page_of_a_section_says_which_section_it_is_and_who_reports_for_it(town, signed_in):
    response = signed_in(Role.HEAD, town.places["section"]).get(URL)
    assert heading(response).startswith("福祉課　社会福祉係　令和8年11月22日現在")
    assert totals(response) == ["1／1人", "0／1人"]
    assert "福祉課の分をまとめて福祉課の所属長が確認します" in words(page(response).main)


def test_the_head_of_a_part_with_reporting_departments_below_reports_in_none_of_their_stead(town, signed_in):
    """部＞課＞係: the 課 report."""
    response = signed_in(Role.HEAD, town.places["mayors"]).get(URL)
    assert heading(response).startswith("市長部局")
    assert totals(response) == ["2／5人", "3／4人"]
    assert not any("報告書" in text for text in link_texts(response))
    chosen = signed_in(Role.HEAD, town.places["mayors"]).get(URL, {"department": "0106"})
    assert heading(chosen).startswith("福祉課")


def test_a_reporting_department_gets_its_list_sheet_and_report_with_a_draft_until_it_is_confirmed(town, signed_in):
    asked, client = town.security.requirements.get(), signed_in(Role.DEPUTY, town.places["welfare"])
    ways = [
        "/reports/people/?course=S-01&department=0106&state=unfinished",
        "/learn/sheet/?course=S-01&department=0106",
        f"/reports/chain/{asked.pk}/departments/0106/",
    ]
    document = page(client.get(URL))
    assert [a["href"] for a in document.select(".stat")[1].select("a")] == [*ways, "/papers/reports/2026/S-01/0106/"]
    assert link_texts(client.get(URL))[-2:] == ["課別研修実施状況報告書を確認する", "課別研修実施状況報告書の案"]
    confirm(
        requirement=asked, department=organisation(TODAY).by_code("0106"), on=TODAY, remarks=Remarks(),
        by=factories.employee(), at=NOW,
    )  # fmt: skip
    assert [a["href"] for a in page(client.get(URL)).select(".stat")[1].select("a")] == ways
    assert link_texts(client.get(URL))[-1] == "課別研修実施状況報告書（第1版　確認済み）"


def test_of_a_plan_that_has_not_begun_there_is_no_report_yet(town, signed_in):
    TrainingPlan.objects.update(state=TrainingPlan.State.APPROVED)
    assert not any("報告書" in text for text in link_texts(signed_in(Role.HEAD, town.places["welfare"]).get(URL)))


def test_every_place_to_go_is_open(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    for anchor in page(client.get(URL)).select(".stat a"):
        assert client.get(anchor["href"]).status_code == 200, anchor["href"]


def test_a_department_below_can_be_chosen_and_another_is_not_there(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    assert [row[0][:2] for row in rows(client.get(URL, {"department": "010601"}))] == ["石田", "上野"]
    assert client.get(URL, {"department": "0104"}).status_code == 404


def unfinished(client: Client, **conditions: str) -> list[tuple[str, int]]:
    """For each training what the page says, and how many the list behind it holds."""
    found = []
    for link in page(client.get(URL, conditions)).select(".stat a[href*=unfinished]"):
        listed = page(client.get(link["href"])).select("table.table tbody tr")
        found.append((words(link).split("（")[0], len(listed)))
    return found


def test_of_a_chosen_section_the_number_leads_to_as_many_people(town, signed_in):
    client = signed_in(Role.HEAD, town.places["mayors"])
    assert unfinished(client, department="010601") == [("未修了 1人", 1)]
    assert unfinished(client) == [("未修了 3人", 3), ("未修了 1人", 1)]


def test_who_works_for_an_office_beside_gets_the_list_of_the_own_department_alone(town, client: Client):
    person = factories.viewer_of(Role.HEAD, town.places["welfare"])
    for role, seat in ((Role.CLERK, town.places["tax"]), (Role.SECURITY_OFFICE, None)):
        factories.grant(person, role, seat)
    client.force_login(person.user)
    assert unfinished(client) == []
    assert "未修了 1人（所属を選ぶと、一覧を開けます）" in texts(page(client.get(URL)), ".stat li")
    assert unfinished(client, department="0106") == [("未修了 1人", 1), ("未修了 1人", 1)]


def test_who_heads_two_departments_sees_both_and_records_in_the_chosen_one(town, client: Client):
    person = factories.viewer_of(Role.HEAD, town.places["welfare"])
    factories.grant(person, Role.HEAD, town.places["tax"])
    client.force_login(person.user)
    both = client.get(URL)
    assert [row[0][:2] for row in rows(both)] == ["青木", "石田", "上野", "江口", "小川"]
    assert "兼務" not in rows(both)[3][0]
    assert "出席簿に記録する" not in link_texts(both)
    assert "出席簿に記録する" in link_texts(client.get(URL, {"department": "0104"}))


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR, Role.SECURITY_OFFICE, Role.ADMINISTRATOR])
def test_people_without_a_department_of_their_own_find_nothing(town, signed_in, role):
    assert signed_in(role).get(URL).status_code == 404


def test_neither_an_employee_nor_a_stranger_finds_anything(town, client: Client):
    assert client.get(URL).status_code == 302
    client.force_login(factories.account(town.people["青木"]))
    assert client.get(URL).status_code == 404


def test_a_role_that_has_ended_opens_nothing(town, client: Client):
    person = factories.employee()
    factories.grant(person, Role.HEAD, town.places["welfare"], ends_on=date(2026, 11, 21))
    client.force_login(factories.account(person))
    assert client.get(URL).status_code == 404


def test_the_papers_given_to_the_department_this_year_are_at_hand(town, signed_in):
    for year, seat in ((2026, "welfare"), (2025, "welfare"), (2026, "tax")):
        series, _ = Series.objects.get_or_create(
            office=Office.SECURITY, kind=Series.Kind.DEPARTMENT, fiscal_year=year, defaults={"pattern": "{number}"}
        )
        batch = Batch.objects.create(given_on=date(year, 10, 1), given_by="00001", recorded_at=NOW)
        number = f"第{year}－課{len(seat)}号"
        Certificate.objects.create(
            series=series, number=len(seat), number_text=number, batch=batch, public_id=f"{year}{seat}",
            fiscal_year=year, subject_code="S-01", department=town.places[seat], recorded_at=NOW,
            payload={"number": number},
        )  # fmt: skip
    response = signed_in(Role.HEAD, town.places["welfare"]).get(URL)
    assert texts(page(response), ".file a") == ["第2026－課7号　情報セキュリティ基礎"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_people_and_courses(db, signed_in, django_assert_num_queries, number):
    seat = factories.department()
    requirements = [factories.requirement(factories.course(f"S-{serial:02}")) for serial in range(number)]
    for _ in range(number):
        person = factories.employee(seat)
        for asked in requirements:
            factories.duty(person, asked)
            factories.completion(person, asked.course, jst(2026, 6, 10))
    client = signed_in(Role.HEAD, seat)
    client.get(URL)
    with django_assert_num_queries(21):
        assert len(rows(client.get(URL))) == number
