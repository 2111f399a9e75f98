"""The load generator's HTTP: it reads whole answers, and half an answer never passes for another one."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lms.office.bench.connection import Connection
from lms.office.bench.journeys import Ask

CHUNKED = b"HTTP/1.1 503 Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
HALF = b"HTTP/1.1 200 OK\r\nContent-Le"
ASK = Ask("page", "GET", "/")


@contextmanager
def answering(*connections: list[bytes]) -> Iterator[Connection]:
    """A server that gives each connection its answers, one a request, and closes it then."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for answers in connections:
                with server.accept()[0] as client:
                    for answer in answers:
                        client.recv(65536)
                        client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        connection = Connection(server.getsockname()[1], "session", "csrf")
        yield connection
        connection.close()
        thread.join()


def test_an_answer_in_chunks_is_read_to_its_end():
    with answering([CHUNKED, WHOLE]) as connection:
        first, second = connection.ask(ASK, "key"), connection.ask(ASK, "key")
    assert (first.status, first.body, second.status, second.body) == (503, b"abcde", 200, b"ok")


def test_half_an_answer_is_forgotten_with_its_connection():
    with answering([HALF], [WHOLE]) as connection:
        with pytest.raises(ConnectionError):
            connection.ask(ASK, "key")
        connection.close()
        assert connection.ask(ASK, "key").body == b"ok"
