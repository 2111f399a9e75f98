"""Fiscal years (1 April to 31 March) and Japanese eras. Days are days in Japan, whatever the server's time zone.

Nothing else in the product computes a fiscal year, or writes or reads an era.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from lms.lib.wide import wide

TOKYO = ZoneInfo("Asia/Tokyo")


# ---- days and fiscal years ------------------------------------------------------------------------------------------


def local_date(at: datetime) -> date:
    """The day in Japan at that moment."""
    if at.tzinfo is None:
        raise ValueError("A moment without a time zone has no day in Japan")
    return at.astimezone(TOKYO).date()


def fiscal_year(on: date) -> int:
    """2026 for 2026-04-01 to 2027-03-31."""
    return on.year if on.month >= 4 else on.year - 1


def fiscal_year_of(at: datetime) -> int:
    return fiscal_year(local_date(at))


def first_day(year: int) -> date:
    return date(year, 4, 1)


def last_day(year: int) -> date:
    return date(year + 1, 3, 31)


def start_of_day(on: date) -> datetime:
    """Midnight in Japan at which the day begins."""
    return datetime.combine(on, time.min, TOKYO)


def end_of_day(on: date) -> datetime:
    """Midnight in Japan at which the day is over: the first moment that no longer belongs to it."""
    return start_of_day(on + timedelta(days=1))


def start_of_year(year: int) -> datetime:
    return start_of_day(first_day(year))


def end_of_year(year: int) -> datetime:
    """The first moment that no longer belongs to the fiscal year."""
    return end_of_day(last_day(year))


# ---- eras -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Era:
    name: str
    letter: str
    first_year: int
    first_day: date
    last_day: date


# 明治 starts here where Japan took up the Gregorian calendar (明治6年1月1日); earlier days had other numbers.
ERAS = (
    Era("明治", "M", 1868, date(1873, 1, 1), date(1912, 7, 29)),
    Era("大正", "T", 1912, date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", 1926, date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", 1989, date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", 2019, date(2019, 5, 1), date.max),
)
_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.letter)}


@dataclass(frozen=True)
class EraYear:
    """A year counted in an era; its text is 「令和8年」, the first one 「令和元年」."""

    era: Era
    number: int

    @property
    def digits(self) -> str:
        return "元" if self.number == 1 else str(self.number)

    def __str__(self) -> str:
        return f"{self.era.name}{self.digits}年"


def era_year(on: date) -> EraYear:
    for era in ERAS:
        if era.first_day <= on <= era.last_day:
            return EraYear(era, on.year - era.first_year + 1)
    raise ValueError(f"{on.isoformat()} is before the first era that has Gregorian dates")


def era_date(on: date) -> str:
    """「令和8年6月12日」"""
    return f"{era_year(on)}{on.month}月{on.day}日"


def western_date(on: date) -> str:
    """「2026年6月12日」"""
    return f"{on.year}年{on.month}月{on.day}日"


def era_date_wide(on: date) -> str:
    """「令和８年６月１２日」"""
    return wide(era_date(on))


def weekday(on: date) -> str:
    """「金」"""
    return "月火水木金土日"[on.weekday()]


def short_era_date(on: date) -> str:
    """「R8.6.12」"""
    year = era_year(on)
    return f"{year.era.letter}{year.number}.{on.month}.{on.day}"


class ChangeYearStyle(Enum):
    """How a city names the fiscal year in which the era changed."""

    OLD_ERA = "平成31年度"
    NEW_ERA = "令和元年度"


def fiscal_year_in_era(year: int, *, style: ChangeYearStyle = ChangeYearStyle.NEW_ERA) -> EraYear:
    """The fiscal year counted in its era: 令和8 for 2026."""
    return era_year(first_day(year) if style is ChangeYearStyle.OLD_ERA else date(year, 12, 31))


def fiscal_year_name(year: int, *, style: ChangeYearStyle = ChangeYearStyle.NEW_ERA) -> str:
    """「令和8年度」"""
    return f"{fiscal_year_in_era(year, style=style)}度"


def fiscal_year_name_wide(year: int, *, style: ChangeYearStyle = ChangeYearStyle.NEW_ERA) -> str:
    """「令和８年度」"""
    return wide(fiscal_year_name(year, style=style))


# ---- dates as people write them -------------------------------------------------------------------------------------

_MONTH_AND_DAY = r"(?P<separator>[./-])(?P<month>[0-9]{1,2})(?P=separator)(?P<day>[0-9]{1,2})"
_IN_ERA = re.compile(r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR]) *(?P<year>元|[0-9]{1,2})" + _MONTH_AND_DAY)
_WESTERN = re.compile(r"(?P<year>[0-9]{4})" + _MONTH_AND_DAY)
_EIGHT_DIGITS = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
# Characters: 「令和　１２年　１２月　３１日」 has 15. What is much longer is no day, and takes long to look through.
_LONGEST = 30
_SPACED_MARK = re.compile(r"\s*([年月日./-])\s*")
_IN_WORDS = re.compile(r"([^年月日]+)年([^年月日]+)月([^年月日]+)日")


def parse_date(value: str | date) -> date:
    """The day that a cell or a field means, in an era or in western years, in any width.

    Raises ValueError with a message for the person who wrote it.
    """
    if isinstance(value, datetime):
        return local_date(value) if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    text = _plain(value) if len(value) <= _LONGEST else ""
    if match := _IN_ERA.fullmatch(text):
        return _date_in_era(value, match)
    if match := _WESTERN.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        return _western_date(value, match)
    raise ValueError(
        f"「{_beginning(value)}」は日付として読めません。「R8.4.1」「令和8年4月1日」「2026-04-01」のように書いてください。"
    )


def _beginning(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain(text: str) -> str:
    """Half width, no stray spaces, 「年月日」 as dots."""
    narrow = unicodedata.normalize("NFKC", text).replace("−", "-").strip().upper()
    return _IN_WORDS.sub(r"\1.\2.\3", _SPACED_MARK.sub(r"\1", narrow))


def _western_date(text: str, match: re.Match[str]) -> date:
    on = _calendar_date(text, int(match["year"]), match)
    if on < ERAS[0].first_day:
        raise ValueError(f"「{text}」は古すぎる日付です。年を確かめてください。")
    return on


def _date_in_era(text: str, match: re.Match[str]) -> date:
    era = _BY_SIGN[match["era"]]
    number = 1 if match["year"] == "元" else int(match["year"])
    on = _calendar_date(text, era.first_year + number - 1, match)
    if not era.first_day <= on <= era.last_day:
        raise ValueError(f"「{text}」は{era.name}の期間にない日付です。元号と年月日を確かめてください。")
    return on


def _calendar_date(text: str, year: int, match: re.Match[str]) -> date:
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise ValueError(f"「{text}」は暦にない日付です。年月日を確かめてください。") from error
