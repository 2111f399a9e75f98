"""Take back an import as a whole."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.duties.tasks import follow_people
from lms.importing.carrying_out.dependence import CannotUndoError
from lms.importing.carrying_out.undoing import undo_import
from lms.importing.models import ImportBatch
from lms.lib import clock

_ACTOR = "command:undo_import"


class Command(BaseCommand):
    help = "反映した取込みを、丸ごと取り消します。ほかの登録がそれによっているときは、取り消しません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", metavar="BATCH", help="取込みの番号（反映したときに示されます）")
        parser.add_argument("--json", action="store_true", help="結果をJSONで書きます。")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.defer("content").filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"取込み「{options['batch']}」はありません。番号を確かめてください。")
        reason, at = "", clock.now()
        try:
            undo_import(batch=batch, actor=_ACTOR, at=at)
        except CannotUndoError as error:
            reason = str(error)
        else:
            follow_people(by=_ACTOR, at=at)
        found = {"batch": batch.pk, "undone": not reason, "reason": reason}
        words = json.dumps(found, ensure_ascii=False) if options["json"] else reason or "取込みを取り消しました。"
        self.stdout.write(words)
        if reason:
            sys.exit(1)
