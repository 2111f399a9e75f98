"""Put the made-up city into an empty database, or write its files."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.lib import clock
from lms.lib.arguments import day
from lms.lib.fiscal_year import fiscal_year
from lms.office.demo.business import Business
from lms.office.demo.city import DemoCity
from lms.office.demo.loading import DemoError, load_city
from lms.people.models import Employee

_STAFF, _PAST_YEARS, _SEED = 421, 3, 1


class Command(BaseCommand):
    help = "見本の市を読み込みます。職員が登録されているデータベースには読み込みません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=day, help="見本の市の「今日」（省略時は今日）")
        parser.add_argument("--staff", type=int, default=_STAFF, help="職員数（100～50000）")
        parser.add_argument("--past-years", type=int, default=_PAST_YEARS, help="過去の年度の数")
        parser.add_argument("--seed", type=int, default=_SEED, help="同じ値なら同じ市になります。")
        parser.add_argument(
            "--files", type=Path, help="読み込まずに、人事システムの形式のファイルをこの場所に書きます。"
        )
        parser.add_argument("--if-empty", action="store_true", help="職員が登録されていれば、何もせずに終わります。")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or clock.today()
        if not 100 <= options["staff"] <= 50_000:
            raise CommandError("職員数は100人から50000人までにしてください。")
        demo = DemoCity(fiscal_year(on), options["staff"], options["seed"])
        if options["files"]:
            for path in demo.write_files(options["files"]):
                self.stdout.write(str(path))
        elif not (options["if_empty"] and Employee.objects.exists()):
            self._load(demo, on, options["past_years"])

    def _load(self, demo: DemoCity, on: Any, past_years: int) -> None:
        try:
            load_city(demo=demo, on=on, past_years=past_years, at=clock.now(), tell=self._tell)
            self._tell("報告や集合研修などを作っています")
            Business(demo, on, clock.now()).go_about(past_years)
        except DemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"見本の市を読み込みました（職員{Employee.objects.count()}人）。")

    def _tell(self, words: str) -> None:
        """Progress, to a terminal only."""
        if sys.stderr.isatty():
            self.stderr.write(f"{words}…")
