"""Take in a file of completions that were earned elsewhere, or in past years (移行データ)."""

from datetime import datetime
from typing import Any

from lms.importing.history.applying import write_history
from lms.importing.history.command import RecordsFileCommand
from lms.importing.history.planning import plan_history
from lms.importing.history.plans import RecordsPlan
from lms.lib.fiscal_year import local_date
from lms.people.roles import Office
from lms.records.models import RecordsFile


class Command(RecordsFileCommand):
    help = "修了の記録のファイルを取り込みます。--apply を付けるまでは、何が加わるかを示すだけです。"
    kind = RecordsFile.Kind.COMPLETIONS
    name = "import_completions"

    def handle(self, *args: Any, **options: Any) -> None:
        def planned(content: bytes, at: datetime) -> RecordsPlan[Any]:
            return plan_history(content, Office.values, local_date(at))

        def write(plan: RecordsPlan[Any], actor: str, at: datetime) -> None:
            write_history(steps=plan.steps, actor=actor, at=at)

        self.take_in(options, planned, write)
