"""Load the shipped courses."""

import argparse
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.library_part import LibraryOffer
from courses.loading.comparing import below
from courses.loading.files import LIBRARY
from courses.loading.load import load_curricula
from courses.loading.offers import offered
from courses.loading.parts import LoadReport
from courses.loading.toml import LibraryError
from courses.loading.wording import lines_of
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year


class Command(BaseCommand):
    help = "製品に付属する研修と問題を読み込みます。何度実行しても同じ結果になり、編集済みの教材は変えません。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--from-fiscal-year", type=int, metavar="YEAR", help="研修課程に加える年度（西暦。省略すると今年度）"
        )
        parser.add_argument(
            "--diff",
            action="store_true",
            help="編集済みのため据え置いた教材について、市の文と製品の文の違いを表示します",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["from_fiscal_year"] or fiscal_year(clock.today())
        try:
            report = load_curricula(from_fiscal_year=year, at=clock.now(), library=LIBRARY)
        except LibraryError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(_lines(report)))
        if options["diff"]:
            self.stdout.write("\n".join(_differences()))


def _lines(report: LoadReport) -> Iterator[str]:
    said = {
        "新規": report.created, "更新": report.updated, "使用停止": report.retired,
        "編集済みのため据え置き": report.edited, "削除済みのため作成せず": report.deleted,
        "製品から除かれたが使用を継続": report.left,
    }  # fmt: skip
    for words, paths in said.items():
        yield from (f"{words}　{path}" for path in paths)
    counts = "、".join(f"{words} {len(paths)}件" for words, paths in said.items())
    yield f"{counts}、変更なし {len(report.unchanged)}件"


def _differences() -> Iterator[str]:
    for row in LibraryOffer.objects.prefetch_related("thing"):
        yield from below(lines_of(row.thing), lines_of(offered(row)), row.path)
