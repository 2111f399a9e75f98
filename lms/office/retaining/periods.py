"""How long each kind of record is kept, and up to when its period has run out."""

from datetime import date, datetime

from django.db import transaction

from lms.ledger.appending import append
from lms.ledger.models import Kept, RetentionPeriod
from lms.lib.fiscal_year import fiscal_year, last_day

# Where the city has said nothing. 文書管理規程 of municipalities keep such records five years; an audit trail is kept
# three years at least, by the security guidelines for local governments never less than one.
USUAL = {Kept.PERSON: 5, Kept.ENTRY: 3, Kept.FILE: 5, Kept.REPORT: 5, Kept.SURVEY: 3}
SOURCES = {
    Kept.PERSON: "市の文書管理規程（標準は5年）",
    Kept.ENTRY: "情報セキュリティポリシーの対策基準（標準は3年）",
    Kept.FILE: "市の文書管理規程（標準は5年）",
    Kept.REPORT: "市の文書管理規程（標準は5年）",
    Kept.SURVEY: "市の文書管理規程（標準は3年）",
}


def periods() -> dict[Kept, RetentionPeriod]:
    """Of every kind, as it is set or usual."""
    usual = {kind: RetentionPeriod(kind=kind, years=USUAL[kind], ground=SOURCES[kind]) for kind in Kept}
    return usual | {Kept(row.kind): row for row in RetentionPeriod.objects.all()}


def last_expired_year(years: int, on: date) -> int:
    """The newest fiscal year whose records are past their period: years count from the 1 April after it."""
    return fiscal_year(on) - years - 1


def kept_until(event: date, years: int) -> date:
    """The last day of the period of what happened on a day."""
    return last_day(fiscal_year(event) + years)


@transaction.atomic
def change_period(*, kind: Kept, years: int, ground: str, actor: str, at: datetime) -> None:
    """保存期間の設定. Nothing is erased by it: the night lists, and the office decides."""
    before = periods()[kind].years
    RetentionPeriod.objects.update_or_create(kind=kind, defaults={"years": years, "ground": ground})
    payload = {"years": [before, years], "reason": ground}
    append(actor=actor, action="保存期間の設定", subject=kind.label, at=at, payload=payload)
