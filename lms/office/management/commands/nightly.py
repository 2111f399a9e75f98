"""The night's work, as a list."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandParser

from lms.certificates.bundles.files import throw_away_old
from lms.certificates.drawing_together import draw_missing
from lms.certificates.giving.many import carry_out_what_was_left
from lms.duties.planning import reconcile
from lms.duties.updating import settle
from lms.importing.carrying_out.coming import bring_into_force
from lms.learning.flow import submit_expired
from lms.ledger.heads import export_head
from lms.ledger.sealing import seal
from lms.lib import clock
from lms.lib.arguments import day
from lms.lib.sqlite import refresh_statistics
from lms.office.auditing.checking import ask_check, carry_out_check
from lms.office.auditing.extracting import throw_away_old as throw_away_old_extracts


class Command(BaseCommand):
    help = (
        "毎晩の処理：基準日を迎えた氏名等、受講対象、期限を過ぎた受験、証書の作成、操作記録の連鎖と控え、"
        "期限切れのセッション"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=day, help="基準日（省略時は今日）")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        come = bring_into_force(at=at, actor="command:nightly")
        self.stdout.write(f"基準日を迎えた氏名等の反映：{come}件")
        done = reconcile(on=options["on"] or clock.today(), at=at, actor="command:nightly")
        settle(found=done, at=at)
        self.stdout.write(f"受講対象の更新：新しく対象 {done.opened}件　対象外 {done.closed}件")
        self.stdout.write(f"解答の期限を過ぎた受験の採点：{submit_expired(at=at)}件")
        self.stdout.write(f"中断した修了証書の交付の再開：{carry_out_what_was_left(now=clock.now)}件")
        self.stdout.write(f"証書の作成：{draw_missing(at=at)}件")
        self.stdout.write(f"まとめた証書のファイルの削除：{throw_away_old(at=at)}件")
        expired, _ = Session.objects.filter(expire_date__lt=at).delete()
        self.stdout.write(f"期限切れのセッションの削除：{expired}件")
        sealed = 0
        while number := seal():
            sealed += number
        self.stdout.write(f"操作記録の連鎖：{sealed}件")
        check = carry_out_check(check_id=ask_check(actor="command:nightly", at=at).pk, now=clock.now)
        self.stdout.write(f"操作記録の検証：{check.seq}番まで　異常{check.number}件")
        self.stdout.write(f"操作記録のファイルの削除：{throw_away_old_extracts(at=at)}件")
        refresh_statistics()
        kept = export_head(folder=Path(settings.DATA_DIR) / "heads", at=at)
        self.stdout.write(f"操作記録の控え：{kept or 'なし'}")
