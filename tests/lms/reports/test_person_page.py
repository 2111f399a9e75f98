"""職員の記録: one person, for those who may see the person."""

from datetime import date

import pytest

from lms.people.models import Employee
from lms.people.roles import Office, Role
from lms.records.models import Completion
from tests import factories
from tests.factories import jst
from tests.markup import page, texts


def url(person):
    return f"/reports/people/{person.pk}/"


def cells(answer, caption):
    return [texts(row, "th, td") for row in page(answer).select(f'[aria-label="{caption}"] tbody tr')]


def test_duties_say_how_they_stand_and_why_they_are_there(town, signed_in):
    answer = signed_in(Role.HR).get(url(town.people["石田"]))

    assert cells(answer, "受講対象") == [
        ["DXの意義と市のDX推進計画", "修了", "令和8年7月17日", "令和8年6月1日", "在籍する職員"],
        ["情報セキュリティ基礎", "期限超過", "令和8年7月17日", "令和8年6月1日", "在籍する職員"],
    ]


def trainings(answer) -> set[str]:
    return {row[0] for caption in ("受講対象", "修了記録") for row in cells(answer, caption)}


def test_an_office_sees_its_own_trainings_alone_as_in_the_reports(town, client):
    person = town.people["江口"]
    factories.duty(person, factories.requirement(factories.course("D-02", Office.DX), 2025))
    viewer = factories.viewer_of(Role.SECURITY_OFFICE)
    client.force_login(viewer.user)
    assert trainings(client.get(url(person))) == {"情報セキュリティ基礎"}
    assert texts(page(client.get(url(person))), "a[aria-current]") == []

    factories.grant(viewer, Role.HEAD, town.places["tax"])
    assert trainings(client.get(url(person))) == {"情報セキュリティ基礎", "DXの意義と市のDX推進計画"}
    assert trainings(client.get(url(town.people["青木"]))) == {"情報セキュリティ基礎"}


def test_of_oneself_everything_is_seen(town, client):
    person = town.people["江口"]
    factories.grant(person, Role.SECURITY_OFFICE)
    client.force_login(factories.account(person))
    assert trainings(client.get(url(person))) == {"情報セキュリティ基礎", "DXの意義と市のDX推進計画"}


def test_a_closed_duty_stays_visible_with_its_reason(town, signed_in):
    person = town.people["石田"]
    person.duties.filter(requirement__course=town.security).update(
        closed_at=jst(2026, 10, 1), closed_on=date(2026, 10, 1), close_reason="対象でなくなったため"
    )
    line = cells(signed_in(Role.HR).get(url(person)), "受講対象")[1]

    assert line[1] == "対象外"
    assert line[4] == "在籍する職員 令和8年10月1日から対象外 （対象でなくなったため）"


def test_completions_of_all_years_show_how_they_were_earned(town, signed_in):
    person = town.people["小川"]
    factories.completion(person, town.security, jst(2023, 8, 1), source=Completion.Source.MIGRATED, evidence="綴り3")
    mistaken = factories.completion(person, town.dx, jst(2025, 8, 1), source=Completion.Source.CLASSROOM)
    factories.cancelled(mistaken, jst(2025, 9, 1), person)
    rows = cells(signed_in(Role.HR).get(url(person)), "修了記録")

    assert [row[:4] for row in rows] == [
        ["DXの意義と市のDX推進計画 取消し", "令和7年8月1日", "集合研修", ""],
        ["情報セキュリティ基礎", "令和5年8月1日", "移行データ", "綴り3"],
    ]


def test_postings_carry_the_name_that_the_department_had_then(town, signed_in):
    old = factories.department("0190", "企画課", ends_on=date(2026, 3, 31))
    person = factories.employee(old, ends_on=date(2026, 3, 31))
    factories.posting(person, town.places["tax"], starts_on=date(2026, 4, 1))
    rows = cells(signed_in(Role.AUDITOR).get(url(person)), "所属・発令の履歴")

    assert [row[:3] for row in rows] == [
        ["税務課", "本務", "令和8年4月1日から"], ["企画課", "本務", "令和2年4月1日から 令和8年3月31日まで"],
    ]  # fmt: skip


def test_the_kind_of_an_absence_is_for_hr_only(town, signed_in):
    person = town.people["上野"]
    hr = signed_in(Role.HR).get(url(person))
    assert cells(hr, "休職・休業等")[0][0] == "育児休業"

    for role in (Role.SECURITY_OFFICE, Role.AUDITOR):
        other = signed_in(role).get(url(person))
        assert "育児休業" not in other.content.decode()
        assert "猶予" in texts(page(other), ".lead")[0]


def test_only_hr_finds_ways_to_change(town, signed_in):
    person = town.people["石田"]
    assert page(signed_in(Role.HR).get(url(person))).select('a[href$="/transfer/"]') != []

    for role in (Role.SECURITY_OFFICE, Role.AUDITOR):
        assert page(signed_in(role).get(url(person))).select("main form, main a.button") == []


def test_another_year_is_one_press_away(town, signed_in):
    person = town.people["石田"]
    earlier = factories.requirement(factories.course("S-05", title="管理者編"), 2025)
    factories.duty(person, earlier)
    client = signed_in(Role.HR)

    assert texts(page(client.get(url(person))), "a[aria-current]") == ["令和8年度"]
    assert [row[0] for row in cells(client.get(url(person), {"year": "2025"}), "受講対象")] == ["管理者編"]
    assert client.get(url(person), {"year": "そのうち"}).status_code == 200


def test_heads_open_their_own_people_and_nobody_else(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])

    assert {name for name, one in town.people.items() if client.get(url(one)).status_code == 200} == {
        "青木", "石田", "上野", "江口",
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DX_AUTHOR, Role.DX_LEADER])
def test_for_others_the_page_does_not_exist(town, signed_in, role):
    assert signed_in(role).get(url(town.people["石田"])).status_code == 404


def test_the_lists_lead_to_the_person(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    target = url(town.people["石田"])

    assert page(client.get("/reports/own/")).select(f'a[href="{target}"]') != []
    assert page(client.get("/reports/people/")).select(f'a[href="{target}"]') != []
    assert page(client.get("/reports/people/", {"at": "R8.9.30"})).select(f'a[href="{target}"]') == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_as_for_three(town, signed_in, number, django_assert_num_queries):
    person = factories.employee(town.places["tax"])
    for serial in range(number):
        subject = factories.course(f"X-{serial}", Office.DX)
        factories.duty(person, factories.requirement(subject))
        factories.completion(person, subject, jst(2026, 6, 10 + serial))
        factories.grant(person, [Role.HEAD, Role.CLERK, Role.DEPUTY][serial], town.places["tax"])
        factories.posting(person, factories.department(f"08{serial}"), kind="additional")
    client = signed_in(Role.AUDITOR)
    client.get(url(person))
    with django_assert_num_queries(21):  # three of them write down that somebody looked
        client.get(url(person))


def test_the_lists_show_the_usual_name(town, signed_in):
    Employee.objects.filter(staff_number="00002").update(usual_name="旧姓　花子")
    client = signed_in(Role.HEAD, town.places["welfare"])

    for address in ("/reports/own/", "/reports/people/"):
        found = texts(page(client.get(address)), "tbody .table__name")
        assert any(name.startswith("旧姓　花子") for name in found)
        assert not any(name.startswith("石田　花子") for name in found)
