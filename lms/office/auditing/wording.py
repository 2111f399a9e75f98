"""Entries in words: who did it, what it was about, what was noted. Codes become names where they still exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from courses.models import Course
from lms.certificates.forms import Purpose as PaperPurpose
from lms.certificates.models import Series
from lms.ledger.models import LedgerEntry
from lms.ledger.verifying import fact_models
from lms.lib.fiscal_year import fiscal_year_name
from lms.office.auditing.acts import ACTS, About
from lms.people.models import DepartmentVersion, Employee
from lms.people.roles import Office, Role
from lms.reports.forms import Purpose as ReportPurpose
from quizzes.models import Attempt

# What of the contents is shown, and under which name. Scores, old names and kinds of absence are not for this page.
NOTED = {
    "reason": "理由", "理由": "理由", "note": "付記", "purpose": "目的", "rows": "件数", "title": "研修計画名",
    "approved_by": "承認した会議等", "approved_on": "承認日", "document_number": "文書番号", "on": "基準日",
    "first": "初日", "last": "最後の日", "sha256": "ファイルのハッシュ値", "quiz": "理解度テスト",
    "number": "受験回数", "opened": "新しく対象となった件数", "address": "接続元", "person": "対象の職員",
}  # fmt: skip
# Those that the search reads: what somebody wrote by hand, and the terminal.
SEARCHED = ("reason", "理由", "note", "purpose", "title", "approved_by", "document_number", "address")
_PURPOSES = {choice.value: choice.label for choices in (ReportPurpose, PaperPurpose) for choice in choices}
_WORDS = {choice.value: str(choice.label) for choices in (Office, Role, Series.Kind) for choice in choices}
_COMMAND = "command:"


@dataclass(frozen=True)
class Line:
    """An entry as a page or a file shows it."""

    entry: LedgerEntry
    actor: str
    subject: str

    @property
    def address(self) -> str:
        """Of the terminal; empty for a command, and once the contents are erased."""
        return self.entry.payload.get("address", "")

    @property
    def number(self) -> str:
        """The staff number beside a name; empty for a command, and where there is no name."""
        return self.entry.actor if self.actor and not self.entry.actor.startswith(_COMMAND) else ""


class Names:
    """What codes stand for, looked up once for many entries. Four queries, however many entries."""

    def __init__(self, entries: Iterable[LedgerEntry]) -> None:
        entries = list(entries)
        words = {word for entry in entries for word in (entry.actor, *entry.subject.split(" "))}
        self._people = dict(Employee.objects.filter(staff_number__in=words).values_list("staff_number", "name"))
        self._courses = dict(Course.objects.filter(code__in=words).values_list("code", "title"))
        versions = DepartmentVersion.objects.known().filter(department__code__in=words)
        # The newest name of each.
        self._departments = dict(versions.order_by("starts_on", "pk").values_list("department__code", "name"))
        self._attempts = _attempts(entries)

    def line(self, entry: LedgerEntry) -> Line:
        return Line(entry, self.actor(entry), self.subject(entry))

    def actor(self, entry: LedgerEntry) -> str:
        """「髙橋　正樹」; 「自動処理（nightly）」 for a command; empty for a number that nobody has any more."""
        if entry.actor.startswith(_COMMAND):
            return f"自動処理（{entry.actor.removeprefix(_COMMAND)}）"
        return self._people.get(entry.actor, "")

    def subject(self, entry: LedgerEntry) -> str:
        about = ACTS[entry.action].about if entry.action in ACTS else About.WORDS
        if about is About.ATTEMPT:
            return self._attempts.get(entry.subject, entry.subject)
        first, *rest = entry.subject.split(" ")
        return "　".join([self._first(first, about), *(self._word(word) for word in rest)])

    def _first(self, word: str, about: About) -> str:
        if about is About.PERSON:
            return f"{word}（{self._people[word]}）" if word in self._people else word
        if about is About.YEAR and word.isdecimal():
            return fiscal_year_name(int(word))
        if about is About.DEPARTMENT and word in self._departments:
            return f"{word}（{self._departments[word]}）"
        return self._word(word)

    def _word(self, word: str) -> str:
        for names in (self._courses, self._departments):
            if word in names:
                return f"{word}（{names[word]}）"
        return _WORDS.get(word) or (_table(word) if "." in word else word)


def _attempts(entries: Iterable[LedgerEntry]) -> dict[str, str]:
    """「attempt 12」 as whose attempt of which test it is."""
    asked = [entry.subject for entry in entries if entry.action in ACTS and ACTS[entry.action].about is About.ATTEMPT]
    keys = [subject.split(" ")[-1] for subject in asked]
    rows = Attempt.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
    found = rows.values_list("pk", "employee__staff_number", "employee__name", "quiz__title", "number")
    return {
        f"attempt {pk}": f"{number}（{name}）　{title}　{place}回目" for pk, number, name, title, place in found
    }  # fmt: skip


def noted(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an entry's contents say, as label and text; how many rows of which kind it vouches for at the end."""
    said = [(label, _text(payload[key])) for key, label in NOTED.items() if key in payload and _text(payload[key])]
    return [*said, *_rows(payload)]


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return ""
    return _PURPOSES.get(value, str(value)) if isinstance(value, str) else str(value)


def _rows(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    written: dict[str, int] = {}
    for label, *_ in payload.get("facts", ()):
        written[label] = written.get(label, 0) + 1
    closed = {label: len(keys) for label, keys in payload.get("voided", {}).items() if keys}
    return [
        (title, "、".join(f"{_table(label)}{number}件" for label, number in counts.items()))
        for title, counts in (("書き込んだ記録", written), ("取り消した記録", closed)) if counts
    ]  # fmt: skip


def _table(label: str) -> str:
    """「発令」 for people.Posting; the label itself for a table that is no more."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def moments_of(number: str) -> set[datetime]:
    """When facts about a person were written, by whatever act: so a bulk act is found that names nobody."""
    found: set[datetime] = set()
    for model in fact_models():
        if any(field.name == "employee" for field in model._meta.fields):
            rows = model.objects.filter(employee__staff_number=number).order_by()
            found.update(rows.values_list("recorded_at", flat=True).distinct())
    return found
