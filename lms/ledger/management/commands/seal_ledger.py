"""Number and chain new entries of the ledger."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.ledger.sealing import seal

_PAUSE = 0.5  # seconds: an entry is sealed within a second of its act


class Command(BaseCommand):
    help = "操作記録に番号を付けて連鎖させます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="止めるまで続けます。")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            while seal():
                continue
            if not options["forever"]:
                return
            time.sleep(_PAUSE)
