"""Check the whole chain and every fact."""

import json
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.ledger.heads import HeadError, KeptHead, read_head
from lms.ledger.models import LedgerEntry
from lms.ledger.verifying import faults, lawfully_erased, summary
from lms.ledger.watched_rows import unrecorded
from lms.lib import clock
from lms.lib.fiscal_year import era_date
from lms.lib.signatures.configured import trust
from lms.lib.signatures.signing import CannotSignError


class Command(BaseCommand):
    help = (
        "操作記録の連鎖と、操作記録が証するすべての記録を検証します。異常があれば終了コード 1 です。"
        "控え（--head）と比べると、末尾の切取りと全体の作り直しも分かります。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", type=Path, metavar="FILE", help="毎晩書き出した控え（ledger-head-….json）")
        parser.add_argument("--json", action="store_true", help="結果をJSONで書き出します。")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = _kept_head(options["head"])
        head = kept.head if kept else None
        if kept and kept.remark:
            self.stderr.write(kept.remark)
        found = list(faults(head))
        if options["json"]:
            self.stdout.write(json.dumps(summary(found, head), ensure_ascii=False, indent=1))
        else:
            for fault in found:
                self.stdout.write(str(fault))
            self._tell_erased()
            self._tell_unrecorded()
        if found:
            sys.exit(1)
        if not options["json"]:
            self.stdout.write(f"操作記録の検証：異常なし（{LedgerEntry.objects.sealed().count()}件）")

    def _tell_erased(self) -> None:
        for disposal, label, number in lawfully_erased():
            self.stdout.write(
                f"保存期間の満了により削除：{apps.get_model(label)._meta.verbose_name}{number}件"
                f"（{disposal.document_number}、{era_date(disposal.decided_on)}決裁）"
            )

    def _tell_unrecorded(self) -> None:
        for model, keys in unrecorded().items():
            self.stdout.write(
                f"照合の記録がない：{model._meta.verbose_name}{len(keys)}件"
                "（記録を始める前からのものです。次の夜間処理で書き込みます）"
            )


def _kept_head(path: Path | None) -> KeptHead | None:
    if path is None:
        return None
    at = clock.now()
    try:
        return read_head(path, trust(at), at)
    except (HeadError, CannotSignError) as error:
        raise CommandError(str(error)) from error
