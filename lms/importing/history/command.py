"""What the commands for completions and drills have in common: look, or apply; words for people, or JSON."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lms.importing.history.applying import trace
from lms.importing.history.plans import Becomes, RecordsPlan
from lms.importing.reading.faults import Fault
from lms.lib import clock

Planner = Callable[[bytes, datetime], RecordsPlan[Any]]
Writer = Callable[[RecordsPlan[Any], str, datetime], None]


class RecordsFileCommand(BaseCommand):
    """Reads one file. Exit code 0 when nothing is wrong with it, else 1; with any error nothing is written.

    A command says in its `handle` how such a file is planned, and how a plan is written.
    """

    kind: str
    name: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV（シフトJIS又はUTF-8）又はExcelのファイル")
        parser.add_argument("--apply", action="store_true", help="反映します。付けなければ、確認だけをします。")
        parser.add_argument("--json", action="store_true", help="結果をJSONで書きます。")

    def take_in(self, options: dict[str, Any], planned: Planner, write: Writer) -> None:
        """Look at the file, or apply it, and say what came of it."""
        content, at = _content(options["file"]), clock.now()
        plan = self._applied(content, at, planned, write) if options["apply"] else planned(content, at)
        applied = options["apply"] and not plan.faults
        for line in [as_json(plan, applied)] if options["json"] else words(plan, applied):
            self.stdout.write(line)
        if plan.faults:
            sys.exit(1)

    @transaction.atomic
    def _applied(self, content: bytes, at: datetime, planned: Planner, write: Writer) -> RecordsPlan[Any]:
        """Plan and, unless something is wrong or nothing is new, write."""
        plan = planned(content, at)
        if plan.can_be_applied:
            actor = f"command:{self.name}"
            trace(self.kind, hashlib.sha256(content).hexdigest(), plan, actor, at)
            write(plan, actor, at)
        return plan


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"ファイル「{file}」を読めません。場所と名前を確かめてください。") from error


def as_json(plan: RecordsPlan[Any], applied: bool) -> str:  # noqa: FBT001 - a value to be told, not a switch
    """The shape of the other imports; nobody moves or leaves by these files."""
    counts = {"new": 0, "changed": 0, "moved": 0, "left": 0, "unchanged": 0}
    counts |= {one.value: plan.counts[one.value] for one in Becomes}
    errors = [asdict(fault) for fault in plan.faults]
    return json.dumps({**counts, "errors": errors, "applied": applied}, ensure_ascii=False)


def words(plan: RecordsPlan[Any], applied: bool) -> Iterator[str]:  # noqa: FBT001 - as above
    """What is wrong first, then how many, then what is to know."""
    if plan.faults:
        yield f"エラー {len(plan.faults)}件"
        yield from (f"  {_fault(fault)}" for fault in plan.faults)
    yield "　".join(f"{one.label} {plan.counts[one.value]}件" for one in Becomes)
    yield from (f"注意　{note.row}行目　{note.text}" for note in plan.notes)
    yield _outcome(plan, applied)


def _fault(fault: Fault) -> str:
    text = f"「{fault.text}」" if fault.text else ""
    return f"{fault.row}行目　{fault.column}{text}　{fault.message}".replace("　　", "　")


def _outcome(plan: RecordsPlan[Any], applied: bool) -> str:  # noqa: FBT001 - as above
    if plan.faults:
        return "エラーがあるため反映していません。"
    if not plan.steps:
        return "変更はありません。"
    return "反映しました。" if applied else "確認だけをしました。反映するには、--apply を付けて実行してください。"
