"""A giving to thousands: in steps, without a gap or a double, whoever stops it, dies or gives beside it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lms.certificates import everything
from lms.certificates.giving import many
from lms.certificates.giving.many import carry_out, carry_out_what_was_left, let_giving_go_on, order_giving
from lms.certificates.giving.tasks import give_to_many
from lms.certificates.issuing import CannotGiveError
from lms.certificates.models import Batch, Certificate, Giving, Series
from lms.certificates.signers import NoSignerError
from lms.certificates.views import personal
from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import seal
from lms.lib.work import let_go_on, stop
from lms.people.models import OfficeHolder
from lms.people.roles import Office, Role
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.layouts.layouts import layout
from tests.lms.certificates.test_issuing import at_once
from tests.lms.certificates.test_pages import DECISION, everybody
from tests.lms.certificates.town import DECIDED, NOW, TODAY, Town, build_town, give
from tests.lms.certificates.workers import until, worker
from tests.markup import errors, page, texts

State = Giving.State


@pytest.fixture(autouse=True)
def one_a_step(monkeypatch):
    monkeypatch.setattr(many, "_STEP", 1)


@pytest.fixture
def undrawn(monkeypatch):
    monkeypatch.setattr(many, "have_drawn", lambda *_: None)


def completions(town: Town) -> list[int]:
    return [town.done[name].pk for name in ("𠮷田", "髙橋", "﨑山")]


def ordered(keys: list[int], on: date = TODAY) -> Batch:
    return order_giving(completions=keys, office=Office.SECURITY, decision=DECIDED, given_on=on, actor="00900", at=NOW)


def carried_out(batch: Batch, at=NOW) -> Giving:
    carry_out(batch_id=batch.pk, now=lambda: at)
    return Giving.objects.get(pk=batch.pk)


def numbers(batch: Batch) -> list[tuple[int, str]]:
    return [(row.number, row.payload["name"]) for row in batch.certificates.order_by("number")]


def before_step(monkeypatch, step: int, act: Callable[[], object]) -> None:
    """Have something happen before a step of the giving, counted from 1."""
    give_some, steps = many._give_some, []

    def doing(*arguments) -> None:
        steps.append(1)
        if len(steps) == step:
            act()
        give_some(*arguments)

    monkeypatch.setattr(many, "_give_some", doing)


def test_papers_are_numbered_in_the_order_confirmed_and_drawn_at_the_end(town):
    batch = ordered(completions(town))
    giving = carried_out(batch)
    assert numbers(batch) == [(1, "𠮷田　太郎"), (2, "髙橋　正樹"), (3, "﨑山　花子")]
    assert (giving.state, giving.done, giving.total) == (State.DONE, 3, 3)
    assert not batch.certificates.filter(drawn_at=None).exists()


def test_the_giving_has_its_decision_and_every_row_has_its_entry(town):
    batch = ordered(completions(town))
    carried_out(batch)
    assert (batch.given_on, batch.decided_by, batch.given_by) == (TODAY, "総務課長", "00900")
    seal()
    entries = LedgerEntry.objects.filter(action__startswith="修了証書の交付").order_by("pk")
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("修了証書の交付の開始", "2026 security"), ("修了証書の交付", "2026 security 1-1"),
        ("修了証書の交付", "2026 security 2-2"), ("修了証書の交付", "2026 security 3-3"),
    ]  # fmt: skip
    named = [(label, pk) for entry in entries for label, pk, _ in entry.payload["facts"]]
    assert named == [("certificates.Batch", batch.pk)] + [
        ("certificates.Certificate", pk) for pk in batch.certificates.order_by("pk").values_list("pk", flat=True)
    ]


def test_what_would_stop_every_paper_is_said_before_it_begins(town):
    with pytest.raises(CannotGiveError, match="修了日（最も遅い人は令和8年6月15日）以後"):
        ordered(completions(town), date(2026, 6, 14))
    OfficeHolder.objects.filter(office="mayor").void(NOW)
    with pytest.raises(NoSignerError):
        ordered(completions(town))
    assert not Batch.objects.exists()
    assert not Giving.objects.exists()


def test_many_need_nobody_in_office_but_whom_their_papers_name(town, undrawn):
    OfficeHolder.objects.filter(office="mayor").void(NOW)
    layout("所属名義", usual=True, signer="chief-security")
    batch = ordered(completions(town))
    assert carried_out(batch).state == State.DONE
    assert {row.payload["signer"]["name"] for row in batch.certificates.all()} == {"榎園　雅司"}


def test_stopped_in_the_middle_it_goes_on_with_the_next_number(town, monkeypatch):
    batch = ordered(completions(town))
    with monkeypatch.context() as patched:
        before_step(patched, 3, lambda: stop(batch.giving))
        giving = carried_out(batch)
    assert (giving.state, giving.done, len(numbers(batch))) == (State.STOPPED, 2, 2)
    assert not batch.certificates.filter(drawn_at=None).exists()
    give(town.done["髙橋 DX"])
    assert let_giving_go_on(giving=giving, at=NOW)
    assert carried_out(batch).state == State.DONE
    assert numbers(batch) == [(1, "𠮷田　太郎"), (2, "髙橋　正樹"), (3, "﨑山　花子")]


def test_whoever_got_a_paper_meanwhile_gets_no_second_one_and_no_number_is_lost(town, monkeypatch):
    batch = ordered(completions(town))
    before_step(monkeypatch, 2, lambda: give(town.done["﨑山"]))
    carried_out(batch)
    assert numbers(batch) == [(1, "𠮷田　太郎"), (3, "髙橋　正樹")]
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_a_completion_taken_back_meanwhile_is_passed_over(town, monkeypatch):
    batch = ordered(completions(town))
    before_step(monkeypatch, 2, lambda: make.cancelled(town.done["髙橋"], NOW, town.people["青木"]))
    carried_out(batch)
    assert numbers(batch) == [(1, "𠮷田　太郎"), (2, "﨑山　花子")]


def test_an_error_in_the_middle_takes_back_its_step_alone_and_the_rest_follows(town, monkeypatch):
    batch = ordered(completions(town))
    with monkeypatch.context() as patched:
        before_step(patched, 2, lambda: patched.setattr(many, "append", lambda **_: 1 // 0))
        with pytest.raises(ZeroDivisionError):
            carried_out(batch)
    giving = Giving.objects.get()
    assert (giving.state, giving.done, giving.notice[:9]) == (State.FAILED, 1, "思わぬ理由で中断し")
    assert Series.objects.get(last_number=1)
    let_giving_go_on(giving=giving, at=NOW)
    carried_out(batch)
    assert [number for number, _ in numbers(batch)] == [1, 2, 3]


def test_a_mayor_who_is_gone_in_the_middle_is_told_in_words(town, monkeypatch):
    batch = ordered(completions(town))
    before_step(monkeypatch, 2, lambda: OfficeHolder.objects.filter(office="mayor").void(NOW))
    giving = carried_out(batch)
    assert (giving.state, giving.done) == (State.FAILED, 1)
    assert "在職する市長が登録されていません" in giving.notice


def test_nobody_takes_it_from_a_worker_that_lives_and_the_night_goes_on_with_what_a_dead_one_left(town):
    batch = ordered(completions(town))
    Giving.objects.update(state=State.WORKING, holder="dead", lease_until=NOW, done=1)
    assert carry_out_what_was_left(now=lambda: NOW) == 0
    assert carry_out_what_was_left(now=lambda: NOW + timedelta(seconds=1)) == 1
    assert [name for _, name in numbers(batch)] == ["髙橋　正樹", "﨑山　花子"]
    assert carry_out_what_was_left(now=lambda: NOW + timedelta(hours=1)) == 0


def test_the_night_leaves_alone_what_somebody_stopped(town):
    stop(ordered(completions(town)).giving)
    assert carry_out_what_was_left(now=lambda: NOW + timedelta(hours=1)) == 0
    assert not Certificate.objects.exists()


def test_of_one_series_one_giving_is_under_way(town):
    first = ordered(completions(town)[:1])
    with pytest.raises(CannotGiveError, match="今、交付しているところ"):
        ordered(completions(town)[1:])
    stop(first.giving)
    second = ordered(completions(town)[1:])
    with pytest.raises(CannotGiveError, match="今、交付しているところ"):
        let_giving_go_on(giving=first.giving, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        let_go_on(first.giving, NOW)
    carried_out(second)
    assert let_giving_go_on(giving=first.giving, at=NOW)


def test_numbers_follow_the_days_of_giving_whatever_is_under_way(town):
    first = ordered(completions(town)[:1], date(2026, 7, 30))
    with pytest.raises(CannotGiveError, match="今、交付しているところ"):
        give(town.done["﨑山"], on=TODAY)
    stop(first.giving)
    give(town.done["﨑山"], on=TODAY)
    with pytest.raises(CannotGiveError, match="令和8年7月31日を交付日として別の証書を交付したため、続きから"):
        let_giving_go_on(giving=first.giving, at=NOW)
    with pytest.raises(CannotGiveError, match="最後に交付した日（令和8年7月31日）以後の日"):
        ordered(completions(town)[1:], date(2026, 7, 30))


@pytest.mark.parametrize("people", [1, 3])
def test_a_step_takes_the_same_queries_for_one_and_for_three(
    town, people, undrawn, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(many, "_STEP", 10)
    batch = ordered(completions(town)[:people])
    with django_assert_num_queries(22):
        carried_out(batch)


@pytest.mark.django_db(transaction=True)
def test_many_workers_and_givers_at_once_leave_no_gap_and_no_double(undrawn, monkeypatch):
    monkeypatch.setattr("lms.certificates.issuing.have_drawn", lambda *_: None)
    town = build_town()
    people = [make.employee(town.places["税務課"]) for _ in range(8)]
    rows = [make.completion(person, town.security, jst(2026, 7, 1)) for person in people]
    batch = ordered(completions(town) + [row.pk for row in rows])
    acts = [lambda: carry_out(batch_id=batch.pk, now=lambda: NOW)] * 3
    assert at_once(*acts, *[lambda one=row: give(one) for row in rows[4:]]) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 12))
    assert Certificate.objects.values("completion").distinct().count() == 11
    assert Series.objects.get().last_number == 11


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_follows_without_a_gap_or_a_double(queue, undrawn, monkeypatch):
    monkeypatch.setattr(many, "_STEP", 250)
    town = build_town()
    people = [make.employee(town.places["税務課"]) for _ in range(1000)]
    rows = [make.completion(person, town.security, jst(2026, 7, 1)) for person in people]
    batch = ordered([row.pk for row in rows])
    give_to_many.enqueue(batch.pk)
    with worker() as killed:
        until(lambda: Giving.objects.get().done > 0)
        killed.kill()
        killed.wait()
    giving = Giving.objects.get()
    assert giving.state == State.WORKING
    assert batch.certificates.count() == giving.done < 1000
    assert carry_out_what_was_left(now=lambda: timezone.now() + timedelta(minutes=3)) == 1
    assert sorted(batch.certificates.values_list("number", flat=True)) == list(range(1, 1001))
    assert batch.certificates.values("completion").distinct().count() == 1000


# ---- the pages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def many_are_two(monkeypatch):
    monkeypatch.setattr(personal, "AT_ONCE", 2)


@pytest.fixture
def no_worker_yet(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def test_many_are_given_in_the_background_and_the_page_shows_how_far(
    town, signed_in, many_are_two, no_worker_yet, settings
):
    client = signed_in(Role.SECURITY_OFFICE)
    confirmation, address, fields = everybody(client)
    assert "人数が多いため、順に交付します。" in confirmation.get_text()
    answer = client.post(address, fields | DECISION)
    batch = Batch.objects.get()
    assert answer.url == reverse("paper_batch", args=[batch.pk])
    found = page(client.get(answer.url))
    assert "3件のうち0件" in found.select_one("#progress").get_text()
    assert found.select_one("#progress")["hx-trigger"]
    assert not found.select("table")
    assert client.post(address, fields | DECISION).url == answer.url
    assert client.post(reverse("papers_confirm"), {"everybody": ""}).url == answer.url
    assert Giving.objects.count() == 1
    carried_out(batch)
    done = page(client.get(answer.url))
    assert texts(done, "#progress h2") == ["証書の作成"]
    assert texts(done, "tbody th") == ["第８－１号", "第８－２号", "第８－３号"]


def test_a_giving_is_stopped_and_gone_on_with_by_its_office_alone(town, signed_in, settings):
    batch = ordered(completions(town))
    acts = [reverse(f"paper_giving_{act}", args=[batch.pk]) for act in ("stop", "continue")]
    for role in (Role.DX_OFFICE, Role.AUDITOR, Role.HR):
        assert {signed_in(role).post(act).status_code for act in acts} == {404}
    client = signed_in(Role.SECURITY_OFFICE)
    stopped = client.post(acts[0], follow=True)
    assert "交付を中止しました。" in stopped.content.decode()
    assert not page(stopped).select_one("#progress").has_attr("hx-trigger")
    with transaction.atomic():
        client.post(acts[1])
    assert len(numbers(batch)) == 3


def test_where_another_giving_is_under_way_the_page_says_so(town, signed_in):
    first = ordered(completions(town)[:1])
    stop(first.giving)
    ordered(completions(town)[1:])
    answer = signed_in(Role.SECURITY_OFFICE).post(reverse("paper_giving_continue", args=[first.pk]), follow=True)
    assert "今、交付しているところです" in answer.content.decode()
    assert not Certificate.objects.exists()


def test_what_stops_every_paper_is_said_on_the_form(town, signed_in, many_are_two):
    client = signed_in(Role.SECURITY_OFFICE)
    _, address, fields = everybody(client)
    answer = client.post(address, fields | DECISION | {"given_on": "2026-06-11", "decided_on": ""} | {"decided_by": ""})
    assert "以後の日にしてください。" in str(errors(answer))
    assert not Giving.objects.exists()


@pytest.mark.parametrize("people", [0, 5])
def test_the_look_before_giving_takes_the_same_queries_for_few_and_many(
    town, signed_in, people, many_are_two, django_assert_num_queries
):
    for _ in range(people):
        make.completion(make.employee(town.places["税務課"]), town.security, jst(2026, 7, 1))
    client = signed_in(Role.SECURITY_OFFICE)
    client.get(reverse("papers"))
    with django_assert_num_queries(16):
        client.post(reverse("papers_confirm"), {"everybody": ""})


def test_the_command_gives_to_many_in_steps_as_well(town, monkeypatch):
    monkeypatch.setattr(everything, "AT_ONCE", 2)
    wanted = everything.Wanted(2026, (Series.Kind.PERSONAL,))
    assert everything.give_all(wanted, everything.Giving(DECIDED, TODAY, "command:x", NOW)) == []
    assert sorted(Certificate.objects.filter(series__office=Office.SECURITY).values_list("number", flat=True)) == [
        1,
        2,
        3,
    ]
    assert Giving.objects.get().state == State.DONE
