"""Which entries somebody looks for, and which of them this person may read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from lms.ledger.models import LedgerEntry, LedgerEntryQuerySet
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import end_of_day, start_of_day
from lms.office.auditing.acts import ACTS, OF_ADMINISTRATOR, acts_of, choices
from lms.office.auditing.wording import SEARCHED, moments_of
from lms.people.forms.fields import CodeField
from lms.people.roles import Role
from lms.people.visibility import Viewer


class SearchForm(forms.Form):
    """Period, person, kind of act, numbers, words. Empty means all."""

    first = DayField(label="期間の初日", required=False, help_text="例：R8.4.1")
    last = DayField(label="期間の末日", required=False, help_text="例：R9.3.31")
    person = CodeField(label="職員番号", required=False, help_text="行った人、対象の人")
    act = forms.ChoiceField(
        label="操作の種類", required=False, error_messages={"invalid_choice": "一覧から操作の種類を選んでください。"}
    )
    lowest = forms.IntegerField(
        label="番号（から）", min_value=1, required=False, widget=forms.TextInput(attrs={"class": "input--8"}),
        error_messages={"invalid": "番号は数字で入力してください。", "min_value": "1以上の番号を入力してください。"},
    )  # fmt: skip
    highest = forms.IntegerField(
        label="番号（まで）", min_value=1, required=False, widget=forms.TextInput(attrs={"class": "input--8"}),
        error_messages={"invalid": "番号は数字で入力してください。", "min_value": "1以上の番号を入力してください。"},
    )  # fmt: skip
    words = forms.CharField(
        label="語句", max_length=100, required=False, help_text="対象、理由、文書番号、接続元など",
        widget=forms.TextInput(attrs={"class": "input--16"}),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, str], readable: Iterable[str]) -> None:
        super().__init__(data)
        self.readable = frozenset(readable)
        offered = [(area, [act for act in acts if acts_of(act[0]) & self.readable]) for area, acts in choices()]
        self.fields["act"].choices = [("", "すべて"), *((area, acts) for area, acts in offered if acts)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for low, high in (("first", "last"), ("lowest", "highest")):
            if values.get(low) and values.get(high) and values[high] < values[low]:
                self.add_error(high, f"「{self.fields[low].label}」より後にしてください。")
        return values

    @property
    def conditions(self) -> dict[str, str]:
        """As they stand in the address, without the empty ones."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def found(self) -> LedgerEntryQuerySet:
        """The entries, the newest first. Needs a form that is valid."""
        asked = self.cleaned_data
        rows: LedgerEntryQuerySet = LedgerEntry.objects.order_by("-pk")
        wanted = acts_of(asked["act"]) & self.readable if asked["act"] else self.readable
        if wanted < ACTS.keys():
            rows = rows.filter(action__in=sorted(wanted))
        if asked["first"] or asked["last"]:
            rows = rows.between(
                start_of_day(asked["first"]) if asked["first"] else None,
                end_of_day(asked["last"]) if asked["last"] else None,
            )
        if asked["lowest"]:
            rows = rows.filter(seq__gte=asked["lowest"])
        if asked["highest"]:
            rows = rows.filter(seq__lte=asked["highest"])
        if asked["person"]:
            rows = rows.by_or_about(asked["person"], moments_of(asked["person"]))
        return rows.saying(asked["words"], SEARCHED) if asked["words"] else rows


def readable_acts(viewer: Viewer) -> frozenset[str]:
    """監査担当 reads every kind of act, システム管理者 what is about accounts and settings, others nothing."""
    if viewer.has(Role.AUDITOR):
        return frozenset(ACTS)
    return OF_ADMINISTRATOR if viewer.has(Role.ADMINISTRATOR) else frozenset()
