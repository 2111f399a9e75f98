"""A time-stamp authority on the network, as the settings name one: asked over HTTP (RFC 3161)."""

import http.server
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import pem, tsp
from pyhanko.sign.timestamps import TimestampRequestError

from lms.lib.signatures.checking import check
from lms.lib.signatures.configured import identity, signed_paper, trust
from tests.forgery.papers import AT, pdfsig_accepts, stamp_authority, unsigned


class _Authority(http.server.BaseHTTPRequestHandler):
    """Answers every request with the token of the tests' own authority."""

    asked = 0

    def do_POST(self) -> None:
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        content = stamp_authority()[0].request_tsa_response(request).dump()
        type(self).asked += 1
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def authority(settings, tmp_path, monkeypatch) -> Iterator[type[_Authority]]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    _Authority.asked = 0
    (tmp_path / "stamps.pem").write_bytes(pem.armor("CERTIFICATE", _root().dump()))
    settings.TRUSTED_CERTIFICATES = str(tmp_path / "stamps.pem")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Authority) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
        yield _Authority
        server.shutdown()


def _root():
    return stamp_authority()[1]


def signatures(pdf: bytes) -> list[str]:
    """What pdfsig says of each signature and stamp."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        said = subprocess.run(["pdfsig", file.name], capture_output=True, check=False).stdout.decode()
    return said.split("Signature #")[1:]


def openssl_accepts_last_stamp(pdf: bytes, folder: Path) -> bool:
    """The last stamp is of our authority and speaks of every byte around it."""
    end, rest, length = map(int, re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", pdf)[-1])
    assert rest + length == len(pdf)
    (folder / "content").write_bytes(pdf[:end] + pdf[rest:])
    (folder / "token").write_bytes(bytes.fromhex(pdf[end + 1 : rest - 1].decode()))
    command = [
        "openssl", "ts", "-verify", "-token_in", "-in", folder / "token", "-data", folder / "content", "-CAfile",
        folder / "stamps.pem", "-attime", str(int(AT.timestamp())),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_paper_is_stamped_by_the_authority_that_the_settings_name(authority):
    paper = signed_paper(unsigned(), AT)
    verdict = check(paper, trust(AT), AT)
    assert (verdict.problem, verdict.stamped, verdict.signed_at) == ("", True, AT)
    assert authority.asked >= 1
    assert pdfsig_accepts(paper)


def test_for_the_long_term_a_last_stamp_covers_the_whole_file_and_others_agree(authority, settings, tmp_path):
    settings.TIMESTAMP_ARCHIVE = True
    assert identity(AT).archival
    paper = signed_paper(unsigned(), AT)
    assert check(paper, trust(AT), AT).problem == ""
    assert check(paper, trust(AT), AT + timedelta(days=21 * 365)).problem == ""
    first, last = signatures(paper)
    assert "Signature is Valid" in first
    # Whether the stamp over the whole is good, openssl says: pdfsig does not look into stamps.
    assert "Total document signed" in last
    assert openssl_accepts_last_stamp(paper, tmp_path)
    assert not openssl_accepts_last_stamp(paper.replace(b"/Catalog", b"/Katalog"), tmp_path)


def test_a_paper_for_the_long_term_that_was_changed_is_refused(authority, settings):
    settings.TIMESTAMP_ARCHIVE = True
    paper = signed_paper(unsigned(), AT)
    end = paper.index(b"%%EOF")
    for changed in (paper[:200] + bytes([paper[200] ^ 1]) + paper[201:], paper + b"\n", paper[: end + 6]):
        assert not check(changed, trust(AT), AT).accepted


def test_papers_wait_while_the_authority_does_not_answer(authority, settings):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(TimestampRequestError):
        signed_paper(unsigned(), AT)
