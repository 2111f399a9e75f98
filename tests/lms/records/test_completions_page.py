"""修了の記録 on the screen: what stands in the books, writing down, taking back."""

import pytest

from lms.people.roles import Role
from lms.records.models import AttendanceSheet, Completion
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.records import learnt
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, jst(2026, 9, 15).date())


@pytest.fixture
def office(client):
    holder = learnt.office(Role.SECURITY_OFFICE, "90001")
    client.force_login(holder.user)
    return holder


@pytest.fixture
def subject():
    return make.course()


def rows(response) -> list[list[str]]:
    return [texts(row, "th, td") for row in page(response).select("tbody tr")]


def record(client, *people, **data):
    usual = {"course": "S-01", "method": "external", "held_on": "R8.6.20", "evidence": "J-LIS修了証", "record": "1"}
    return client.post("/records/new/", usual | {"people": [person.pk for person in people]} | data)


# ---- the list -------------------------------------------------------------------------------------------------------


def test_the_list_says_how_by_whom_and_by_what_evidence(client, office, subject):
    person = make.employee(make.department(), "00123", "髙橋　正樹")
    make.completion(
        person, subject, jst(2026, 6, 20), source=Completion.Source.MIGRATED, evidence="旧受講台帳",
        recorded_by="command:import_completions",
    )  # fmt: skip
    [cells] = rows(client.get("/records/"))
    assert cells == [
        "髙橋　正樹", "00123", "情報セキュリティ基礎", "令和8年6月20日", "移行データ", "旧受講台帳",
        "サーバーでの操作 令和8年6月20日", "取り消す（髙橋　正樹　情報セキュリティ基礎）",
    ]  # fmt: skip


def test_the_list_is_chosen_by_year_course_way_and_person(client, office, subject):
    one = make.employee(make.department(), "00123", "髙橋　正樹", "タカハシ　マサキ")
    two = make.employee(make.department("0102"), "00124", "青山　花", "アオヤマ　ハナ")
    make.completion(one, subject, jst(2026, 6, 20))
    make.completion(two, subject, jst(2026, 6, 21), source="paper")
    make.completion(one, make.course("S-02"), jst(2026, 3, 31, 23, 59))

    def numbers(query: str) -> list[str]:
        return [cells[1] for cells in rows(client.get(f"/records/{query}"))]

    assert numbers("") == ["00124", "00123"]
    assert numbers("?person=高橋") == numbers("?person=ﾀｶﾊｼ") == numbers("?person=00123") == ["00123"]
    assert numbers("?source=paper") == ["00124"]
    assert numbers("?fiscal_year=2025") == ["00123"]
    assert numbers("?course=S-02") == []


def test_the_other_offices_completions_are_not_there(client, office):
    make.completion(make.employee(make.department()), make.course("D-01", "dx"), jst(2026, 6, 20))
    assert rows(client.get("/records/")) == []
    client.force_login(make.viewer_of(Role.AUDITOR).user)
    response = client.get("/records/")
    assert len(rows(response)) == 1
    assert "修了を記録する" not in response.content.decode()
    assert "取り消す" not in response.content.decode()


@pytest.mark.parametrize("address", ["/records/", "/records/new/", "/records/waiting/", "/records/equivalences/"])
def test_who_works_for_no_training_office_finds_nothing(client, address):
    seat = make.department()
    for role in (Role.HR, Role.ADMINISTRATOR, Role.HEAD, Role.CLERK, Role.SECURITY_AUTHOR):
        client.force_login(make.viewer_of(role, seat).user)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, office, subject, django_assert_num_queries, count):
    for _ in range(count):
        person = make.employee(make.department(f"x{make.Employee.objects.count()}"))
        make.cancelled(make.completion(person, subject, jst(2026, 6, 20)), jst(2026, 6, 21), office)
    client.get("/records/")
    with django_assert_num_queries(8):
        client.get("/records/")


# ---- writing down ---------------------------------------------------------------------------------------------------


def test_people_are_found_by_number_and_name_and_stay_ticked(client, office, subject):
    seat = make.department("0101", "総務課")
    one = make.employee(seat, "00123", "髙橋　正樹", "タカハシ　マサキ")
    two = make.employee(seat, "00124", "青山　花", "アオヤマ　ハナ")
    first = page(client.post("/records/new/", {"search": "たかはし", "find": "1", "evidence": "証"}))
    assert texts(first, "tbody th") == ["髙橋　正樹"]
    assert first.select_one("#id_evidence")["value"] == "証"
    second = page(client.post("/records/new/", {"search": "00124", "find": "1", "people": [one.pk]}))
    assert texts(second, "tbody th") == ["髙橋　正樹", "青山　花"]
    assert [box["value"] for box in second.select("input.tick[checked]")] == [str(one.pk)]
    assert texts(second, "tbody tr td")[2:4] == ["総務課", "主査"]
    assert [box["value"] for box in second.select("input.tick")] == [str(one.pk), str(two.pk)]
    nobody = client.post("/records/new/", {"search": "いない", "find": "1"})
    assert "当てはまる職員はいません。" in nobody.content.decode()


@pytest.mark.parametrize("words", ["髙橋", "７１１２３", "7112"])
def test_people_are_found_and_shown_by_their_usual_name_and_by_numbers_in_any_width(client, office, subject, words):
    person = learnt.called(make.employee(make.department(), "71123", "田中　花子"), "高橋　花子")
    make.completion(person, subject, jst(2026, 6, 20))
    answer = page(client.post("/records/new/", {"search": words, "find": "1"}))

    assert texts(answer, "tbody th") == ["高橋　花子"]
    assert "田中" not in answer.get_text()
    [cells] = rows(client.get("/records/", {"person": words}))
    assert (cells[0], cells[-1]) == ("高橋　花子", "取り消す（高橋　花子　情報セキュリティ基礎）")


def test_who_is_refused_or_waits_is_called_by_the_usual_name(client, office, subject):
    person = learnt.called(make.employee(make.department(), name="田中　花子"), "高橋　花子")
    done = make.completion(person, subject, jst(2026, 6, 20, 9))
    assert "高橋　花子は、令和8年6月20日に" in errors(record(client, person))[0]
    shown = client.get(f"/records/{done.pk}/cancel/").content.decode()
    assert "高橋　花子" in shown
    assert "田中" not in shown


def test_one_or_more_people_are_recorded_in_one_act(client, office, subject):
    people = [make.employee(make.department(code)) for code in ("0101", "0102")]
    response = record(client, *people)
    assert response.url == "/records/"
    sheet = AttendanceSheet.objects.get()
    assert (sheet.department, sheet.method, sheet.recorded_by) == (None, "external", office)
    done = Completion.objects.order_by("employee")
    assert [(row.employee, row.source, row.completed_at, row.evidence, row.recorded_by) for row in done] == [
        (person, "external", jst(2026, 6, 20), "J-LIS修了証", "90001") for person in people
    ]
    assert "2人の修了を記録しました。" in client.get("/records/").content.decode()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"people": []}, "修了した職員：修了した職員を探して、印を付けてください。"),
        ({"people": ["999999"]}, "修了した職員：一覧にない職員が含まれています。"),
        ({"people": ["x"]}, "修了した職員：一覧にない職員が含まれています。"),
        ({"held_on": "R8.9.16"}, "修了日：まだ来ていない日付です。"),
        ({"held_on": "R7.3.31"}, "修了日：令和7年4月1日より前の日付は記録できません。"),
        ({"held_on": "きのう"}, "修了日：「きのう」は日付として読めません。"),
        ({"evidence": ""}, "根拠資料：根拠資料を入力してください。"),
        ({"method": "migrated"}, "受講方法：一覧から選んでください。"),
        ({"course": "D-01"}, "研修：一覧から研修を選んでください。"),
        ({"course": ""}, "研修：研修を選んでください。"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, office, subject, given, message):
    make.course("D-01", "dx")
    response = record(client, make.employee(make.department()), **given)
    assert [said.startswith(message) for said in errors(response)] == [True], errors(response)
    assert not Completion.objects.exists()


@pytest.mark.parametrize("text", ["髙橋\0", "高" * 101, "あ" * 60_000])
def test_a_text_that_can_be_no_name_finds_nobody(client, office, subject, text):
    make.employee(make.department(), name="髙橋　正樹")
    shown = client.post("/records/new/", {"search": text, "find": "1"})
    assert "当てはまる職員はいません。" in page(shown).text


def test_the_same_course_on_the_same_day_is_refused_by_name(client, office, subject):
    person = make.employee(make.department(), name="髙橋　正樹")
    make.completion(person, subject, jst(2026, 6, 20, 9))
    assert "髙橋　正樹は、令和8年6月20日にこの研修を修了した記録が既にあります。" in errors(record(client, person))[0]
    assert Completion.objects.count() == 1


def test_the_auditor_reads_but_writes_nothing(client, subject):
    client.force_login(make.viewer_of(Role.AUDITOR).user)
    assert client.get("/records/new/").status_code == 404
    assert record(client, make.employee(make.department())).status_code == 404


# ---- taking back ----------------------------------------------------------------------------------------------------


def test_a_completion_is_taken_back_with_a_reason_and_written_down_anew(client, office, subject):
    person = make.employee(make.department())
    record(client, person)
    wrong = Completion.objects.get()
    address = f"/records/{wrong.pk}/cancel/"
    assert errors(client.post(address, {"reason": " "})) == ["理由：理由を入力してください。"]
    client.post(address, {"reason": "修了日の誤り"})
    assert not Completion.objects.valid().exists()
    [cells] = rows(client.get("/records/"))
    assert cells[-1] == "取り消した修了（令和8年9月15日　90001）。理由：修了日の誤り"
    assert client.get(address).status_code == 404

    record(client, person, held_on="R8.6.21")
    assert [row.completed_at for row in Completion.objects.valid()] == [jst(2026, 6, 21)]


def test_another_offices_completion_cannot_be_taken_back(client, office):
    done = make.completion(make.employee(make.department()), make.course("D-01", "dx"), jst(2026, 6, 20))
    assert client.post(f"/records/{done.pk}/cancel/", {"reason": "誤り"}).status_code == 404
    assert Completion.objects.valid().exists()


# ---- a second person ------------------------------------------------------------------------------------------------


def test_where_the_city_asks_for_it_a_second_person_confirms(client, office, subject):
    learnt.second_person_asked()
    record(client, make.employee(make.department(), name="髙橋　正樹"))
    sheet = AttendanceSheet.objects.get()
    shown = client.get("/records/").content.decode()
    assert "1人の記録を預かりました。" in shown
    assert "確認を待っている記録が1件あります。" in shown
    assert "確認待ち</td>" in shown
    again = record(client, *make.Employee.objects.filter(name="髙橋　正樹"))
    assert "を修了した記録が、確認を待っています。" in errors(again)[0]
    own = client.get(f"/records/waiting/{sheet.pk}/")
    assert "この記録は、別の研修担当が確認します。" in own.content.decode()
    client.post(f"/records/waiting/{sheet.pk}/confirm/")
    assert not Completion.objects.exists()

    client.force_login(learnt.office(Role.SECURITY_OFFICE, "90002").user)
    other = client.get(f"/records/waiting/{sheet.pk}/")
    assert texts(page(other), "tbody th") == ["髙橋　正樹"]
    client.post(f"/records/waiting/{sheet.pk}/confirm/")
    assert Completion.objects.count() == 1
    assert client.get(f"/records/waiting/{sheet.pk}/").status_code == 404


def test_a_second_person_may_send_it_back_with_a_reason(client, office, subject):
    learnt.second_person_asked()
    record(client, make.employee(make.department()))
    sheet = AttendanceSheet.objects.get()
    client.force_login(learnt.office(Role.SECURITY_OFFICE, "90002").user)
    address = f"/records/waiting/{sheet.pk}/send-back/"
    assert errors(client.post(address, {})) == ["理由：理由を入力してください。"]
    client.post(address, {"reason": "日付が違います。"})
    assert (sheet.decision.accepted, Completion.objects.count()) == (False, 0)


def test_the_other_office_confirms_nothing_of_this_one(client, office, subject):
    learnt.second_person_asked()
    record(client, make.employee(make.department()))
    sheet = AttendanceSheet.objects.get()
    client.force_login(learnt.office(Role.DX_OFFICE).user)
    assert client.get(f"/records/waiting/{sheet.pk}/").status_code == 404
    assert client.post(f"/records/waiting/{sheet.pk}/confirm/").status_code == 404
    assert texts(page(client.get("/records/waiting/")), "tbody th") == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_costs_the_same_for_any_number(client, office, subject, django_assert_num_queries, count):
    learnt.second_person_asked()
    for _ in range(count):
        record(client, make.employee(make.department(f"x{make.Employee.objects.count()}")))
    client.get("/records/waiting/")
    with django_assert_num_queries(5):
        assert len(page(client.get("/records/waiting/")).select("tbody tr")) == count


def test_the_administrator_alone_changes_the_setting(client, office):
    assert client.get("/records/setting/").status_code == 404
    client.force_login(make.viewer_of(Role.ADMINISTRATOR).user)
    client.post("/records/setting/", {"needs_confirmation": "on"})
    assert page(client.get("/records/setting/")).select_one("#id_needs_confirmation").has_attr("checked")
    client.post("/records/setting/", {})
    assert not page(client.get("/records/setting/")).select_one("#id_needs_confirmation").has_attr("checked")
