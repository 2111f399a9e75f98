"""What the three import commands have in common: look, or apply; words for people, or JSON for programs."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.importing.applying import import_at_once
from lms.importing.models import ImportBatch
from lms.importing.planning import planned
from lms.importing.plans import Plan
from lms.importing.words import lines
from lms.lib import clock
from lms.lib.arguments import day

_COUNTS = ("new", "changed", "moved", "left", "unchanged")


@dataclass(frozen=True)
class Result:
    """A plan, and whether the database now says what the file says."""

    plan: Plan
    applied: bool

    def json(self) -> str:
        counts = {name: self.plan.counts[name] for name in _COUNTS}
        errors = [asdict(fault) for fault in self.plan.faults]
        return json.dumps({**counts, "errors": errors, "applied": self.applied}, ensure_ascii=False)

    def words(self) -> str:
        if self.plan.faults:
            return "エラーがあるため反映していません。"
        if not self.plan.steps:
            return "変更はありません。"
        if self.applied:
            return "反映しました。"
        return "確認だけをしました。反映するには、--apply を付けて実行してください。"


class ImportCommand(BaseCommand):
    """Reads one file. Exit code 0 when nothing is wrong with it, else 1; with any error nothing is written."""

    kind: ImportBatch.Kind
    name: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV（シフトJIS又はUTF-8）又はExcelのファイル")
        parser.add_argument("--apply", action="store_true", help="反映します。付けなければ、確認だけをします。")
        parser.add_argument("--json", action="store_true", help="結果をJSONで書きます。")

    def handle(self, *args: Any, **options: Any) -> None:
        content, on = _content(options["file"]), options.get("on") or clock.today()
        if self.stderr.isatty():
            self.stderr.write("ファイルを読んでいます。数万人のファイルは1分ほどかかります。")
        plan = self._applied(options["file"], content, on) if options["apply"] else self._looked(content, on)
        result = Result(plan, applied=options["apply"] and not plan.faults)
        for line in [result.json()] if options["json"] else [*lines(plan, self.kind), result.words()]:
            self.stdout.write(line)
        if plan.faults:
            sys.exit(1)

    def _looked(self, content: bytes, on: date) -> Plan:
        return planned(kind=self.kind, content=content, on=on)

    def _applied(self, file: Path, content: bytes, on: date) -> Plan:
        by = f"command:{self.name}"
        return import_at_once(kind=self.kind, on=on, filename=file.name, content=content, by=by, at=clock.now())


class DatedImportCommand(ImportCommand):
    """An import of a file that describes one day."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--on", type=day, metavar="DATE", help="ファイルが表す日（2026-04-01、R8.4.1など）。省くと今日です。"
        )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"ファイル「{file}」を読めません。場所と名前を確かめてください。") from error
