"""A city's papers drawn, signed and stored by the product's background workers, held against the plain way.

The plain way is what WeasyPrint and pyHanko give somebody who takes their first example: for each paper one document
with its stylesheet and one RSA-2048 signature, one after the other in one process, the key loaded once.
"""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.template.loader import get_template
from django_tasks_db.models import DBTaskResult
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from weasyprint import CSS, HTML

from lms.certificates.issuing import Decision, give_personal
from lms.certificates.models import Batch, Certificate
from lms.certificates.tasks import draw_batch
from lms.lib.signatures.authority import SIGNER
from lms.lib.signatures.configured import trust
from lms.office.bench.city import ACTOR
from lms.people.roles import Office
from lms.records.models import Completion

WORKERS = 2
_LIMIT_SECONDS = 1800
_STOP_SECONDS = 30


@dataclass(frozen=True)
class Papers:
    """Papers a second both ways, how many each way made, and the largest memory of a worker."""

    papers: int
    per_second: float
    plain_papers: int
    plain_per_second: float
    worker_megabytes: float


def measured_papers(number: int, plain: int, on: date, at: datetime) -> Papers:
    """So many 修了証書 of one giving by two workers, and so many of the same in the plain way."""
    earned = Completion.objects.filter(course__office=Office.SECURITY, certificates=None).order_by("pk")
    completions = list(earned.select_related("course", "employee")[:number])
    trust(at)  # the key that signs is made before anybody needs it
    with _workers() as processes:
        _wait_until_both_work()
        batch = give_personal(completions=completions, decision=Decision(), given_on=on, actor=ACTOR, at=at)
        seconds = _seconds_until_drawn(batch)
        megabytes = max(_largest_megabytes(process.pid) for process in processes)
    some = list(batch.certificates.order_by("number")[:plain])
    return Papers(
        papers=len(completions), per_second=len(completions) / seconds, plain_papers=len(some),
        plain_per_second=len(some) / _plain_seconds([row.payload for row in some]), worker_megabytes=megabytes,
    )  # fmt: skip


# ---- the product's way ----------------------------------------------------------------------------------------------


@contextmanager
def _workers() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Background workers as `make run` starts them, asking for work a little more often."""
    command = [sys.executable, "manage.py", "db_worker", "--verbosity", "0", "--interval", "0.1"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "lms.settings"}
    started = [
        subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=settings.BASE_DIR, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(WORKERS)
    ]  # fmt: skip
    try:
        yield started
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(_STOP_SECONDS)


def _wait_until_both_work() -> None:
    """Each has done a task, be it one that finds nothing to draw."""
    until = time.monotonic() + _LIMIT_SECONDS
    seen: set[str] = set()
    while len(seen) < WORKERS:
        if time.monotonic() > until:
            raise CommandError("バックグラウンドの処理を起動できませんでした。上に出ている記録を確かめてください。")
        draw_batch.enqueue(0)
        time.sleep(0.1)
        seen = {worker for done in DBTaskResult.objects.successful() for worker in done.worker_ids}


def _seconds_until_drawn(batch: Batch) -> float:
    """From now until the last paper is stored."""
    start = time.perf_counter()
    undrawn = Certificate.objects.filter(batch=batch, drawn_at=None)
    while undrawn.exists():
        if time.perf_counter() > start + _LIMIT_SECONDS:
            raise CommandError("証書を作成し終えませんでした。")
        time.sleep(0.05)
    return time.perf_counter() - start


def _largest_megabytes(process: int) -> float:
    """The most memory that a process ever held."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(peak) / 1024


# ---- the plain way --------------------------------------------------------------------------------------------------


def _plain_seconds(payloads: list[Mapping[str, Any]]) -> float:
    key = (Path(settings.KEYS_DIR) / "demo" / SIGNER).read_bytes()
    signer = SimpleSigner.load_pkcs12_data(key, [], None)
    gc.collect()
    with TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        _plain_paper(payloads[0], signer, Path(folder))  # what is loaded once is loaded
        start = time.perf_counter()
        for payload in payloads:
            _plain_paper(payload, signer, Path(folder))
        return time.perf_counter() - start


def _plain_paper(payload: Mapping[str, Any], signer: SimpleSigner, folder: Path) -> None:
    html = get_template("certificates/papers/personal.html").render({"paper": payload})
    sheets = [CSS(string=text) for text in _stylesheets()]
    pdf = HTML(string=html).write_pdf(stylesheets=sheets)
    metadata = PdfSignatureMetadata(field_name="Signature", certify=True)
    signed = sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer=signer)
    (folder / f"{payload['public_id']}.pdf").write_bytes(signed.getvalue())


def _stylesheets() -> tuple[str, str]:
    """Those of the product, so that both ways draw the same picture."""
    common = (Path(settings.BASE_DIR) / "lms" / "lib" / "paper.css").read_text(encoding="utf-8")
    return common, get_template("certificates/papers/personal.css").render()
