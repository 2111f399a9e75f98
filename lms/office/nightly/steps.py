"""What is done each night, in order. Every step may be done twice, or late, and changes nothing the second time.

Only the head of the ledger is a later one the second time, so it is kept in the place of the first and mailed too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.certificates.bundles.files import throw_away_old
from lms.certificates.drawing_together import draw_missing
from lms.certificates.giving.many import carry_out_what_was_left
from lms.duties.planning import reconcile
from lms.duties.updating import settle
from lms.importing.carrying_out.coming import bring_into_force
from lms.learning.flow import submit_expired
from lms.ledger.heads import export_head, path_of_head
from lms.ledger.mailing import mail_head
from lms.ledger.models import Disposal
from lms.ledger.sealing import seal
from lms.ledger.watching import begin_watching
from lms.lib import clock
from lms.lib.sqlite import refresh_statistics
from lms.office.auditing.checking import ask_check, carry_out_check
from lms.office.auditing.files import throw_away_old as throw_away_old_extracts
from lms.office.retaining.erasing import carry_out
from lms.office.retaining.listing import list_expired
from lms.people.city import city
from lms.reports.lists.files import throw_away_old as throw_away_old_lists

ACTOR = "command:nightly"
_TASKS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Night:
    """The day whose state is brought about, and the moment at which the work began."""

    on: date
    at: datetime


class FoundError(Exception):
    """A step has done its work and found what somebody has to look into. Its words are shown and kept as they are."""


@dataclass(frozen=True)
class Step:
    """One line of the list; `act` says in words what it did."""

    title: str
    act: Callable[[Night], str]


def _names(night: Night) -> str:
    return f"{bring_into_force(at=night.at, actor=ACTOR)}件"


def _duties(night: Night) -> str:
    done = reconcile(on=night.on, at=night.at, actor=ACTOR)
    settle(found=done, at=night.at)
    return f"新しく対象 {done.opened}件　対象外 {done.closed}件"


def _disposals(night: Night) -> str:
    waiting = Disposal.objects.exclude(waiting=None).distinct()
    return f"{sum(carry_out(disposal=one, now=clock.now) for one in waiting)}件"


def _tasks(night: Night) -> str:
    """What background work was asked for and how it ended, with the traces of failures; also where a worker died."""
    old = DBTaskResult.objects.exclude(status=TaskResultStatus.READY).filter(enqueued_at__lt=night.at - _TASKS_KEPT)
    return f"{old.delete()[0]}件"


def _sessions(night: Night) -> str:
    expired, _ = Session.objects.filter(expire_date__lt=night.at).delete()
    return f"{expired}件"


def _sealing(night: Night) -> str:
    sealed = 0
    while number := seal():
        sealed += number
    return f"{sealed}件"


def _checking(night: Night) -> str:
    check = carry_out_check(check_id=ask_check(actor=ACTOR, at=night.at).pk, now=clock.now)
    if check.number:
        raise FoundError(
            f"異常が{check.number}件見つかりました。監査担当が、画面「操作記録の検証」で確かめてください。"
        )
    return f"{check.seq}番まで　異常なし"


def _statistics(night: Night) -> str:
    refresh_statistics()
    return "済み"


def _head(night: Night) -> str:
    return str(export_head(folder=_heads(), at=night.at) or "なし")


def _mailing(night: Night) -> str:
    file = path_of_head(_heads(), night.at)
    if not file.exists():
        return "控えがありません"
    return "送りました" if mail_head(file=file, to=city().ledger_head_to, at=night.at) else "送り先がありません"


def _heads() -> Path:
    return Path(settings.DATA_DIR) / "heads"


STEPS = (
    Step("基準日を迎えた氏名等の反映", _names),
    Step("受講対象の更新", _duties),
    Step("解答の期限を過ぎた受験の採点", lambda night: f"{submit_expired(at=night.at)}件"),
    Step("中断した修了証書の交付の再開", lambda night: f"{carry_out_what_was_left(now=clock.now)}件"),
    Step("証書の作成", lambda night: f"{draw_missing(at=night.at)}件"),
    Step("まとめた証書のファイルの削除", lambda night: f"{throw_away_old(at=night.at)}件"),
    Step("名簿等のファイルの削除", lambda night: f"{throw_away_old_lists(at=night.at)}件"),
    Step("保存期間の満了による削除の続き", _disposals),
    Step("保存期間が満了した記録", lambda night: f"{list_expired(on=night.on)}件"),
    Step("期限切れのセッションの削除", _sessions),
    Step("裏側で行った処理の結果の削除", _tasks),
    Step("照合の記録の開始", lambda night: f"{begin_watching(actor=ACTOR, at=night.at)}件"),
    Step("操作記録の連鎖", _sealing),
    Step("操作記録の検証", _checking),
    Step("操作記録・監査資料のファイルの削除", lambda night: f"{throw_away_old_extracts(at=night.at)}件"),
    Step("データベースの統計の更新", _statistics),
    Step("操作記録の控え", _head),
    # The last of the night's work, so that nothing waits for a mail server.
    Step("操作記録の控えのメール", _mailing),
)
