"""操作記録 for 監査担当 and システム管理者: found, read, taken out."""

import csv
import json
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lms.ledger.appending import append
from lms.ledger.models import Extract, LedgerCheck, LedgerEntry
from lms.ledger.sealing import seal
from lms.lib.terminal import answering
from lms.office.auditing import extracting, files
from lms.people.roles import Role
from tests import factories as make
from tests.demo import stop_the_clock
from tests.markup import page, texts

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 15)
AT = make.jst(2026, 9, 1, 9)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, DAY)


@pytest.fixture
def auditor(client):
    holder = make.viewer_of(Role.AUDITOR, number="90001")
    client.force_login(holder.user)
    return holder


@pytest.fixture
def administrator(client):
    holder = make.viewer_of(Role.ADMINISTRATOR, number="90002")
    client.force_login(holder.user)
    return holder


def entry(action="修了の記録", subject="00012 S-01", *, actor="00012", at=AT, **payload):
    with transaction.atomic():
        return append(actor=actor, action=action, subject=subject, at=at, payload=payload)


def acts(client, **asked):
    answer = client.get("/audit/ledger/", asked)
    assert answer.status_code == 200
    return texts(page(answer), "tbody th a")


def rows(client, **asked):
    return [" ".join(row.split()) for row in texts(page(client.get("/audit/ledger/", asked)), "tbody tr")]


def test_an_entry_is_told_in_words(client, auditor):
    make.course("S-01")
    make.employee(number="00012", name="髙橋　正樹")
    entry(actor="command:nightly")
    seal()
    (row,) = rows(client)
    assert "自動処理（nightly）" in row
    assert "00012（髙橋 正樹）" in row
    assert "S-01（情報セキュリティ基礎）" in row
    assert "未検証" in row


def test_who_is_gone_stays_a_number(client, auditor):
    entry(subject="00099 S-77")
    assert "00099 S-77" in rows(client)[0]


@pytest.mark.parametrize(
    ("action", "subject", "words"),
    [
        ("研修計画の承認", "2026 security", "令和8年度　情報セキュリティ研修担当"),
        ("役割の指定", "00012 head 0101", "00012（髙橋　正樹）　所属長　0101（総務課）"),
        ("所属の統合", "0101 0102", "0101（総務課）　0102"),
        ("修了証書の交付", "2026 security 1-40", "令和8年度　情報セキュリティ研修担当　1-40"),
    ],
)
def test_codes_become_names(client, auditor, action, subject, words):
    make.department("0101", "総務課")
    make.employee(number="00012", name="髙橋　正樹")
    entry(action, subject)
    assert " ".join(words.split()) in rows(client)[0]


def test_period_kind_numbers_person_and_words_narrow_it(client, auditor):
    entry("ログイン", "00012", at=AT)
    entry("役割の指定", "00012 hr", actor="00098", at=AT + timedelta(days=1))
    entry("受講免除の取消し", "00013 2026 S-01", actor="00098", at=AT + timedelta(days=2), reason="育児休業に入るため")
    seal()
    assert len(acts(client)) == 3
    assert acts(client, first="R8.9.2", last="R8.9.2") == ["役割の指定（2）"]
    assert acts(client, act="SETTINGS") == ["役割の指定（2）"]
    assert acts(client, act="ログイン") == ["ログイン（1）"]
    assert acts(client, person="00012") == ["役割の指定（2）", "ログイン（1）"]
    assert acts(client, person="０００１２") == ["役割の指定（2）", "ログイン（1）"]
    assert acts(client, person="00098") == ["受講免除の取消し（3）", "役割の指定（2）"]
    assert acts(client, lowest="2", highest="2") == ["役割の指定（2）"]
    assert acts(client, words="育児休業") == ["受講免除の取消し（3）"]
    assert acts(client, words="00013 2026") == ["受講免除の取消し（3）"]


def test_words_do_not_search_what_the_page_does_not_show(client, auditor):
    entry("解答の提出", "attempt 1", score=90)
    assert acts(client, words="90") == []


def test_a_terminal_is_shown_found_and_taken_out(client, auditor):
    make.employee(number="00012", name="髙橋　正樹")
    with answering("10.1.2.34"):
        seen = entry("職員の記録の閲覧", "00013")
    entry("ログアウト", "00012")
    assert acts(client, words="10.1.2.") == ["職員の記録の閲覧（番号の付く前）"]
    assert texts(page(client.get("/audit/ledger/")), "tbody td:nth-child(4)") == ["－", "10.1.2.34"]
    shown = page(client.get(f"/audit/ledger/{seen.pk}/"))
    assert ("接続元", "10.1.2.34") in zip(texts(shown, "dt"), texts(shown, "dd"), strict=True)
    lines = list(csv.DictReader(StringIO(taken(client, "csv").decode("utf-8-sig"))))
    assert [line["内容"] for line in lines] == ["接続元：10.1.2.34", ""]


def test_a_bulk_act_is_found_by_the_moment_of_a_persons_facts(client, auditor):
    person = make.employee(number="00012")
    duty = make.duty(person, make.requirement(make.course("S-01")), recorded_at=AT)
    entry("受講対象の更新", "2026 S-01", actor="command:nightly", at=AT)
    entry("受講対象の更新", "2026 S-01", actor="command:nightly", at=AT + timedelta(seconds=1))
    assert duty.recorded_at == AT
    assert len(acts(client, person="00012")) == 1


def test_a_mistyped_condition_is_said(client, auditor):
    answer = client.get("/audit/ledger/", {"first": "R8.9.2", "last": "R8.9.1"})
    assert "「期間の末日」" in answer.content.decode() or "より後にしてください" in answer.content.decode()
    assert client.get("/audit/ledger/", {"lowest": "x"}).status_code == 200


def test_the_administrator_sees_accounts_and_settings_only(client, administrator):
    signed = entry("ログイン", "00012")
    done = entry("修了の記録")
    assert acts(client) == ["ログイン（番号の付く前）"]
    assert acts(client, act="修了の記録") == []
    assert client.get(f"/audit/ledger/{signed.pk}/").status_code == 200
    assert client.get(f"/audit/ledger/{done.pk}/").status_code == 404


def test_an_entry_shows_its_contents_and_its_place_in_the_chain(client, auditor):
    row = entry("受講免除の取消し", "00013 2026 S-01", reason="育児休業に入るため", words="他人に見せない")
    seal()
    LedgerCheck.objects.create(asked_at=AT, asked_by="x", ended_at=AT, seq=1)
    shown = client.get(f"/audit/ledger/{row.pk}/").content.decode()
    row.refresh_from_db()
    for words in ("育児休業に入るため", row.digest, row.hash, row.previous, "検証済み"):
        assert words in shown
    assert "他人に見せない" not in shown


def test_the_number_of_queries_does_not_grow(client, auditor):
    counts = []
    for number in (1, 3):
        person = make.employee()
        for place in range(number):
            entry("修了の記録", f"{person.staff_number} S-0{place}", actor=f"0009{place}")
            entry("受験の開始", f"attempt {place + 1}")
        client.get("/audit/ledger/")
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get("/audit/ledger/", {"person": person.staff_number})
        counts.append(len(found))
    assert counts[0] == counts[1]


# ---- files ----------------------------------------------------------------------------------------------------------


def taken(client, form, asked="", **more):
    answer = client.post(f"/audit/ledger/{asked}", {"form": form, "purpose": "audit", **more}, follow=True)
    return b"".join(answer.streaming_content)


def test_what_was_found_is_taken_out_in_three_forms(client, auditor):
    entry(subject="00012 =1+1")
    entry("ログイン", "00012")
    seal()
    table = list(csv.reader(StringIO(taken(client, "csv", "?act=LEARNING").decode("utf-8-sig"))))
    assert [row[4] for row in table] == ["操作", "修了の記録"]
    assert table[1][0] == "1"
    sheet = load_workbook(BytesIO(taken(client, "xlsx"))).active
    assert [cell.value for cell in sheet["E"]][:3] == ["操作", "修了の記録", "ログイン"]
    lines = [json.loads(line) for line in taken(client, "jsonl").decode().splitlines()]
    first = LedgerEntry.objects.get(seq=1)
    assert (lines[0]["hash"], lines[0]["digest"], lines[0]["facts"]) == (first.hash, first.digest, [])
    assert lines[0]["subject"] == "00012 =1+1"


def test_taking_out_leaves_its_own_entry_and_is_not_in_the_file(client, auditor):
    entry()
    content = taken(client, "csv", "?person=00012").decode("utf-8-sig")
    last = LedgerEntry.objects.latest("pk")
    assert (last.action, last.actor, last.subject) == ("出力", "90001", "操作記録 CSV")
    assert last.payload["purpose"] == "audit"
    assert last.payload["conditions"] == {"person": "00012"}
    assert last.payload["rows"] == 1
    assert "出力" not in content


def test_without_a_purpose_nothing_is_taken_out(client, auditor):
    entry()
    answer = client.post("/audit/ledger/", {"form": "csv", "purpose": ""})
    assert "出力の目的を選んでください。" in answer.content.decode()
    assert not Extract.objects.exists()


def test_too_many_rows_for_a_workbook_are_refused_in_words(client, auditor, monkeypatch):
    entry()
    monkeypatch.setattr(extracting, "MOST_ROWS_IN_WORKBOOK", 0)
    answer = client.post("/audit/ledger/", {"form": "xlsx", "purpose": "audit"})
    assert "CSVかJSONを選んでください" in answer.content.decode()


def test_many_entries_are_written_in_the_background(client, auditor, monkeypatch):
    monkeypatch.setattr(extracting, "_AT_ONCE", 0)
    entry()
    answer = client.post("/audit/ledger/", {"form": "csv", "purpose": "audit"}, follow=True)
    assert "ファイルができました。" in answer.content.decode()
    extract = Extract.objects.get()
    assert b"".join(client.get(f"/audit/ledger/files/{extract.pk}/file/").streaming_content)


def test_a_file_that_nobody_writes_any_more_can_be_begun_again(client, auditor):
    extract = Extract.objects.create(
        form="csv", purpose="audit", conditions={}, acts=[], last=0, total=0, ordered_at=AT, ordered_by="90001",
        state="working", holder="dead", lease_until=AT,
    )  # fmt: skip
    assert "もう一度始める" in client.get(f"/audit/ledger/files/{extract.pk}/").content.decode()
    client.post(f"/audit/ledger/files/{extract.pk}/again/")
    extract.refresh_from_db()
    assert extract.state == Extract.State.DONE


def test_old_files_go(client, auditor):
    entry()
    taken(client, "csv")
    extract = Extract.objects.get()
    assert files.throw_away_old(at=extract.ordered_at + timedelta(days=6)) == 0
    assert files.throw_away_old(at=extract.ordered_at + timedelta(days=8)) == 1
    assert not files.path_of(extract).exists()


def test_the_check_is_asked_for_and_kept(client, auditor):
    assert "検証は、まだ行っていません" in client.get("/audit/ledger/verify/").content.decode()
    entry()
    seal()
    make.posting(make.employee(), make.department())  # a fact without an entry
    shown = client.post("/audit/ledger/verify/", follow=True).content.decode()
    assert "異常があります" in shown
    assert "people.Posting" in shown
    check = LedgerCheck.objects.get()
    assert (check.seq, check.asked_by) == (1, "90001")
    assert check.number >= 2  # the auditor's own role has no entry either


def test_what_no_workbook_can_hold_is_said_in_words(client, auditor):
    entry(subject="00012 試験\x0b")
    answer = client.post("/audit/ledger/", {"form": "xlsx", "purpose": "audit"}, follow=True)
    assert "作成が中断しました。" in answer.content.decode()
    assert "表せない文字があります" in answer.content.decode()
