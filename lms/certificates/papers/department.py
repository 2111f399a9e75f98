"""課別修了証明書: what the office certifies to a department, with the list of those who completed."""

from dataclasses import dataclass
from datetime import date

from lms.certificates.papers.design import Style
from lms.certificates.papers.given import Given, signed_by
from lms.certificates.papers.wording import digits, people, rate, span, training_name
from lms.certificates.standing import Standing
from lms.lib.fiscal_year import era_date_wide

LAYOUT = "department"


@dataclass(frozen=True)
class Held:
    """The training that a paper speaks of, in its year: name and the periods in which it was held."""

    fiscal_year: int
    title: str
    periods: tuple[tuple[date, date], ...]

    @property
    def name(self) -> str:
        return training_name(self.fiscal_year, self.title)

    @property
    def period_lines(self) -> list[str]:
        """実施期間, and below it 追加実施期間 where there was one."""
        lines = [span(*period) for period in self.periods]
        return lines[:1] + [f"追加実施期間　{line}" for line in lines[1:]]


def counted(standing: Standing) -> str:
    """「３８人（ほか受講猶予　２人　受講免除　０人）」: numbers, never names or reasons."""
    beside = f"ほか受講猶予　{people(standing.deferred)}　受講免除　{people(standing.exempt)}"
    return f"{people(standing.required)}（{beside}）"


def completed(standing: Standing) -> str:
    return f"{people(standing.completed)}（修了率　{rate(standing.completed, standing.required)}）"


def payload(
    *,
    number: str,
    public_id: str,
    addressee: str,
    held: Held,
    counted_on: date,
    standing: Standing,
    given: Given,
    style: Style,
) -> dict[str, object]:
    """Every word of the paper and of its 別紙."""
    rows = [[member.name, era_date_wide(member.completed_on)] for member in standing.finished]
    return {
        "layout": LAYOUT,
        "design": style.frozen(),
        "title": style.design.title,
        "number": number,
        "given_on": era_date_wide(given.on),
        "addressee": f"{addressee}　様",
        "signer": signed_by(given.signer, digits),
        "seal": style.seal_text,
        "body": "貴課の受講対象者全員が下記の研修を修了したことを証明します。",
        "facts": [
            {"label": "１　研　修　名", "lines": [held.name]},
            {"label": "２　実施期間", "lines": held.period_lines},
            {"label": "３　基　準　日", "lines": [era_date_wide(counted_on)]},
            {"label": "４　対象者数", "lines": [counted(standing)]},
            {"label": "５　修了者数", "lines": [completed(standing)]},
            {"label": "６　修　了　者", "lines": ["別紙名簿のとおり（氏名・修了日）"]},
        ],
        "list": {
            "mark": "別紙",
            "title": "修了者名簿",
            "subject": held.name,
            "columns": ["氏　　名", "修　了　日"],
            "rows": rows,
            "note": f"{era_date_wide(counted_on)}現在　{people(len(rows))}",
            "confidentiality": given.city.confidentiality_label,
        },
        "foot": f"交付番号　{number}",
        "public_id": public_id,
        "check": given.check(public_id),
    }
