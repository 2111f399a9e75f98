"""Measure a prefecture in an empty database: imports, duties, and status over years."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from lms.lib import clock
from lms.office.bench.large.running import Extent, run

_LABELS = {
    "import_preview": "職員の取込み（確認だけ）",
    "import_apply": "職員の取込み（反映）",
    "import_again": "同じファイルの取込み",
    "reconcile_first": "受講対象の更新（初回）",
    "reconcile_again": "受講対象の更新（変更なし）",
    "status": "全所属の受講状況",
    "status_by_hand": "同（手書きのSQL）",
}


class Command(BaseCommand):
    help = "空のデータベースに大きな団体を作り、取込みと集計の速さを計測します。"

    def add_arguments(self, parser: CommandParser) -> None:
        usual = Extent()
        parser.add_argument("--staff", type=int, default=usual.staff, help=f"職員数（省略時は{usual.staff}）")
        parser.add_argument("--requirements", type=int, default=usual.requirements, help="実施研修の数")
        parser.add_argument("--past-years", type=int, default=usual.past_years, help="過去の年度の数")
        parser.add_argument("--json", type=Path, metavar="FILE", help="結果をこのファイルにも書きます。")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.introspection.table_names():
            raise CommandError("空のデータベースで計測します。DATABASE_URL に新しいものを指定してください。")
        call_command("migrate", verbosity=0, interactive=False)
        extent = Extent(options["staff"], options["requirements"], options["past_years"])
        result = run(extent=extent, on=clock.today(), at=clock.now(), tell=self._tell)
        if options["json"]:
            options["json"].write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(
            f"{result['database']}　職員{extent.staff}人、{extent.requirements}研修、過去{extent.past_years}年度"
        )
        for name, label in _LABELS.items():
            self.stdout.write(f"  {label}　{_words(result['figures'][name])}")
        self.stdout.write(f"  手書きのSQLに対する比　{result['figures']['ratio']:.2f}")

    def _tell(self, words: str) -> None:
        """Progress, to a terminal only."""
        if sys.stderr.isatty():
            self.stderr.write(f"{words}…")


def _words(figure: dict[str, Any]) -> str:
    memory = f"、最大{figure['megabytes']:.0f} MB" if "megabytes" in figure else ""
    queries = f"、問合せ{figure['queries']}" if "queries" in figure else ""
    return f"{figure['seconds']:.1f}秒{memory}{queries}"
