"""Measure in an empty database what the ledger costs, and what it can take."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from lms.lib import clock
from lms.office.bench.city import Size, build
from lms.office.bench.goals import ledger_outcomes
from lms.office.bench.ledger import LedgerEffort, measured_ledger
from lms.office.bench.preparing import prepare_empty_database, tidy

_WORDS = {
    "ledger_bulk": "一括の追記（1行）", "ledger_share": "提出・採点・修了に占める割合（8接続）",
    "ledger_sealing": "連鎖", "ledger_checking": "検証（100万件当たり）",
}  # fmt: skip
_UNITS = {"ms": "ミリ秒", "%": "％", "/s": "件/秒", "s": "秒"}


class Command(BaseCommand):
    help = "空のデータベースで、操作記録の追記、連鎖、検証の速さを計測します。"

    def add_arguments(self, parser: CommandParser) -> None:
        usual = LedgerEffort()
        parser.add_argument("--staff", type=int, default=Size().staff, help="職員数")
        parser.add_argument("--courses", type=int, default=Size().courses, help="研修の数")
        parser.add_argument("--seconds", type=float, default=usual.seconds, help="提出の負荷をかける秒数")
        parser.add_argument("--entries", type=int, default=usual.checked, help="検証する操作記録の数")
        parser.add_argument("--json", type=Path, metavar="FILE", help="結果をこのファイルにも書きます。")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_empty_database()
        on, at = clock.today(), clock.now()
        build(Size(options["staff"], options["courses"]), on, at, self._tell)
        tidy()
        self._tell(f"{connection.display_name}　職員{options['staff']}人、{options['courses']}研修")
        effort = LedgerEffort(seconds=options["seconds"], checked=options["entries"])
        result = measured_ledger(effort, at, self._tell)
        if options["json"]:
            options["json"].write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for goal in ledger_outcomes(result):
            limit = f"{goal.goal:g}{_UNITS[goal.unit]}{'未満' if goal.below else '以上'}"
            self._tell(f"目標　{_WORDS[goal.name]}　{limit}　{goal.found:.2f}　{'達成' if goal.reached else '未達'}")

    def _tell(self, words: str) -> None:
        """At once, so that somebody who waits sees how far it is."""
        self.stdout.write(words)
        self.stdout.flush()
