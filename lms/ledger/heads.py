"""The head of the chain, signed and kept elsewhere: against it a cut tail and a rewritten chain are found."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lms.ledger.digests import canonical
from lms.ledger.models import LedgerEntry
from lms.lib.fiscal_year import TOKYO, era_date, local_date
from lms.lib.kept_files import write_whole
from lms.lib.signatures.statements import signed_statement, since_then, statement_problem
from lms.lib.signatures.trust import Trust


class HeadError(ValueError):
    """Why a file cannot be taken for a head of ours, in words."""


@dataclass(frozen=True)
class Head:
    """The last entry at a moment: its number and hash."""

    seq: int
    hash: str
    at: str


def head(at: datetime) -> Head | None:
    """As of now; None before the first entry is sealed."""
    last = LedgerEntry.objects.sealed().values_list("seq", "hash").last()
    if last is None:
        return None
    seq, link = last
    return Head(int(seq or 0), str(link), at.astimezone(TOKYO).isoformat(timespec="seconds"))


def head_line(at: datetime) -> str:
    """What papers print of it: 「1234番　9f86d081884c7d65」; the file holds all of the hash."""
    found = head(at)
    return f"{found.seq}番　{found.hash[:16]}" if found else "なし"


def dated_head_line(at: datetime) -> str:
    """The same for a paper that has no other date of its making: 「1234番　9f86d081884c7d65（令和8年9月15日）」."""
    return f"{head_line(at)}（{era_date(local_date(at))}）"


def signed_head(at: datetime) -> bytes | None:
    """The head as of now with a signature over it; None where there is nothing to keep yet."""
    found = head(at)
    if found is None:
        return None
    said = asdict(found)
    content = said | {"signature": b64encode(signed_statement(canonical(said).encode(), at)).decode()}
    return (json.dumps(content, indent=1) + "\n").encode()


def export_head(*, folder: Path, at: datetime) -> Path | None:
    """A signed file of the day's head in `folder`; None where there is nothing to keep yet."""
    content = signed_head(at)
    if content is None:
        return None
    path = path_of_head(folder, at)
    write_whole(path, content)
    return path


def path_of_head(folder: Path, at: datetime) -> Path:
    """One a day."""
    return folder / f"ledger-head-{at.astimezone(TOKYO):%Y-%m-%d}.json"


@dataclass(frozen=True)
class KeptHead:
    """A head as a file holds it. `remark`: what the reader should know of its signature, in words, or empty."""

    head: Head
    remark: str


def read_head(path: Path, trust: Trust, at: datetime) -> KeptHead:
    """The head that a file holds, when its signature is ours. It may be older than our certificate's life, so one
    that a certificate of our own signed is judged as of the moment that it names."""
    try:
        content: dict[str, Any] = json.loads(path.read_text())
        signature = b64decode(content.pop("signature"), validate=True)
        found = Head(**content)
        said_at = datetime.fromisoformat(found.at)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise HeadError(f"控え（{path}）を読めません。") from error
    moment = said_at if trust.own else at
    problem = statement_problem(canonical(asdict(found)).encode(), signature, trust, moment)
    if not problem and said_at > at:
        problem = "書き出した日時が、先の日時です。"
    if problem:
        raise HeadError(f"控え（{path}）は使えません：{problem}")
    return KeptHead(found, _remark(said_at, since_then(signature, trust, at)))


def _remark(said_at: datetime, since: str) -> str:
    """Whoever had the key later could have written a head of an earlier day."""
    if not since:
        return ""
    kept = "控えが当時から保管されていたことを確かめてください。"
    return f"控えは{era_date(local_date(said_at))}に署名されたものです。署名に使った{since}。{kept}"
