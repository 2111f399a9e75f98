"""The night's list: every step in order, twice without harm, and on past one that fails."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lms.ledger.models import LedgerCheck, LedgerEntry
from lms.office.management.commands import nightly
from lms.office.nightly.carrying_out import carry_out_night
from lms.office.nightly.last_run import last_nights
from lms.office.nightly.steps import STEPS, Night, Step
from lms.people.roles import Role
from tests import factories
from tests.lms.certificates.town import build_town, give
from tests.markup import page, texts, words

pytestmark = pytest.mark.django_db

AT = timezone.now()
NIGHT = Night(date(2026, 9, 15), AT)


def broken(night):
    raise OSError("秘密の場所")


def tried(*acts):
    steps = [Step(f"処理{number}", act) for number, act in enumerate(acts, 1)]
    return carry_out_night(steps=steps, night=NIGHT, tell=lambda outcome: None)


def test_the_whole_list_is_carried_out_and_a_second_time_too():
    out = StringIO()
    call_command("nightly", stdout=out)
    call_command("nightly", stdout=out)

    lines = [line.split("：")[0] for line in out.getvalue().splitlines()]
    assert lines == [step.title for step in STEPS] * 2
    assert len(last_nights(timezone.now(), 9).runs) == 2


def test_what_a_night_has_done_a_second_one_does_not_do_again():
    """With duties to open and papers to draw, all tables are the same but those that tell of the night itself."""
    town = build_town()
    give(town.done["髙橋"], town.done["﨑山"])
    before = everything()
    assert {one.title for one in carried_out() if one.failed} == {"操作記録の検証"}  # the town's rows have no entries
    after = everything()
    assert {table for table in after if after[table] != before[table]} >= {"duties_duty", "certificates_certificate"}
    carried_out()
    assert everything() == after


def carried_out():
    return carry_out_night(steps=STEPS, night=NIGHT, tell=lambda outcome: None)


def everything():
    """All rows by table, without the ledger, its checks and the sessions."""
    apart = {LedgerEntry, LedgerCheck, Session}
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models() if model not in apart
    }  # fmt: skip


def test_a_step_that_fails_stops_none_of_the_others(caplog):
    outcomes = tried(lambda night: "1件", broken, lambda night: f"{night.on}")

    assert [(one.said, one.failed) for one in outcomes] == [
        ("1件", False), ("失敗しました（OSError）", True), ("2026-09-15", False),
    ]  # fmt: skip
    assert "nightly step failed: 処理2" in caplog.text


def test_the_night_leaves_one_trace_without_what_an_error_says():
    tried(broken)

    entry = LedgerEntry.objects.get(action="夜間処理")
    assert entry.subject == "失敗した処理1件"
    assert "秘密" not in str(entry.payload)


def test_the_command_ends_as_failed_and_names_what_failed(monkeypatch):
    monkeypatch.setattr(nightly, "STEPS", [Step("失敗する処理", broken), Step("続く処理", lambda night: "済み")])
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="失敗した処理：失敗する処理"):
        call_command("nightly", stdout=out, stderr=err)

    assert "続く処理：済み" in out.getvalue()
    assert "失敗する処理：失敗しました" in err.getvalue()


def test_a_fault_in_the_chain_is_an_alarm(client):
    """A row that somebody wrote past every act."""
    factories.completion(factories.employee(), factories.course(), AT)
    err = StringIO()

    with pytest.raises(CommandError, match="失敗した処理：操作記録の検証。"):
        call_command("nightly", stdout=StringIO(), stderr=err)

    assert "操作記録の検証：異常が1件見つかりました。" in err.getvalue()
    assert LedgerEntry.objects.get(action="夜間処理").subject == "失敗した処理1件"
    for role, name in (
        (Role.ADMINISTRATOR, "settings_home"),
        (Role.ADMINISTRATOR, "nights"),
        (Role.AUDITOR, "audit_home"),
    ):
        shown = page(signed_in(client, role).get(reverse(name)))
        assert "操作記録の検証：異常が1件見つかりました。" in words(shown.select_one(".banner--warning"))


@pytest.mark.parametrize(
    ("hours", "warning"),
    [(29, ""), (31, "夜間処理が、前回から30時間を過ぎても終わっていません。")],
)
def test_a_night_that_is_missing_is_warned_of(hours, warning):
    tried(lambda night: "済み")
    assert last_nights(timezone.now() + timedelta(hours=hours)).warning == warning


def test_a_night_that_failed_and_no_night_at_all_are_warned_of():
    assert last_nights(AT).warning == "夜間処理が、まだ一度も終わっていません。"
    tried(broken, lambda night: "済み")
    assert last_nights(timezone.now()).warning == "前回の夜間処理で、1件の処理が失敗しました。"


def test_what_the_workers_have_done_is_forgotten_after_thirty_days():
    for status, days in (("SUCCESSFUL", 31), ("FAILED", 31), ("RUNNING", 31), ("READY", 31), ("SUCCESSFUL", 29)):
        task = DBTaskResult.objects.create(
            status=status, args_kwargs={}, task_path="-", backend_name="default", run_after=AT, exception_class_path=""
        )
        DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=AT - timedelta(days=days))
    (step,) = [step for step in STEPS if step.title == "裏側で行った処理の結果の削除"]
    assert step.act(NIGHT) == "3件"
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]


def signed_in(client, role):
    client.force_login(factories.viewer_of(role).user)
    return client


def test_the_page_shows_each_step_with_its_state_in_words(client):
    tried(lambda night: "3件", broken)

    shown = page(signed_in(client, Role.ADMINISTRATOR).get(reverse("nights")))

    rows = [texts(row, "th, td") for row in shown.select("[aria-label=前回の夜間処理] tbody tr")]
    assert [row[:3] for row in rows] == [["処理1", "終了", "3件"], ["処理2", "失敗", "失敗しました（OSError）"]]
    assert "1件の処理が失敗しました" in words(shown.select_one(".banner--warning"))


def test_the_page_tells_the_servers_clock_and_its_time_zone(client, monkeypatch):
    monkeypatch.setattr("lms.lib.clock.now", lambda: datetime(2026, 9, 14, 15, 30, 9, tzinfo=UTC))

    shown = page(signed_in(client, Role.ADMINISTRATOR).get(reverse("nights")))

    assert texts(shown, ".definitions dd") == ["令和8年9月15日 00:30:09", "日本標準時（Asia/Tokyo）"]


@pytest.mark.parametrize(("role", "name"), [(Role.ADMINISTRATOR, "settings_home"), (Role.AUDITOR, "audit_home")])
def test_who_answers_for_it_is_warned_on_the_first_page(client, role, name):
    shown = page(signed_in(client, role).get(reverse(name)))
    assert "まだ一度も終わっていません" in words(shown.select_one(".banner--warning"))


def test_nobody_else_finds_the_page(client):
    assert signed_in(client, Role.HR).get(reverse("nights")).status_code == 404
