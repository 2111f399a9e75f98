"""Of which year and day, for whom, and which answer as which file."""

from collections.abc import Mapping
from datetime import date

from django import forms

from lms.reports.forms import FURTHER, FileForm, ReportForm
from lms.reports.outside.disclosing import Edition
from lms.reports.outside.tables import Answer


class OutsideForm(ReportForm):
    """年度, 基準日 and 用途, as they stand in the address; a whole year's figures are narrowed no further."""

    edition = forms.ChoiceField(
        label="用途", choices=Edition.choices, required=False,
        error_messages={"invalid_choice": "一覧から用途を選んでください。"},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, str], *, today: date) -> None:
        super().__init__(data, today=today)
        for name in ("course", "department", "known", *FURTHER):
            del self.fields[name]

    def clean_edition(self) -> Edition:
        return Edition(self.cleaned_data["edition"] or Edition.OUTSIDE)


class AnswerFileForm(FileForm):
    answer = forms.ChoiceField(
        label="回答", choices=Answer.choices,
        error_messages={"required": "回答を選んでください。", "invalid_choice": "一覧から回答を選んでください。"},
    )  # fmt: skip

    field_order = ("answer", "purpose")
