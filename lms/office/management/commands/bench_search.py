"""Measure in an empty database how quickly people find what they look for."""

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from lms.office.bench.goals import search_outcome
from lms.office.bench.preparing import tidy
from lms.office.bench.search import SearchEffort, measured_search
from lms.office.bench.search_pages import build_pages


class Command(BaseCommand):
    help = "空のデータベースに計測用の教材を作り、検索の速さを計測します。"

    def add_arguments(self, parser: CommandParser) -> None:
        usual = SearchEffort()
        parser.add_argument("--pages", type=int, default=usual.pages, help=f"ページの数（省略時は{usual.pages}）")
        parser.add_argument("--json", type=Path, metavar="FILE", help="結果をこのファイルにも書きます。")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.introspection.table_names():
            raise CommandError("空のデータベースで計測します。DATABASE_URL に新しいものを指定してください。")
        call_command("migrate", verbosity=0, interactive=False)
        effort = SearchEffort(pages=options["pages"])
        letters = build_pages(effort.pages, effort.faq)
        tidy()
        found = measured_search(effort, letters)
        if options["json"]:
            options["json"].write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        goal = search_outcome(found)
        told = (
            f"{found['database']}　{found['pages']}ページ（平均{found['letters']}文字）",
            f"検索　問合せ{found['queries']}件　中央値{found['median_ms']:.1f}ミリ秒　CPU{found['cpu_ms']:.1f}ミリ秒",
            f"目標　95%値{goal.goal:.0f}ミリ秒未満　{goal.found:.1f}　{'達成' if goal.reached else '未達'}",
        )
        self.stdout.write("\n".join(told))
