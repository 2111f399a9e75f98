"""操作記録 says from which terminal an act of a page came, and says it of the right one."""

import logging
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from lms.accounts.middleware import Terminal
from lms.ledger.appending import append
from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import seal
from lms.ledger.verifying import faults
from lms.lib.append_only import suspended
from lms.lib.terminal import answering, terminal_address
from lms.people.roles import Role
from tests import factories as make

AT = make.jst(2026, 9, 1, 9)
DESK = "10.1.2.34"


@pytest.fixture
def hr(client):
    holder = make.viewer_of(Role.HR, number="90001")
    client.force_login(holder.user)
    return holder


def looked_at(client, **request):
    """A person's record is opened; what the entry of it says of the terminal."""
    person = make.employee(make.department())
    assert client.get(f"/reports/people/{person.pk}/", **request).status_code == 200
    return LedgerEntry.objects.get(action="職員の記録の閲覧").payload.get("address")


def written(subject="対象"):
    with transaction.atomic():
        return append(actor="00007", action="試験", subject=subject, at=AT)


@pytest.mark.django_db
def test_whoever_looks_at_a_record_leaves_the_address_of_the_terminal(client, hr):
    assert looked_at(client, REMOTE_ADDR=DESK) == DESK


@pytest.mark.django_db
def test_behind_a_proxy_of_ours_the_address_is_what_that_proxy_saw(client, hr, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forwarded = f"192.0.2.1, {DESK}"  # the first is what the browser may have made up
    assert looked_at(client, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded) == DESK


@pytest.mark.django_db
def test_without_a_proxy_nobody_chooses_an_address(client, hr):
    assert looked_at(client, REMOTE_ADDR=DESK, HTTP_X_FORWARDED_FOR="192.0.2.1") == DESK


@pytest.mark.django_db
def test_a_request_that_has_no_address_is_answered_all_the_same(client, hr):
    assert looked_at(client, REMOTE_ADDR="") is None


@pytest.mark.django_db
def test_a_command_has_no_terminal(client, hr):
    looked_at(client, REMOTE_ADDR=DESK)
    assert written().payload == {"facts": []}


@pytest.mark.django_db
def test_no_line_of_the_log_has_the_address(client, hr, caplog):
    caplog.set_level(logging.DEBUG)
    looked_at(client, REMOTE_ADDR=DESK)
    assert client.get("/reports/people/0/", REMOTE_ADDR=DESK).status_code == 404
    assert [record.name for record in caplog.records if record.name == "django.request"]
    assert not [record for record in caplog.records if DESK in record.getMessage()]


@pytest.mark.django_db
def test_the_chain_covers_the_address():
    with answering(DESK):
        entry = written()
    seal()
    assert list(faults()) == []
    with suspended(connection), connection.cursor() as cursor:
        other = '{"facts":[],"address":"10.9.9.9"}'
        cursor.execute("UPDATE ledger_ledgerentry SET payload = %s WHERE id = %s", [other, entry.pk])
    assert [(fault.kind, fault.row) for fault in faults()] == [("changed", "1")]


def test_a_request_that_fails_leaves_no_address_behind():
    def fail(request):
        assert terminal_address() == DESK
        raise ValueError

    with pytest.raises(ValueError):
        Terminal(fail)(RequestFactory().get("/", REMOTE_ADDR=DESK))
    assert terminal_address() == ""


def test_two_requests_under_way_at_once_know_each_their_own():
    both = Barrier(2, timeout=20)

    def answer(request):
        both.wait()  # both have said where they come from
        seen = terminal_address()
        both.wait()  # and both have read it
        return HttpResponse(seen)

    found = {}

    def ask(address):
        found[address] = Terminal(answer)(RequestFactory().get("/", REMOTE_ADDR=address)).content.decode()

    together(ask, ["10.0.0.1", "10.0.0.2"])
    assert found == {"10.0.0.1": "10.0.0.1", "10.0.0.2": "10.0.0.2"}


@pytest.mark.django_db(transaction=True)
def test_of_many_acts_at_once_each_entry_has_the_address_of_its_own_actor():
    desks = {f"1000{i}": f"10.0.0.{i}" for i in range(1, 7)}
    browsers = {number: Client(REMOTE_ADDR=desk) for number, desk in desks.items()}
    person = make.employee(make.department(), number="00012")
    for number, browser in browsers.items():
        browser.force_login(make.viewer_of(Role.HR, number=number).user)
    ready = Barrier(len(desks), timeout=20)

    def look(number):
        ready.wait()
        for _ in range(5):
            browsers[number].get(f"/reports/people/{person.pk}/")
        connection.close()

    together(look, list(desks))
    found = LedgerEntry.objects.filter(action="職員の記録の閲覧").values_list("actor", "payload__address")
    assert sorted(found) == sorted(list(desks.items()) * 5)


def together(act, arguments):
    threads = [Thread(target=act, args=[one]) for one in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
