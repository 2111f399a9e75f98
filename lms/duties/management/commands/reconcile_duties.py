"""Open and close the duties that the running plans ask on a day."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.duties.planning import reconcile
from lms.lib import clock
from lms.lib.arguments import day


class Command(BaseCommand):
    help = "受講対象を更新します。繰り返しても結果は同じです。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=day, help="基準日（省略時は今日）")
        parser.add_argument("--json", action="store_true", help="結果をJSONで出します。")

    def handle(self, *args: Any, **options: Any) -> None:
        done = reconcile(on=options["on"] or clock.today(), at=clock.now(), actor="command:reconcile_duties")
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
        else:
            self.stdout.write(f"新しく対象：{done.opened}件　対象外：{done.closed}件")
