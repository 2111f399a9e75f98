"""Build a city of a given size in an empty database, and measure how the product serves it."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.lib import clock
from lms.office.bench.city import Size, build
from lms.office.bench.output import lines
from lms.office.bench.preparing import prepare_empty_database, tidy
from lms.office.bench.running import Effort, run

_SECONDS = 12.0


class Command(BaseCommand):
    help = "空のデータベースに計測用の市を作り、速さと問合せの数を計測します。"

    def add_arguments(self, parser: CommandParser) -> None:
        usual = Size()
        parser.add_argument("--staff", type=int, default=usual.staff, help=f"職員数（省略時は{usual.staff}）")
        parser.add_argument("--courses", type=int, default=usual.courses, help=f"研修の数（省略時は{usual.courses}）")
        parser.add_argument("--seconds", type=float, default=_SECONDS, help="項目ごとに負荷をかける秒数")
        parser.add_argument("--papers", type=int, default=Effort.papers, help="一括で作成する修了証書の数")
        parser.add_argument("--json", type=Path, metavar="FILE", help="結果をこのファイルにも書きます。")
        parser.add_argument("--beside", type=Path, metavar="FILE", help="前の結果（JSON）を並べて表示します。")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_unfit()
        earlier = [json.loads(options["beside"].read_text(encoding="utf-8"))] if options["beside"] else []
        self._tell("データベースを用意しています")
        prepare_empty_database()
        on, at = clock.today(), clock.now()
        build(Size(options["staff"], options["courses"]), on, at, self._tell)
        tidy()
        result = run(effort=Effort(options["seconds"], papers=options["papers"]), on=on, at=at, tell=self._tell)
        if options["json"]:
            options["json"].write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.stdout.write("\n".join(lines([*earlier, result])))

    def _tell(self, words: str) -> None:
        """Progress, to a terminal only."""
        if sys.stderr.isatty():
            self.stderr.write(f"{words}…")


def _refuse_unfit() -> None:
    if settings.DEBUG or settings.HTTPS:
        raise CommandError("DEBUG と HTTPS を指定しないで計測してください。")
