"""Load the shipped courses."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.loading.files import LIBRARY
from courses.loading.load import load_curricula
from courses.loading.parts import LoadReport
from courses.loading.toml import LibraryError
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year


class Command(BaseCommand):
    help = "製品に付属する研修と問題を読み込みます。何度実行しても同じ結果になり、編集済みの教材は変えません。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--from-fiscal-year", type=int, metavar="YEAR", help="研修課程に加える年度（西暦。省略すると今年度）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["from_fiscal_year"] or fiscal_year(clock.today())
        try:
            report = load_curricula(from_fiscal_year=year, at=clock.now(), library=LIBRARY)
        except LibraryError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(_lines(report)))


def _lines(report: LoadReport) -> list[str]:
    counts = (
        f"作成 {len(report.created)}件、更新 {len(report.updated)}件、使用停止 {len(report.retired)}件、"
        f"変更なし {len(report.unchanged)}件"
    )
    kept = [f"{path}：編集済みのため更新しませんでした" for path in report.edited]
    gone = [f"{path}：削除済みのため作成しませんでした" for path in report.deleted]
    return [counts, *kept, *gone]
