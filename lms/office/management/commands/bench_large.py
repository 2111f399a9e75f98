"""Measure a prefecture in an empty database: imports, duties, and status over years."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from lms.lib import clock
from lms.office.bench.goals import PREFECTURE
from lms.office.bench.large.running import Extent, figures
from lms.office.bench.preparing import prepare_empty_database

LABELS = {
    "import_preview": "職員の取込み（確認だけ）",
    "import_apply": "職員の取込み（反映）",
    "import_again": "同じファイルの取込み",
    "reconcile_first": "受講対象の更新（初回）",
    "reconcile_again": "受講対象の更新（変更なし）",
    "status": "全所属の受講状況",
    "status_by_hand": "同（手書きのSQL）",
    "ratio": "手書きのSQLに対する比",
    "overview_changed": "受講の概況（1研修の修了の後）",
    "overview_unchanged": "受講の概況（記録が同じまま）",
    "overview_anew": "受講の概況（全研修の数え直し）",
    "head_page": "所属の状況（所属長）",
    "department_list": "受講者名簿の画面（1所属、500件以上）",
    "overview_ratio": "受講の概況（1研修の修了の後）の、受講状況の集計に対する比",
    "overview_anew_ratio": "受講の概況（全研修の数え直し）の、受講状況の集計に対する比",
    "annual_pdf": "年度の報告書（PDF）",
    "list_xlsx": "受講者名簿（XLSX、全員の全研修）",
}
_UNITS = {"seconds": "秒", "megabytes": " MB", "times": "倍"}


class Command(BaseCommand):
    help = "空のデータベースに大きな団体を作り、取込みと集計の速さを計測します。"

    def add_arguments(self, parser: CommandParser) -> None:
        usual = Extent()
        parser.add_argument("--staff", type=int, default=usual.staff, help=f"職員数（省略時は{usual.staff}）")
        parser.add_argument("--requirements", type=int, default=usual.requirements, help="実施研修の数")
        parser.add_argument("--past-years", type=int, default=usual.past_years, help="過去の年度の数")
        parser.add_argument("--json", type=Path, metavar="FILE", help="結果をこのファイルにも書きます。")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_empty_database()
        extent = Extent(options["staff"], options["requirements"], options["past_years"])
        self._say(
            f"{connection.display_name}　職員{extent.staff}人、{extent.requirements}研修、過去{extent.past_years}年度"
        )
        result = {"database": connection.display_name, "extent": asdict(extent), "figures": {}}
        for name, figure in figures(extent=extent, on=clock.today(), at=clock.now(), tell=self._tell):
            self._say(f"  {LABELS[name]}　{_words(figure)}{_outcome(name, figure)}")
            result["figures"][name] = figure
            _keep(options["json"], result)

    def _say(self, words: str) -> None:
        """At once: who breaks a long run off keeps what it has found."""
        self.stdout.write(words)
        self.stdout.flush()

    def _tell(self, words: str) -> None:
        self.stderr.write(f"{words}…")


def _keep(file: Path | None, result: dict[str, Any]) -> None:
    if file:
        file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _words(figure: dict[str, Any]) -> str:
    if "times" in figure:
        return f"{figure['times']:.2f}倍"
    used = f"（CPU {figure['cpu_seconds']:.1f}秒）" if "cpu_seconds" in figure else ""
    memory = f"、最大{figure['megabytes']:.0f} MB" if "megabytes" in figure else ""
    queries = f"、問合せ{figure['queries']}" if "queries" in figure else ""
    rows = f"、{figure['rows']:,}件" if "rows" in figure else ""
    return f"{figure['seconds']:.3g}秒{used}{memory}{queries}{rows}"


def _outcome(name: str, figure: dict[str, Any]) -> str:
    """The goals, which hold for the usual size, and whether all of them are reached."""
    goals = PREFECTURE.get(name)
    if goals is None:
        return ""
    limits = "・".join(f"{most:g}{_UNITS[measure]}" for measure, most in goals.items())
    reached = all(figure[measure] <= most for measure, most in goals.items())
    return f"　目標{limits}以内：{'達成' if reached else '未達'}"
