"""受講対象の更新 in the background: coalesced, by one worker at a time, nothing twice when a worker dies."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from lms.duties import planning
from lms.duties.models import UPDATE_LEASE, Duty, DutyUpdate, TrainingPlan
from lms.duties.planning import Reconciled
from lms.duties.tasks import start_update, update_duties
from lms.duties.updating import ask_update, carry_out, claim, latest_update
from lms.lib import clock
from lms.people.roles import Role
from tests import factories as f
from tests.demo import stop_the_clock
from tests.markup import page, words

pytestmark = pytest.mark.django_db
State = DutyUpdate.State
NOBODY_YET = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
NOW = f.jst(2026, 6, 20, 10)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 6, 20))


@pytest.fixture
def person():
    f.requirement()
    return f.employee(f.department())


def states() -> list[str]:
    return list(DutyUpdate.objects.order_by("pk").values_list("state", flat=True))


def test_an_update_opens_what_is_missing_and_says_how_much(person):
    start_update(by="90001", at=clock.now())
    row = DutyUpdate.objects.get()
    assert (row.state, row.progress, row.opened, row.closed) == (State.DONE, 100, 1, 0)
    assert Duty.objects.get().employee == person


def test_several_acts_wait_for_one_update(person):
    for _ in range(3):
        ask_update(by="90001", at=NOW)
    assert states() == [State.WAITING]


def test_what_is_asked_while_one_runs_waits_and_is_taken_by_the_same_worker(person, monkeypatch):
    ask_update(by="90001", at=NOW)
    settled = planning._settled

    def meanwhile(*args):
        if not DutyUpdate.objects.filter(state=State.WAITING).exists() and DutyUpdate.objects.count() == 1:
            ask_update(by="90002", at=NOW)
            assert claim(at=NOW) is None
        return settled(*args)

    monkeypatch.setattr(planning, "_settled", meanwhile)
    update_duties.call()
    row = DutyUpdate.objects.get()
    assert (row.state, row.asked_by) == (State.DONE, "90002")


def test_an_update_whose_worker_died_is_given_up_when_its_lease_has_ended(person):
    ask_update(by="90001", at=NOW)
    assert claim(at=NOW)
    ask_update(by="90001", at=NOW)
    assert claim(at=NOW + UPDATE_LEASE) is None
    later = NOW + UPDATE_LEASE + timedelta(seconds=1)
    update = claim(at=later)
    assert states() == [State.FAILED, State.RUNNING]
    assert carry_out(update=update, now=lambda: later) == Reconciled(1, 0)
    assert states() == [State.DONE]


def test_an_update_that_goes_on_longer_than_a_lease_is_not_given_up(person):
    """Each line takes ten minutes; the next worker asks after twenty."""
    f.requirement(f.course("S-02"))
    ask_update(by="90001", at=NOW)
    update = claim(at=NOW)
    moments = iter(NOW + timedelta(minutes=10 * number) for number in range(9))
    taken = []

    def now() -> datetime:
        moment = next(moments)
        taken.append(claim(at=moment))
        return moment

    carry_out(update=update, now=now)
    assert (taken, states()) == ([None] * 4, [State.DONE])


def test_what_a_worker_that_died_has_done_is_not_done_again(person, monkeypatch):
    f.requirement(f.course("S-02"))
    settled, seen = planning._settled, []

    def dies(asked, *args):
        if seen:
            raise KeyboardInterrupt
        seen.append(asked)
        return settled(asked, *args)

    monkeypatch.setattr(planning, "_settled", dies)
    ask_update(by="90001", at=NOW)
    with pytest.raises(KeyboardInterrupt):
        carry_out(update=claim(at=NOW), now=lambda: NOW)
    assert (Duty.objects.count(), DutyUpdate.objects.get().progress) == (1, 50)
    monkeypatch.setattr(planning, "_settled", settled)
    later = NOW + UPDATE_LEASE + timedelta(seconds=1)
    ask_update(by="90001", at=later)
    assert carry_out(update=claim(at=later), now=lambda: later) == Reconciled(1, 0)
    assert Duty.objects.count() == 2


def test_an_error_is_told_and_the_next_update_goes_on(person, monkeypatch):
    def fails(*_args):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(planning, "_settled", fails)
        ask_update(by="90001", at=NOW)
        with pytest.raises(RuntimeError):
            carry_out(update=claim(at=NOW), now=lambda: NOW)
    assert states() == [State.FAILED]
    start_update(by="90001", at=NOW)
    assert states() == [State.DONE]


@override_settings(TASKS=NOBODY_YET)
def test_the_night_settles_what_no_worker_came_for(person):
    start_update(by="90001", at=clock.now())
    assert states() == [State.WAITING]
    # The rows of this test have no entries, which the check of the ledger finds.
    with pytest.raises(CommandError, match="失敗した処理：操作記録の検証。"):
        call_command("nightly", verbosity=0)
    assert (states(), DutyUpdate.objects.get().opened) == ([State.DONE], 1)


def test_the_one_that_runs_is_shown_before_the_one_that_waits(person):
    ask_update(by="90001", at=NOW)
    update = claim(at=NOW)
    ask_update(by="90001", at=NOW)
    assert latest_update() == update


# ---- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(client):
    client.force_login(f.viewer_of(Role.SECURITY_OFFICE, number="90001").user)
    return client


@override_settings(TASKS=NOBODY_YET)
def test_the_plan_says_that_the_update_is_under_way_and_asks_again(office, person):
    plan = TrainingPlan.objects.get()
    assert office.post(f"/plans/{plan.pk}/update/").status_code == 302
    shown = page(office.get(f"/plans/{plan.pk}/")).select_one("#update")
    assert shown["hx-trigger"] == "every 2s"
    assert "対象者を更新しています" in words(shown)
    DutyUpdate.objects.update(asked_at=NOW - timedelta(hours=1))
    shown = page(office.get(f"/plans/{plan.pk}/")).select_one("#update")
    assert "hx-trigger" not in shown.attrs
    assert "受講対象の更新が止まっています。" in words(shown)
    assert shown.select_one("form button")


def test_the_plan_says_what_the_last_update_did(office, person):
    plan = TrainingPlan.objects.get()
    office.post(f"/plans/{plan.pk}/update/")
    shown = words(page(office.get(f"/plans/{plan.pk}/")).select_one("#update"))
    assert "新しく対象　1件、対象外　0件" in shown


@pytest.mark.parametrize(("state", "status"), [("approved", 404), ("reported", 404), ("running", 302)])
def test_only_a_running_plan_is_updated(office, state, status):
    plan = f.plan(2026, state=state)
    assert office.post(f"/plans/{plan.pk}/update/").status_code == status


def test_starting_a_plan_gives_the_duties(office):
    f.requirement()
    TrainingPlan.objects.update(state=TrainingPlan.State.APPROVED)
    answer = office.post(f"/plans/{TrainingPlan.objects.get().pk}/start/", follow=True)
    assert "受講対象を更新しています。" in answer.content.decode()
    assert not Duty.objects.exists()  # 90001 has an account and no posting


def test_asking_for_a_retake_gives_new_duties(office, person):
    line = TrainingPlan.objects.get().requirements.get()
    old = f.duty(person, line)
    office.post(f"/plans/requirements/{line.pk}/retake/")
    assert Duty.objects.filter(closed_at=None).exclude(pk=old.pk).count() == 1
