"""Take in a file of staff."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from lms.importing.command import DatedImportCommand
from lms.importing.models import ImportBatch


class Command(DatedImportCommand):
    help = "職員と発令のファイルを取り込みます。--apply を付けるまでは、何が変わるかを示すだけです。"
    kind = ImportBatch.Kind.STAFF
    name = "import_staff"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--replace-all", action="store_true",
            help="全件入替え：ファイルにない職員は、基準日の前日に退職したものとします。",
        )  # fmt: skip
        parser.add_argument(
            "--accept-drop", action="store_true", help="全件入替えで在籍者の1割を超える職員が退職になることを認めます。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["replace_all"] and options["skip_errors"]:
            raise CommandError("全件入替えでは、誤りのある行を除くことはできません。ファイルを直してください。")
        super().handle(*args, **options)
