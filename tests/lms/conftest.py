"""Fixtures of more than one room."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lms.canary import Canary, Watch


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    Canary.calls.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/secret.css"
        server.shutdown()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.css"
    path.write_text("p { color: red }")
    return path
