"""What sees a drawing open a file or call an address."""

import http.server
import sys


class Watch:
    """Everything opened and every address called while it watches."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.on = False
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event == "open":
            self.seen.append(str(arguments[0]))
        if self.on and event == "socket.connect":
            self.seen.append(f"connect {arguments[1]}")

    def during(self, way: str, draw: object) -> list[str]:
        self.seen, self.on = [], True
        try:
            draw(way)
        finally:
            self.on = False
        return self.seen


class Canary(http.server.BaseHTTPRequestHandler):
    calls: list[str] = []

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"p{}")

    def log_message(self, *_: object) -> None:
        """The canary keeps quiet."""
