"""What the three import commands have in common: look, or apply; words for people, or JSON for programs."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.duties.tasks import follow_people
from lms.importing.carrying_out.applying import import_at_once
from lms.importing.comparing.planning import planned
from lms.importing.comparing.plans import Consent, Plan
from lms.importing.comparing.reach import Reach
from lms.importing.models import ImportBatch
from lms.importing.words import left_out_lines, lines
from lms.lib import clock
from lms.lib.arguments import day

_COUNTS = ("new", "changed", "moved", "left", "unchanged")


@dataclass(frozen=True)
class Result:
    """A plan, and whether the database now says what the file says."""

    plan: Plan
    consent: Consent
    was_asked: bool

    @property
    def applied(self) -> bool:
        nothing_to_do = not self.plan.steps and not self.plan.faults
        return self.was_asked and (bool(self.plan.batch) or nothing_to_do)

    def json(self) -> str:
        counts = {name: self.plan.counts[name] for name in _COUNTS}
        errors = [asdict(fault) for fault in self.plan.faults]
        more: dict[str, Any] = {"batch": self.plan.batch} if self.plan.batch else {}
        if self.consent.leaves_out:
            more["left_out"] = [asdict(row) for row in self.plan.left_out]
        if self.plan.drop:
            more["absent"], more["in_service"] = self.plan.drop.absent, self.plan.drop.in_service
        return json.dumps({**counts, "errors": errors, "applied": self.applied, **more}, ensure_ascii=False)

    def words(self) -> list[str]:
        return [*(left_out_lines(self.plan) if self.consent.leaves_out else ()), *self._outcome()]

    def _outcome(self) -> list[str]:
        if self.plan.batch:
            return [f"取込みの番号　{self.plan.batch}", "反映しました。"]
        if self.plan.needs_consent and not self.consent.accepts_drop:
            words = "確かめたら、--accept-drop を付けて実行してください。"
            return [f"{self.plan.drop.words if self.plan.drop else ''}反映していません。{words}"]
        if self.plan.faults and not (self.consent.leaves_out and self.plan.can_leave_out and not self.was_asked):
            return ["エラーがあるため反映していません。"]
        if not self.plan.steps:
            return ["変更はありません。"]
        return ["確認だけをしました。反映するには、--apply を付けて実行してください。"]


class ImportCommand(BaseCommand):
    """Reads one file. Exit code 0 when nothing is wrong with it, else 1; unless asked otherwise, an error stops all."""

    kind: ImportBatch.Kind
    name: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV（シフトJIS又はUTF-8）又はExcelのファイル")
        parser.add_argument("--apply", action="store_true", help="反映します。付けなければ、確認だけをします。")
        parser.add_argument("--json", action="store_true", help="結果をJSONで書きます。")
        parser.add_argument(
            "--skip-errors", action="store_true",
            help="誤りのある行を、その職員の他の行と併せて除いて反映します。終了コードは1のままです。",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        content, on = _content(options["file"]), options.get("on") or clock.today()
        consent = Consent(leaves_out=options["skip_errors"], accepts_drop=options.get("accept_drop", False))
        reach = Reach.EVERYBODY if options.get("replace_all") else Reach.LISTED
        if self.stderr.isatty():
            self.stderr.write("ファイルを読んでいます。数万人のファイルは1分ほどかかります。")
        if options["apply"]:
            at, actor = clock.now(), f"command:{self.name}"
            plan = import_at_once(
                kind=self.kind, on=on, filename=options["file"].name, content=content, by=actor, at=at, reach=reach,
                consent=consent,
            )  # fmt: skip
            if plan.batch:
                follow_people(by=actor, at=at)
        else:
            plan = planned(kind=self.kind, content=content, on=on, reach=reach)
        result = Result(plan, consent, was_asked=options["apply"])
        for line in [result.json()] if options["json"] else [*lines(plan, self.kind), *result.words()]:
            self.stdout.write(line)
        if plan.faults or (options["apply"] and not result.applied):
            sys.exit(1)


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
