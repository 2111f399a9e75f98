"""Take in a file of the results of a 標的型訓練."""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser

from lms.importing.history.applying import write_drill
from lms.importing.history.command import RecordsFileCommand
from lms.importing.history.drill_planning import plan_drill
from lms.importing.history.plans import RecordsPlan
from lms.lib.arguments import day
from lms.lib.fiscal_year import local_date
from lms.records.drilling import found_drill
from lms.records.models import PhishingDrill, RecordsFile


class Command(RecordsFileCommand):
    help = "標的型訓練の結果のファイルを取り込みます。--apply を付けるまでは、何が変わるかを示すだけです。"
    kind = RecordsFile.Kind.DRILL
    name = "import_drill"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--title", required=True, help="訓練名。登録されていなければ、反映するときに登録します。")
        parser.add_argument(
            "--on", type=day, required=True, metavar="DATE", help="訓練の実施日（2026-04-01、R8.4.1など）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        title, on = options["title"], options["on"]

        def planned(content: bytes, at: datetime) -> RecordsPlan[Any]:
            known = PhishingDrill.objects.standing().filter(title=title, sent_on=on).first()
            return plan_drill(content, known, on, local_date(at))

        def write(plan: RecordsPlan[Any], actor: str, at: datetime) -> None:
            drill = found_drill(title=title, sent_on=on, actor=actor, at=at)
            write_drill(drill=drill, steps=plan.steps, actor=actor, at=at)

        self.take_in(options, planned, write)
