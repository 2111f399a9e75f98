"""The head that is kept elsewhere, and the command that compares with it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lms.ledger.appending import append
from lms.ledger.heads import HeadError, KeptHead, export_head, head, head_line, read_head
from lms.ledger.sealing import seal
from lms.lib import clock
from lms.lib.append_only import suspended
from lms.lib.signatures.configured import trust
from lms.people.models import OfficeHolder
from tests.factories import jst
from tests.forgery.papers import stranger

NOW = datetime(2026, 7, 31, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def entries(number: int) -> None:
    with transaction.atomic():
        for place in range(number):
            append(actor="00007", action="試験", subject=f"対象 {place}", at=NOW)
    seal()


def verified(*options: str) -> tuple[int, dict]:
    out = StringIO()
    try:
        call_command("verify_ledger", "--json", *options, stdout=out)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_a_head_is_written_signed_for_the_day_and_read_again(tmp_path):
    entries(3)
    file = export_head(folder=tmp_path / "heads", at=NOW)
    assert file.name == "ledger-head-2026-07-31.json"
    assert read_head(file, trust(NOW), NOW) == KeptHead(head(NOW), remark="")
    assert (head(NOW).seq, head(NOW).at) == (3, "2026-07-31T10:00:00+09:00")
    assert head_line(NOW) == f"3番　{head(NOW).hash[:16]}"


def test_before_the_first_entry_there_is_nothing_to_keep(tmp_path):
    assert export_head(folder=tmp_path, at=NOW) is None
    assert head_line(NOW) == "なし"


@pytest.mark.parametrize(
    "change", [{"seq": 2}, {"hash": "0" * 64}, {"at": "2026-07-30"}, {"signature": "AAAA"}, {"more": 1}]
)
def test_a_head_that_was_changed_is_no_head(tmp_path, change):
    entries(3)
    file = export_head(folder=tmp_path, at=NOW)
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(HeadError):
        read_head(file, trust(NOW), NOW)


def test_a_head_of_somebody_else_is_no_head(tmp_path):
    entries(1)
    file = export_head(folder=tmp_path, at=NOW)
    with pytest.raises(HeadError, match="信頼する証明書による署名ではありません"):
        read_head(file, stranger().trust, NOW)


def test_a_head_outlives_the_certificate_that_signed_it_and_says_so(tmp_path):
    entries(3)
    file = export_head(folder=tmp_path, at=NOW)
    found = read_head(file, trust(NOW), jst(2060, 1, 1))
    assert found.head == head(NOW)
    assert found.remark.startswith(
        "控えは令和8年7月31日に署名されたものです。署名に使った証明書の有効期間は、その後に過ぎて"
    )


def test_whom_only_an_authority_vouches_for_is_judged_as_of_now(tmp_path):
    entries(1)
    file = export_head(folder=tmp_path, at=NOW)
    anybody = replace(trust(NOW), own=())
    assert read_head(file, anybody, NOW).head == head(NOW)
    with pytest.raises(HeadError, match="信頼する証明書による署名ではありません"):
        read_head(file, anybody, jst(2060, 1, 1))


def test_a_head_of_a_day_to_come_is_no_head(tmp_path):
    entries(1)
    file = export_head(folder=tmp_path, at=jst(2026, 8, 2))
    with pytest.raises(HeadError, match="先の日時"):
        read_head(file, trust(NOW), NOW)


def test_the_command_tells_that_the_certificate_of_a_head_has_run_out(tmp_path, monkeypatch):
    entries(2)
    file = export_head(folder=tmp_path, at=NOW)
    said = StringIO()
    monkeypatch.setattr(clock, "now", lambda: jst(2060, 1, 1))
    call_command("verify_ledger", "--head", str(file), stdout=StringIO(), stderr=said)
    assert "有効期間は、その後に過ぎています。" in said.getvalue()


def test_the_command_tells_other_programs_the_first_fault_and_all(tmp_path):
    entries(4)
    file = export_head(folder=tmp_path, at=NOW)
    assert verified("--head", str(file)) == (
        0,
        {"ok": True, "entries": 4, "head": 4, "first": None, "faults": [], "erased": [], "unrecorded": {}},
    )
    with suspended(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_ledgerentry WHERE seq > 2")
    code, found = verified("--head", str(file))
    assert (code, found["ok"], found["first"]["kind"], found["first"]["row"]) == (1, False, "missing", "3-4")
    assert verified()[0] == 0


def test_a_fact_without_its_entry_is_named():
    OfficeHolder.objects.create(office="mayor", title="市長", name="誰か", starts_on=date(2026, 4, 1), recorded_at=NOW)
    code, found = verified()
    assert (code, found["first"]["kind"]) == (1, "inserted")
    assert "people.OfficeHolder" in found["first"]["row"]


def test_a_head_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(CommandError, match="を読めません"):
        call_command("verify_ledger", "--head", str(tmp_path / "none.json"))
