"""As much of HTTP/1.1 as the load generator needs: one keep-alive connection, one request at a time."""

import socket
from dataclasses import dataclass, field
from urllib.parse import urlencode

from lms.office.bench.journeys import Answer, Ask

_TIMEOUT = 60
# People come and go: were connections for ever, luck would decide which of the server's workers has most of them.
_REQUESTS_A_CONNECTION = 40
# Of Django's protection against forged forms the two halves need only be the same.
_TOKEN = "b" * 32
_HEADERS_END = b"\r\n\r\n"


@dataclass
class Connection:
    """Opened with the first request, and anew after a number of them or when the server has closed it."""

    port: int
    session_cookie: str
    csrf_cookie: str
    _socket: socket.socket | None = None
    _left: int = 0
    _waiting: bytearray = field(default_factory=bytearray)

    def ask(self, ask: Ask, session: str) -> Answer:
        if not self._left:
            self._open()
        self._left -= 1
        self._socket.sendall(self._request(ask, session))
        return self._answer()

    def close(self) -> None:
        self._left = 0
        self._waiting.clear()  # half an answer of a server that was killed belongs to no other request
        if self._socket is not None:
            self._socket.close()

    def _open(self) -> None:
        self.close()
        self._socket = socket.create_connection(("127.0.0.1", self.port), _TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = _REQUESTS_A_CONNECTION

    def _request(self, ask: Ask, session: str) -> bytes:
        body = urlencode(ask.form).encode()
        lines = [
            f"{ask.method} {ask.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept-Encoding: gzip",
            f"Cookie: {self.session_cookie}={session}; {self.csrf_cookie}={_TOKEN}",
        ]
        if ask.method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"X-CSRFToken: {_TOKEN}",
            ]
        return "\r\n".join(lines).encode() + _HEADERS_END + body

    def _answer(self) -> Answer:
        while (end := self._waiting.find(_HEADERS_END)) < 0:
            self._receive()
        status, *lines = bytes(self._waiting[:end]).decode("latin-1").split("\r\n")
        del self._waiting[: end + len(_HEADERS_END)]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        chunked = headers.get("transfer-encoding", "") == "chunked"
        body = self._chunks() if chunked else self._body(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(status.split()[1]), headers.get("location", ""), body)

    def _body(self, length: int) -> bytes:
        while len(self._waiting) < length:
            self._receive()
        body = bytes(self._waiting[:length])
        del self._waiting[:length]
        return body

    def _chunks(self) -> bytes:
        """An answer that does not say its length before: what is said when the database has gone, for instance."""
        body = b""
        while size := int(self._line(), 16):
            body += self._body(size)
            self._line()
        self._line()
        return body

    def _line(self) -> bytes:
        while (end := self._waiting.find(b"\r\n")) < 0:
            self._receive()
        line = bytes(self._waiting[:end])
        del self._waiting[: end + 2]
        return line

    def _receive(self) -> None:
        found = self._socket.recv(65536)
        if not found:
            raise ConnectionError("the server closed the connection")
        self._waiting += found
