"""Forms of 保存期間."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lms.ledger.models import Kept
from lms.lib.day_field import DayField
from lms.office.retaining.deciding import Decision
from lms.office.retaining.periods import periods

_MOST_YEARS = 100


class PeriodsForm(forms.Form):
    """Years and ground of every kind."""

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        for kind, row in periods().items():
            self.fields[f"{kind}_years"] = forms.IntegerField(
                label=f"{kind.label}の保存期間（年）", min_value=1, max_value=_MOST_YEARS, initial=row.years,
                help_text="年度の末日から数えます。", widget=forms.TextInput(attrs={"class": "input--4"}),
                error_messages={
                    "required": "年数を入力してください。", "invalid": "年数は数字で入力してください。",
                    "min_value": "保存期間は1年以上にしてください。",
                    "max_value": "保存期間は100年までにしてください。",
                },
            )  # fmt: skip
            self.fields[f"{kind}_ground"] = forms.CharField(
                label=f"{kind.label}の根拠",
                max_length=100,
                initial=row.ground,
                help_text="例：文書管理規程別表第2",
                error_messages={"required": "根拠を入力してください。"},
            )

    def changed(self) -> list[tuple[Kept, int, str]]:
        """The kinds that are to be other than they are."""
        said, now = self.cleaned_data, periods()
        found = [(kind, said[f"{kind}_years"], said[f"{kind}_ground"]) for kind in Kept]
        return [
            (kind, years, ground)
            for kind, years, ground in found
            if (now[kind].years, now[kind].ground) != (years, ground)
        ]


class DisposalForm(forms.Form):
    """The 決裁, and what it covers. The number typed says that somebody has looked at what goes."""

    kinds = forms.MultipleChoiceField(
        label="削除するもの", choices=Kept.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "削除するものを選んでください。"},
    )  # fmt: skip
    decided_on = DayField(label="決裁日")
    decided_by = forms.CharField(
        label="決裁権者", max_length=60, help_text="例：総務課長", widget=forms.TextInput(attrs={"class": "input--16"}),
        error_messages={"required": "決裁権者を入力してください。"},
    )  # fmt: skip
    document_number = forms.CharField(
        label="文書番号", max_length=60, widget=forms.TextInput(attrs={"class": "input--16"}),
        error_messages={"required": "文書番号を入力してください。"},
    )  # fmt: skip
    number = forms.IntegerField(
        label="削除する件数", help_text="上の表で、選んだものの件数の合計を確かめて入力してください。",
        widget=forms.TextInput(attrs={"class": "input--8"}),
        error_messages={"required": "件数を入力してください。", "invalid": "件数は数字で入力してください。"},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, str] | None, counts: Mapping[str, int], today: Any) -> None:
        super().__init__(data)
        self.counts, self.today = counts, today
        self.fields["kinds"].choices = [(kind, kind.label) for kind in Kept if counts.get(kind)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("decided_on") and values["decided_on"] > self.today:
            self.add_error("decided_on", "決裁日は、今日までの日にしてください。")
        if "kinds" in values and "number" in values:
            total = sum(self.counts[kind] for kind in values["kinds"])
            if values["number"] != total:
                self.add_error("number", "選んだものの件数と違います。もう一度確かめてください。")
        return values

    @property
    def decision(self) -> Decision:
        said = self.cleaned_data
        return Decision(said["decided_on"], said["decided_by"], said["document_number"])
