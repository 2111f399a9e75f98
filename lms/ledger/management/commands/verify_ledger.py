"""Check the whole chain."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from lms.ledger.models import LedgerEntry
from lms.ledger.verifying import faults


class Command(BaseCommand):
    help = "操作記録の連鎖を検証します。異常があれば終了コード 1 です。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stdout.write(fault)
        if found:
            sys.exit(1)
        self.stdout.write(f"操作記録の検証：異常なし（{LedgerEntry.objects.sealed().count()}件）")
