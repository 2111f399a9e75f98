"""集合研修 as its office runs it: announced, listed, printed, ticked."""

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from lms.records.holding import SessionError, call_off_session, record_come
from lms.records.models import AttendanceSheet, Completion, TrainingSession
from lms.records.roll import roll, roll_table
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.records import learnt
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
GIVEN = {
    "course": "S-01", "title": "第1回", "held_on": "R8.6.18", "starts_at": "13:30", "ends_at": "15:00",
    "place": "市役所3階会議室", "capacity": "20", "sign_up_until": "R8.6.10", "note": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, jst(2026, 6, 18).date())


@pytest.fixture
def office(client):
    make.city()
    holder = learnt.office(Role.SECURITY_OFFICE, "90001")
    client.force_login(holder.user)
    return holder


@pytest.fixture
def subject():
    return make.course()


def attend(client, session, *people, **data):
    given = {"people": [person.pk for person in people], "others": "", "evidence": "出席簿"} | data
    return client.post(f"/records/sessions/{session.pk}/attendance/", given)


def test_a_session_is_announced_and_changed(client, office, subject):
    made = client.post("/records/sessions/new/", GIVEN)
    session = TrainingSession.objects.get()
    assert made.url == f"/records/sessions/{session.pk}/"
    client.post(f"/records/sessions/{session.pk}/change/", GIVEN | {"place": "中央公民館", "held_on": "R8.6.19"})
    shown = texts(page(client.get(made.url)), ".definitions dd")
    assert shown == ["令和8年6月19日 13:30から15:00まで".replace(" ", "　", 1), "中央公民館", "0人（定員20人）",
                     "令和8年6月10日", "－"]  # fmt: skip
    assert texts(page(client.get("/records/sessions/")), "tbody th") == ["第1回"]
    assert list(LedgerEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "開催回の登録", "開催回の変更",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ends_at": "13:30"}, "終了時刻：終了時刻は、開始時刻より後にしてください。"),
        ({"starts_at": "ごご"}, "開始時刻：開始時刻を「13:30」のように入力してください。"),
        ({"sign_up_until": "R8.6.19"}, "申込期限：申込期限は、開催日までの日にしてください。"),
        ({"held_on": ""}, "開催日：開催日を入力してください。"),
        ({"capacity": "0"}, "定員：定員は1人以上にしてください。"),
        ({"capacity": "10001"}, "定員：定員は10,000人までにしてください。"),
        ({"course": "D-01"}, "研修：一覧から研修を選んでください。"),
        ({"place": ""}, "会場：会場を入力してください。"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, office, subject, given, message):
    make.course("D-01", "dx")
    assert errors(client.post("/records/sessions/new/", GIVEN | given)) == [message]
    assert not TrainingSession.objects.exists()


def test_fewer_places_than_people_on_the_list_are_refused(client, office, subject):
    session = learnt.session(subject)
    learnt.listed(session, *[make.employee() for _ in range(2)])
    response = client.post(f"/records/sessions/{session.pk}/change/", GIVEN | {"capacity": "1"})
    assert errors(response) == ["定員：申込みが2人あります。定員は2人以上にしてください。"]


def test_once_it_is_written_down_who_came_the_day_stays_and_the_rest_can_be_mended(client, office, subject):
    session = learnt.session(subject)
    attend(client, session, others=make.employee().staff_number)
    address = f"/records/sessions/{session.pk}/change/"
    said = errors(client.post(address, GIVEN | {"held_on": "R8.6.17"}))
    assert said == ["開催日：出席を記録した開催回の開催日は変更できません。"]
    assert client.post(address, GIVEN | {"place": "中央公民館"}).url == f"/records/sessions/{session.pk}/"
    session.refresh_from_db()
    assert (session.held_on, session.place) == (jst(2026, 6, 18).date(), "中央公民館")
    client.post(f"/records/sessions/{session.pk}/call-off/")
    session.refresh_from_db()
    assert not session.is_called_off


def test_who_came_to_what_was_called_off_meanwhile_cannot_be_written_down(office, subject):
    session, person = learnt.session(subject), make.employee()
    call_off_session(session=TrainingSession.objects.get(), actor="90001", at=jst(2026, 6, 18))
    with pytest.raises(SessionError, match="中止した"):
        record_come(session=session, people=[person], evidence="出席簿", recorded_by=office, at=jst(2026, 6, 18))
    assert not AttendanceSheet.objects.exists()


def test_the_list_shows_who_signed_up_and_who_came(client, office, subject):
    seat = make.department("0101", "総務課")
    one, two = make.employee(seat, "00001", "青山　花", "ア"), make.employee(seat, "00002", "髙橋　正樹", "タ")
    session = learnt.session(subject)
    learnt.listed(session, two, one)
    attend(client, session, one)
    rows = [texts(row, "th, td") for row in page(client.get(f"/records/sessions/{session.pk}/")).select("tbody tr")]
    assert rows == [
        ["00001", "青山　花", "総務課", "主査", "記録済み", ""],
        ["00002", "髙橋　正樹", "総務課", "主査", "なし", "申込みを取り消す（00002）"],
    ]


def test_the_office_takes_off_the_list_who_cannot_say_so(client, office, subject):
    session, person = learnt.session(subject, capacity=1), make.employee()
    learnt.listed(session, person)
    address = f"/records/sessions/{session.pk}/people/{person.pk}/strike/"
    for _ in range(2):
        client.post(address)
    session.refresh_from_db()
    assert (session.taken, page(client.get(f"/records/sessions/{session.pk}/")).select("tbody tr")) == (0, [])
    assert LedgerEntry.objects.filter(actor="90001", action="受講申込みの取消し").count() == 1
    assert client.post(f"/records/sessions/{session.pk}/people/{office.pk}/strike/").status_code == 404


def test_the_roll_is_a_paper_with_its_label_and_leaves_its_trace(client, office, subject):
    session = learnt.session(subject)
    learnt.listed(session, make.employee(make.department(), name="青山　花"))
    response = client.get(f"/records/sessions/{session.pk}/roll/")
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.actor, entry.payload["purpose"], entry.payload["rows"]) == ("90001", "出席の確認", 1)
    assert "青山" not in str(entry.payload)


def test_the_roll_and_the_pages_disclose_no_registered_name(client, office, subject):
    person = learnt.called(make.employee(make.department(), "00001", "田中　花子"), "高橋　花子")
    session = learnt.session(subject)
    learnt.listed(session, person)
    for address in ("", "attendance/"):
        shown = client.get(f"/records/sessions/{session.pk}/{address}").content.decode()
        assert "高橋　花子" in shown
        assert "田中" not in shown
    table = roll_table(session, roll(session), jst(2026, 6, 18), "")
    assert [row[0] for row in table.rows] == ["高橋　花子"]


def test_ticks_and_numbers_become_one_sheet_of_completions(client, office, subject):
    seat = make.department()
    one, absent, guest = (make.employee(seat, f"0000{number}") for number in (1, 2, 3))
    session = learnt.session(subject)
    learnt.listed(session, one, absent)
    attend(client, session, one, others="００００３、00003,\r\n00001")
    sheet = AttendanceSheet.objects.get()
    assert (sheet.session, sheet.method, sheet.held_on) == (session, "classroom", session.held_on)
    done = Completion.objects.order_by("employee")
    assert [(row.employee, row.source, row.completed_at) for row in done] == [
        (person, "classroom", jst(2026, 6, 18)) for person in (one, guest)
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "出席した職員：出席した職員に印を付けるか、職員番号を入力してください。"),
        ({"others": "99999"}, "申込みのない出席者の職員番号：登録されていない職員番号です：99999"),
        ({"others": "00001"}, "申込みのない出席者の職員番号：この開催回の出席を既に記録した職員です：00001"),
        ({"people": ["999999"]}, "出席した職員：一覧にない職員が含まれています。"),
        ({"evidence": ""}, "根拠資料：根拠資料を入力してください。"),
    ],
)
def test_what_is_wrong_with_the_attendance_is_said(client, office, subject, given, message):
    one, two = make.employee(make.department(), "00001"), make.employee(make.department("0102"), "00002")
    session = learnt.session(subject)
    learnt.listed(session, one, two)
    attend(client, session, one)
    data = {"people": [two.pk], "others": ""} if "evidence" in given else {}
    said = errors(attend(client, session, **(data | given)))
    assert len(said) == 1
    assert said[0].startswith(message)
    assert AttendanceSheet.objects.count() == 1


def test_nobody_has_come_before_the_day_and_to_what_was_called_off(client, office, subject):
    coming = learnt.session(subject, held_on=jst(2026, 6, 19).date())
    off = learnt.session(subject)
    client.post(f"/records/sessions/{off.pk}/call-off/")
    assert attend(client, coming).status_code == 404
    assert attend(client, off).status_code == 404
    assert "この開催回は中止しました。" in client.get(f"/records/sessions/{off.pk}/").content.decode()


@pytest.mark.parametrize("address", ["", "change/", "roll/", "attendance/"])
def test_another_offices_session_does_not_exist(client, office, address):
    session = learnt.session(make.course("D-01", "dx"))
    assert client.get(f"/records/sessions/{session.pk}/{address}").status_code == 404
    assert client.post(f"/records/sessions/{session.pk}/call-off/").status_code == 404


def test_the_auditor_reads_the_list_and_changes_nothing(client, subject):
    session = learnt.session(subject)
    client.force_login(make.viewer_of(Role.AUDITOR).user)
    assert "開催回を変更する" not in client.get(f"/records/sessions/{session.pk}/").content.decode()
    for address in ("change/", "roll/", "attendance/"):
        assert client.get(f"/records/sessions/{session.pk}/{address}").status_code == 404
    assert client.get("/records/sessions/new/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_any_number(client, office, subject, django_assert_num_queries, count):
    for number in range(count):
        session = learnt.session(subject, title=f"第{number}回")
    learnt.listed(session, *[make.employee(make.department(f"x{number}")) for number in range(count)])
    client.get("/records/sessions/")
    with django_assert_num_queries(5):
        client.get("/records/sessions/")
    with django_assert_num_queries(8):
        client.get(f"/records/sessions/{session.pk}/")
    with django_assert_num_queries(7):
        client.get(f"/records/sessions/{session.pk}/attendance/")
