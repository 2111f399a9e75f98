"""Forms of 標的型訓練."""

from django import forms
from django.db.models import Q, TextChoices

from lms.lib.day_field import DayField


class DrillForm(forms.Form):
    """A drill that was held."""

    title = forms.CharField(
        label="訓練名", max_length=100, help_text="例：令和8年度第1回標的型メール訓練",
        error_messages={"required": "訓練名を入力してください。", "max_length": "100文字以内で入力してください。"},
    )  # fmt: skip
    sent_on = DayField(label="実施日")


class Deed(TextChoices):
    """What people did."""

    ALL = "", "すべて"
    OPENED = "opened", "開封した人"
    REPORTED = "reported", "報告した人"
    SILENT = "silent", "開封して報告していない人"


_CONDITIONS = {
    Deed.ALL: Q(),
    Deed.OPENED: Q(opened_at__isnull=False),
    Deed.REPORTED: Q(reported_at__isnull=False),
    Deed.SILENT: Q(opened_at__isnull=False, reported_at=None),
}


class ResultsForm(forms.Form):
    """Whose results to show."""

    deed = forms.ChoiceField(
        label="表示する人", choices=Deed.choices, required=False,
        error_messages={"invalid_choice": "一覧から選んでください。"},
    )  # fmt: skip

    @property
    def condition(self) -> Q:
        """Everybody, unless a wish was understood."""
        return _CONDITIONS[Deed(self.cleaned_data["deed"])] if self.is_bound and self.is_valid() else Q()
