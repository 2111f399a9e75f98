from datetime import date, timedelta

import pytest
from django.utils import timezone

from lms.ledger.models import LedgerEntry
from lms.lib.fiscal_year import era_date, first_day, fiscal_year, local_date, start_of_day
from lms.people.roles import Role
from lms.records.confirming import send_back_sheet
from lms.records.models import AttendanceSheet, Completion
from tests import factories as make
from tests.demo import stop_the_clock
from tests.lms.records import learnt
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = local_date(NOW)
WELFARE = "/learn/sheet/?course=S-01&department=0301"


@pytest.fixture
def welfare(client):
    """福祉課 with a nursery below it; its clerk is signed in."""
    seat = make.department("0301", "福祉課")
    make.department("030101", "中央保育園", parent=seat, reports=False)
    make.course()
    clerk = make.employee(seat, name="係　担当", kana="カカリ　タントウ")
    make.grant(clerk, Role.CLERK, seat)
    client.force_login(make.account(clerk))
    return seat


def names(response) -> list[str]:
    return texts(page(response), "tbody th")


def record(client, *people, **data):
    usual = {"method": "in-house", "held_on": TODAY.isoformat(), "evidence": "課内研修の出席簿"}
    return client.post(WELFARE, usual | {"people": [person.pk for person in people]} | data)


def test_only_those_who_keep_attendance_have_a_sheet(client, welfare):
    for role in (Role.HR, Role.AUDITOR, Role.SECURITY_OFFICE, Role.ADMINISTRATOR):
        client.force_login(make.viewer_of(role).user)
        assert client.get("/learn/sheet/").status_code == 404
    for role in (Role.HEAD, Role.DEPUTY, Role.CLERK):
        client.force_login(make.viewer_of(role, welfare).user)
        assert client.get("/learn/sheet/").status_code == 200


def test_the_sheet_lists_the_own_department_and_below(client, welfare):
    nursery = make.DepartmentVersion.objects.get(name="中央保育園").department
    make.employee(welfare, name="青山　花", kana="アオヤマ　ハナ")
    make.employee(nursery, name="髙橋　正樹", kana="タカハシ　マサキ")
    make.employee(make.department("0101", "総務課"), name="他課　職員")
    assert names(client.get(WELFARE)) == ["青山　花", "係　担当", "髙橋　正樹"]


def test_the_sheet_discloses_no_registered_name(client, welfare):
    learnt.called(make.employee(welfare, name="田中　花子", kana="ア"), "高橋　花子")
    answer = client.get(WELFARE)

    assert names(answer)[0] == "高橋　花子"
    assert "田中" not in answer.content.decode()


def test_who_has_completed_or_left_long_ago_is_not_on_the_sheet(client, welfare):
    course = make.Course.objects.get()
    done, left = make.employee(welfare, name="修了　者"), make.employee(welfare, name="退職　者")
    make.completion(done, course, NOW)
    make.ended(left, TODAY - timedelta(days=60))
    last_year = make.employee(welfare, name="前年　修了", kana="ゼンネン")
    make.completion(last_year, course, NOW - timedelta(days=366))
    assert names(client.get(WELFARE)) == ["係　担当", "前年　修了"]


def test_who_left_lately_can_be_ticked_for_a_day_on_which_they_were_still_there(client, welfare):
    gone, retitled = (
        make.employee(welfare, name="異動　者", kana="ア"),
        make.employee(welfare, name="昇任　者", kana="イ"),
    )
    make.moved(gone, make.department("0101", "総務課"), on=TODAY)
    make.moved(retitled, welfare, on=TODAY)
    yesterday = TODAY - timedelta(days=1)
    shown = client.get(WELFARE)
    assert names(shown)[:2] == ["異動　者", "昇任　者"]
    assert texts(page(shown), "tbody .tag") == [f"{era_date(yesterday)}まで"]
    assert "異動　者は、実施日にこの所属にいません。" in errors(record(client, gone, retitled))[0]
    record(client, gone, retitled, held_on=yesterday.isoformat())
    assert Completion.objects.count() == 2


def test_somebody_with_two_posts_stands_once_as_in_the_main_one(client, welfare):
    nursery = make.DepartmentVersion.objects.get(name="中央保育園").department
    person = make.employee(welfare, name="兼務　者", kana="ア")
    make.posting(person, nursery, kind="additional")
    guest = make.employee(make.department("0101", "総務課"), name="兼務　客", kana="イ")
    make.posting(guest, welfare, kind="additional")
    response = client.get(WELFARE)
    assert names(response)[:2] == ["兼務　者", "兼務　客"]
    assert texts(page(response), ".tag") == ["兼務"]


@pytest.mark.parametrize("address", ["?course=S-01&department=0101", "?course=X&department=0301", "?course=S-01"])
def test_another_department_cannot_be_chosen(client, welfare, address):
    make.employee(make.department("0101", "総務課"), name="他課　職員")
    response = client.get(f"/learn/sheet/{address}")
    assert errors(response)
    assert "他課" not in response.content.decode()


def test_ticking_completes_in_one_act(client, welfare):
    one, two = make.employee(welfare), make.employee(welfare)
    make.employee(welfare)
    response = record(client, one, two, method="paper", evidence="垂総第45号")
    assert response.url == WELFARE
    sheet = AttendanceSheet.objects.get()
    assert (sheet.department, sheet.method, sheet.held_on) == (welfare, "paper", TODAY)
    done = Completion.objects.order_by("employee")
    assert [(row.employee, row.source, row.evidence) for row in done] == [
        (one, "paper", "垂総第45号"),
        (two, "paper", "垂総第45号"),
    ]
    assert LedgerEntry.objects.exists()
    said = page(client.get(WELFARE)).select_one(".banners").text
    assert "2人の修了を記録しました。" in said


def test_dates_are_read_as_staff_write_them(client, welfare):
    day = first_day(fiscal_year(TODAY))
    record(client, make.employee(welfare), held_on=f"令和{day.year - 2018}年4月1日")
    assert AttendanceSheet.objects.get().held_on == day


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"held_on": (TODAY + timedelta(days=1)).isoformat()}, "実施日：まだ来ていない日付です。"),
        ({"held_on": "2001-01-01"}, "より前の日付は記録できません。"),
        ({"held_on": "きのう"}, "「きのう」は日付として読めません。"),
        ({"held_on": ""}, "実施日：実施日を入力してください。"),
        ({"method": "drill"}, "受講方法：一覧から選んでください。"),
        ({"evidence": ""}, "根拠資料：根拠資料を入力してください。"),
        ({"people": []}, "受講した職員：受講した職員に印を付けてください。"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, welfare, given, message):
    response = record(client, make.employee(welfare), **given)
    assert len(errors(response)) == 1
    assert message in errors(response)[0]
    assert not AttendanceSheet.objects.exists()


def test_people_of_other_departments_cannot_be_ticked(client, welfare):
    stranger = make.employee(make.department("0101", "総務課"))
    response = record(client, stranger)
    assert "一覧にない職員が含まれています" in errors(response)[0]
    assert not Completion.objects.exists()


def test_who_completed_in_the_year_of_the_training_is_named(client, welfare):
    person = make.employee(welfare, name="前年　修了")
    last_year = first_day(fiscal_year(TODAY) - 1)
    make.completion(person, make.Course.objects.get(), make.jst(last_year.year, 6, 1))
    response = record(client, person, held_on=last_year.isoformat())
    assert "前年　修了は、" in errors(response)[0]
    assert not AttendanceSheet.objects.exists()


def test_who_is_asked_anew_can_be_ticked_for_a_training_since_then(client, welfare, monkeypatch):
    person, course = make.employee(welfare, name="再受講　者", kana="ア"), make.Course.objects.get()
    november = date(2026, 11, 1)
    stop_the_clock(monkeypatch, november)
    make.completion(person, course, make.jst(2026, 6, 10))
    make.duty(person, make.requirement(course), opened_on=date(2026, 6, 1), counts_from=start_of_day(november))
    assert "再受講　者" in names(client.get(WELFARE))
    assert "再受講　者は、" in errors(record(client, person, held_on="2026-10-31"))[0]
    record(client, person, held_on="2026-11-01")
    assert Completion.objects.filter(employee=person).count() == 2
    assert "再受講　者" not in names(client.get(WELFARE))


def test_who_waits_to_be_confirmed_is_not_listed_again_and_the_writer_reads_why_a_sheet_came_back(client, welfare):
    learnt.second_person_asked()
    person = make.employee(welfare, name="青山　花", kana="ア")
    assert "別の研修担当が確認すると修了になります。" in page(client.get(WELFARE)).select_one(".lead").text
    record(client, person)
    shown = client.get(WELFARE)
    assert texts(page(shown), "main td")[:4] == [era_date(TODAY), "1人", era_date(TODAY), "確認待ち"]
    assert "青山　花" not in names(shown)
    assert not Completion.objects.exists()
    office = learnt.office(Role.SECURITY_OFFICE)
    sheet = AttendanceSheet.objects.get()
    send_back_sheet(sheet=sheet, reason="日付が違います。", decided_by=office, at=timezone.now())
    shown = client.get(WELFARE)
    assert "理由：日付が違います。" in page(shown).text
    assert "青山　花" in names(shown)


def test_after_an_error_the_ticks_are_still_there(client, welfare):
    one, _ = make.employee(welfare), make.employee(welfare)
    document = page(record(client, one, evidence=""))
    assert [box["value"] for box in document.select("input.tick[checked]")] == [str(one.pk)]
    assert document.title.text.startswith("入力の誤り：")


def test_every_tick_has_a_name(client, welfare):
    make.employee(welfare, name="青山　花")
    labels = texts(page(client.get(WELFARE)), ".tick-cell")
    assert "青山　花を選ぶ" in labels


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_for_any_number_of_people(client, welfare, django_assert_num_queries, count):
    for _ in range(count):
        make.employee(welfare)
    client.get(WELFARE)
    with django_assert_num_queries(11):
        client.get(WELFARE)
