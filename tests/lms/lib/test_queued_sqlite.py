"""Writers of the embedded database stand in line, whichever way their transactions end."""

import threading
import time

import pytest
from django.db import connection, transaction

from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL lets writers in side by side"),
]


def in_a_thread(act) -> threading.Thread:
    """`act` on a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_waiting_writer_is_let_in_as_soon_as_the_other_ends():
    entered: list[float] = []

    def write() -> None:
        with transaction.atomic():
            entered.append(time.perf_counter())

    with transaction.atomic():
        thread = in_a_thread(write)
        # SQLite alone would by now pause 100 ms between two tries.
        time.sleep(0.35)
        assert entered == []
    ended = time.perf_counter()
    thread.join()
    assert entered[0] - ended < 0.05


def test_a_turn_that_ends_in_an_error_is_given_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        factories.department()
        raise ZeroDivisionError
    thread = in_a_thread(lambda: factories.department("0202"))
    thread.join(5)
    assert not thread.is_alive()


def test_a_connection_that_is_closed_within_a_transaction_gives_its_turn_back():
    def leave() -> None:
        transaction.set_autocommit(False)
        connection._start_transaction_under_autocommit()
        connection.connection.rollback()

    in_a_thread(leave).join()
    with transaction.atomic():
        factories.department("0303")


@pytest.mark.parametrize("length", [1, 20_000])
def test_statements_long_and_short_take_values_and_percent_signs(length):
    text = "x" * length
    with connection.cursor() as cursor:
        for value in (7, 8):
            cursor.execute(f"SELECT %s, '100%%', '{text}'", [value])
            assert cursor.fetchone() == (value, "100%", text)
        cursor.execute("SELECT %(value)s", {"value": 9})
        assert cursor.fetchone() == (9,)
