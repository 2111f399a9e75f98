"""Files of completions and drills on the screen: hand in, look, confirm."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.importing.history.tasks import apply_records_file
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from lms.records.models import Completion, DrillResult, RecordsFile
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.importing.history_samples import drill_file, history_file
from tests.lms.records import learnt
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, jst(2026, 9, 15).date())


@pytest.fixture
def office(client):
    make.course()
    make.course("D-01", "dx")
    make.employee(make.department("0101", "総務課"), "00123", "髙橋　正樹")
    holder = learnt.office(Role.SECURITY_OFFICE, "90001")
    client.force_login(holder.user)
    return holder


def hand_in(client, content, address="/record-files/completions/"):
    return client.post(address, {"file": SimpleUploadedFile("修了.csv", content)})


def confirm(client, address):
    field = page(client.get(address)).select_one("input[name=digest]")
    return client.post(f"{address}apply/", {"digest": field["value"]}, follow=True)


def test_a_file_is_handed_in_looked_at_and_confirmed(client, office):
    address = hand_in(client, history_file({})).url
    shown = page(client.get(address))
    assert texts(shown, "tbody tr th, tbody tr td") == [
        "00123", "髙橋　正樹", "情報セキュリティ基礎", "令和8年6月20日", "外部研修", "修了証", "新規", "2",
    ]  # fmt: skip
    assert not Completion.objects.exists()

    done = confirm(client, address)
    assert "反映しました。" in texts(page(done), ".banner__title")
    row = Completion.objects.get()
    assert (row.recorded_by, row.evidence) == ("90001", "修了証")
    assert LedgerEntry.objects.get(action="修了の記録の取込み").actor == "90001"


def test_the_same_file_again_changes_nothing(client, office):
    confirm(client, hand_in(client, history_file({})).url)
    shown = page(client.get(hand_in(client, history_file({})).url))
    assert "変更はありません。" in texts(shown, ".banner__title")
    assert shown.select("input[name=digest]") == []


def test_faults_are_shown_and_nothing_can_be_confirmed(client, office):
    address = hand_in(client, history_file({"職員番号": "99999"}, {"研修コード": "D-01"})).url
    shown = page(client.get(address))
    assert texts(shown, "tbody th") == ["2", "3"]
    assert shown.select("input[name=digest]") == []
    client.post(f"{address}apply/", {"digest": ""})
    assert not Completion.objects.exists()
    assert "エラー 2件" in client.get("/record-files/completions/").content.decode()


def test_books_that_changed_since_are_looked_at_again(client, office):
    address = hand_in(client, history_file({})).url
    digest = page(client.get(address)).select_one("input[name=digest]")["value"]
    make.Employee.objects.filter(staff_number="00123").update(name="髙橋　改")
    shown = client.post(f"{address}apply/", {"digest": digest}, follow=True)
    assert "確認の後に登録の内容が変わりました。" in shown.content.decode()
    assert not Completion.objects.exists()
    confirm(client, address)
    assert Completion.objects.count() == 1


def test_applying_twice_does_no_harm_and_what_died_can_be_begun_again(client, office, monkeypatch):
    address = hand_in(client, history_file({})).url
    file = RecordsFile.objects.get()
    RecordsFile.objects.update(begun_at=jst(2026, 9, 15, 9, 55))
    assert "反映しています。" in client.get(address).content.decode()
    client.post(f"{address}apply/", {"digest": "x"})
    assert not Completion.objects.exists()
    RecordsFile.objects.update(begun_at=jst(2026, 9, 15, 9, 49))
    confirm(client, address)
    apply_records_file.enqueue(file.pk, "x", "90001")
    assert Completion.objects.count() == 1


def test_what_was_not_read_to_the_end_can_be_read_again(client, office):
    address = hand_in(client, history_file({})).url
    RecordsFile.objects.update(read_at=None, handed_in_at=jst(2026, 9, 15, 9, 55))
    assert "ファイルを読んでいます。" in client.get(address).content.decode()
    RecordsFile.objects.update(handed_in_at=jst(2026, 9, 15, 9, 49))
    assert "もう一度読む" in client.get(address).content.decode()
    client.post(f"{address}read/")
    confirm(client, address)
    assert Completion.objects.count() == 1


def test_a_long_file_is_shown_in_pages(client, office):
    rows = [{"修了日": f"R8.{5 + number // 28}.{1 + number % 28}"} for number in range(101)]
    address = hand_in(client, history_file(*rows)).url
    assert len(page(client.get(address)).select("tbody tr")) == 100
    assert texts(page(client.get(f"{address}?page=2")), "tbody tr td")[-1] == "102"


def test_where_a_second_person_is_asked_for_the_one_who_chose_the_file_does_not_apply_it(client, office):
    learnt.second_person_asked()
    address = hand_in(client, history_file({})).url
    assert "別の研修担当が確かめて反映してください。" in confirm(client, address).content.decode()
    assert not Completion.objects.exists()
    client.force_login(learnt.office(Role.SECURITY_OFFICE, "90002").user)
    confirm(client, address)
    assert Completion.objects.count() == 1


def test_no_file_and_too_large_a_file_are_refused_in_words(client, office):
    assert errors(client.post("/record-files/completions/", {})) == ["ファイル：ファイルを選んでください。"]
    said = errors(hand_in(client, b"x" * (20 * 1024 * 1024 + 1)))
    assert "20MBまで" in said[0]


def test_another_offices_file_does_not_exist(client, office):
    address = hand_in(client, history_file({})).url
    for role in (Role.DX_OFFICE, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR):
        client.force_login(make.viewer_of(role).user)
        assert client.get(address).status_code == 404, role
        assert client.post(f"{address}apply/", {"digest": ""}).status_code == 404, role
    client.force_login(learnt.office(Role.DX_OFFICE).user)
    assert texts(page(client.get("/record-files/completions/")), "tbody th") == []


def test_a_drill_s_results_come_in_by_file_for_the_security_office_alone(client, office):
    held = learnt.drill()
    address = f"/record-files/drills/{held.pk}/"
    done = confirm(client, hand_in(client, drill_file({"開封日時": "R8.6.1 10:30"}), address).url)
    assert "反映しました。" in texts(page(done), ".banner__title")
    assert DrillResult.objects.get().opened_at == jst(2026, 6, 1, 10, 30)
    client.force_login(learnt.office(Role.DX_OFFICE).user)
    assert client.get(address).status_code == 404
    assert client.get(f"/record-files/{RecordsFile.objects.get().pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_for_any_number_of_rows(client, office, django_assert_num_queries, count):
    rows = [{"修了日": f"R8.6.{20 + number}"} for number in range(count)]
    address = hand_in(client, history_file(*rows)).url
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
