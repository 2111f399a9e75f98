"""課別研修実施状況報告書: what a department tells the office. Unnumbered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lms.certificates.papers.department import Held, completed, counted
from lms.certificates.papers.wording import people
from lms.certificates.standing import Member, Standing
from lms.lib.fiscal_year import era_date_wide, local_date
from lms.records.models import Completion

LAYOUT = "report"

_Source = Completion.Source
# Always printed; the other ways of training only where somebody took them.
_USUAL = (_Source.E_LEARNING, _Source.IN_HOUSE, _Source.PAPER)
_BLANK_DAY = "令和　　年　　月　　日"


@dataclass(frozen=True)
class Sender:
    """Who reports, 「情報セキュリティ管理者（福祉課長） ○○　○○」; `short` is 「福祉課長」."""

    title: str
    short: str
    name: str


@dataclass(frozen=True)
class Confirmation:
    """The head's press: when, 所見, and of each unfinished person by id the reason and when it is planned."""

    at: datetime
    comment: str = ""
    reasons: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def _methods(by_source: Mapping[str, int]) -> str:
    others = [source for source in _Source if source not in _USUAL and by_source.get(source)]
    return "　".join(f"{source.label}　{people(by_source.get(source, 0))}" for source in [*_USUAL, *others])


def payload(
    *,
    held: Held,
    on: date,
    standing: Standing,
    by_source: Mapping[str, int],
    sender: Sender,
    addressee: str,
    confidentiality: str,
    ledger: str,
    confirmation: Confirmation | None = None,
) -> dict[str, object]:
    """Every word of the report. Before it is confirmed 所見, 理由 and 受講予定日 are spaces to write in."""
    unfinished, reasons = standing.unfinished, confirmation.reasons if confirmation else {}
    day = era_date_wide(on)
    return {
        "layout": LAYOUT,
        "title": f"{held.name}の実施状況について（報告）",
        "number": "（文書番号）",
        "given_on": day,
        "addressee": f"{addressee}　様",
        "sender": {"title": sender.title, "name": sender.name},
        "body": "このことについて、下記のとおり報告します。",
        "facts": [
            {"label": "１　研修名・実施期間", "lines": [held.name, *held.period_lines]},
            {"label": "２　実施方法", "lines": [_methods(by_source)]},
            {"label": "３　対象者数", "lines": [counted(standing)]},
            {"label": "４　修了者数", "lines": [completed(standing)]},
            {"label": "５　未修了者", "lines": [_unfinished(len(unfinished))]},
            {"label": "６　所属長の所見・今後の対応", "lines": []},
        ],
        "remarks": confirmation.comment if confirmation else "",
        "confirmed": f"基準日　{day}　　確認　{_confirmed_on(confirmation)}　{sender.short}",
        "ledger": f"操作記録の最後　{ledger}",
        "list": _list(held, unfinished, day, confidentiality, reasons),
        "reasons": {str(pk): list(words) for pk, words in reasons.items()},
    }


def _confirmed_on(confirmation: Confirmation | None) -> str:
    return era_date_wide(local_date(confirmation.at)) if confirmation else _BLANK_DAY


def _unfinished(number: int) -> str:
    return people(number) + ("（氏名・理由・受講予定日は別紙）" if number else "")


def _list(
    held: Held, members: Sequence[Member], day: str, confidentiality: str, reasons: Mapping[int, tuple[str, str]]
) -> dict[str, object] | None:
    """The 別紙 with reason and planned day, or space for them; none where nobody is left."""
    if not members:
        return None
    return {
        "mark": "別紙",
        "title": "未修了者一覧",
        "subject": held.name,
        "columns": ["氏　　名", "状　況", "理　由", "受講予定日"],
        "rows": [[member.name, member.state.label, *reasons.get(member.employee_id, ("", ""))] for member in members],
        "note": f"{day}現在　{people(len(members))}",
        "confidentiality": confidentiality,
    }
