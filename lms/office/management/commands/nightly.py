"""The night's work, as a list."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.lib import clock
from lms.lib.arguments import day
from lms.office.nightly.carrying_out import Outcome, carry_out_night
from lms.office.nightly.steps import STEPS, Night


class Command(BaseCommand):
    help = (
        "毎晩の処理：" + "、".join(step.title for step in STEPS) + "。"
        "何度実行しても、遅れて実行しても同じ結果になります。一つが失敗しても残りを続け、失敗で終わります。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=day, help="基準日（省略時は今日）")

    def handle(self, *args: Any, **options: Any) -> None:
        night = Night(options["on"] or clock.today(), clock.now())
        outcomes = carry_out_night(steps=STEPS, night=night, tell=self._tell)
        failed = [outcome.title for outcome in outcomes if outcome.failed]
        if failed:
            raise CommandError(f"失敗した処理：{'、'.join(failed)}。理由は、各行とサーバーの記録（ログ）にあります。")

    def _tell(self, outcome: Outcome) -> None:
        (self.stderr if outcome.failed else self.stdout).write(f"{outcome.title}：{outcome.said}")
