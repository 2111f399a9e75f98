"""Are these files papers of ours, as they were given, and do they still count?"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from lms.certificates.checking import files
from lms.lib import clock
from lms.lib.fiscal_year import TOKYO
from lms.lib.signatures.checking import LARGEST, Verdict
from lms.lib.signatures.configured import trust, with_lists
from lms.lib.signatures.signing import CannotSignError
from lms.lib.signatures.trust import Trust, certificates_of, trust_in

_UNREAD = "not-read"


class Command(BaseCommand):
    help = (
        "証書のPDFとオープンバッジを確かめます。改変がなく、信頼する認証局の証明書による、ファイル全体への署名だけを認めます。"
        "交付台帳で取消しと再交付も確かめます。認められないものがあれば終了コード1です。"
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="証書のPDF、又はオープンバッジ")
        parser.add_argument(
            "--trust", action="append", type=Path, metavar="PEM", default=[],
            help="信頼する証明書（省略時は設定のもの）。認証局でない証明書を含めると、その証明書による署名に限ります。",
        )  # fmt: skip
        parser.add_argument("--without-register", action="store_true", help="交付台帳を調べません。")
        parser.add_argument("--stamped", action="store_true", help="時刻認証のない証書を認めません。")
        parser.add_argument("--json", action="store_true", help="結果をJSONで書き出します。")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        trusted = _trusted(options["trust"], at)
        judge = _by_signature if options["without_register"] else _by_register
        found = [{"file": str(path), **judge(_content(path), trusted, at)} for path in options["files"]]
        if options["stamped"]:
            found = [_stamped(one) for one in found]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            self._tell(found)
        if not all(one["accepted"] for one in found):
            sys.exit(1)

    def _tell(self, found: list[dict[str, Any]]) -> None:
        for one in found:
            said = f"認められます。{one['number']}　{_signature(one)}" if one["accepted"] else one["problem"]
            self.stdout.write(f"{one['file']}：{said}")
        if any(one["register"] == _UNREAD for one in found):
            self.stdout.write("交付台帳は調べていません。取り消された証書や、再交付する前の証書かもしれません。")


def _trusted(paths: list[Path], at: datetime) -> Trust:
    try:
        return with_lists(trust_in(certificates_of(paths))) if paths else trust(at)
    except (CannotSignError, OSError, ValueError) as error:
        raise CommandError(f"信頼する証明書か、失効リストを読めません：{error}") from error


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{path}を読めません：{error.strerror}") from error


def _by_register(content: bytes, trusted: Trust, at: datetime) -> dict[str, Any]:
    try:
        found = files.find(content, trusted, at)
    except Error as error:
        raise CommandError(
            "交付台帳を読めないため、確かめられません。データベースに接続できるかを確かめてください。"
            "署名だけを確かめるときは、--without-register を付けてください。"
        ) from error
    known = found.certificate
    state, number = (known.state.value, known.number_text) if known else ("unknown", "")
    return _line(found.verdict, found.problem, state, number)


def _by_signature(content: bytes, trusted: Trust, at: datetime) -> dict[str, Any]:
    verdict = files.judge(content, trusted, at)
    return _line(verdict, verdict.problem, _UNREAD, "")


def _line(verdict: Verdict, problem: str, register: str, number: str) -> dict[str, Any]:
    return {
        "accepted": not problem,
        "problem": problem,
        "signer": verdict.signer,
        "signed_at": verdict.signed_at.astimezone(TOKYO).isoformat() if verdict.signed_at else None,
        "time_stamped": verdict.stamped,
        "register": register,
        "number": number,
    }


def _stamped(one: dict[str, Any]) -> dict[str, Any]:
    if not one["accepted"] or one["time_stamped"]:
        return one
    return one | {"accepted": False, "problem": "時刻認証がありません。"}


def _signature(one: dict[str, Any]) -> str:
    stamped = "（時刻認証あり）" if one["time_stamped"] else ""
    return f"署名　{one['signer']}　{one['signed_at'] or ''}{stamped}".strip()
