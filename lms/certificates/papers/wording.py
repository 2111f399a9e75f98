"""How papers write numbers, dates and the names of trainings and offices."""

import re
import unicodedata
from datetime import date

from lms.lib.fiscal_year import era_date_wide, fiscal_year_in_era, fiscal_year_name, fiscal_year_name_wide
from lms.lib.tables.table import NOBODY, Rate
from lms.lib.wide import wide

_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_BRACKETS = re.compile(r"[()（）〔〕［］「」『』【】〈〉《》]")
# The last one is the long vowel that is typed for a dash behind a digit.
_DASHES = re.compile("[‐‑‒–—―−]|(?<=[0-9])ー")
_STOPS = re.compile(r"[、。，．､｡]+")


def digits(text: str) -> str:
    """The text with its digits in the one width that a paper uses; letters and names stay as they are."""
    return text.translate(_WIDE_DIGITS)


def people(number: int) -> str:
    """「３８人」"""
    return f"{wide(number)}人"


def rate(completed: int, required: int) -> str:
    """「９７．４％」, rounded as in every table; 「対象なし」 without a denominator."""
    percent = Rate(completed, required).percent
    return NOBODY if percent is None else wide(f"{percent}%")


def span(first: date, last: date) -> str:
    """「令和８年６月１日から令和８年７月１７日まで」"""
    return f"{era_date_wide(first)}から{era_date_wide(last)}まで"


def number_text(pattern: str, prefix: str, fiscal_year: int, number: int | str) -> str:
    """「第８－１２３号」 from the pattern 「{prefix}{year}－{number}号」; without a prefix the word is 「第」."""
    year = fiscal_year_in_era(fiscal_year).number
    text = pattern.replace("{prefix}", prefix or "第").replace("{year}", str(year)).replace("{number}", str(number))
    return plain_number(text)


def plain_number(text: str) -> str:
    """A number in the one form in which it is printed, kept and looked for, however the city or a reader types it."""
    return wide("".join(_DASHES.sub("-", unicodedata.normalize("NFKC", text)).split()))


def training_name(fiscal_year: int, title: str) -> str:
    """「令和８年度情報セキュリティ研修（基礎編）」; a title that names its year already is not given it twice."""
    bare = title.removeprefix(fiscal_year_name(fiscal_year)).removeprefix(fiscal_year_name_wide(fiscal_year))
    return fiscal_year_name_wide(fiscal_year) + digits(bare)


def without_marks(text: str) -> str:
    """The body of a 修了証書 has neither stops nor brackets: a space separates."""
    return _STOPS.sub("　", _BRACKETS.sub("", text)).strip("　")


def head_title(department: str, job_title: str = "") -> str:
    """「福祉課長」 of 福祉課 and 課長: what the two share is written once. Without a title, 「長」."""
    title = job_title or "長"
    shared = max((n for n in range(len(title) + 1) if department.endswith(title[:n])), default=0)
    return digits(department + title[shared:])
