"""What is asked of a report, and why a file is taken out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.lib.fiscal_year import end_of_day, era_date, first_day, fiscal_year, fiscal_year_name, last_day, parse_date
from lms.people.organisation import Node, Organisation
from lms.reports.exporting import Format
from lms.reports.groups import Group


class Known(TextChoices):
    """From which books: today's, or those of the day that is asked about."""

    NOW = "", "今ある記録"
    THEN = "then", "基準日までに記録されたもの"


class ReportForm(forms.Form):
    """年度, 基準日, 研修 and 所属, as they stand in the address. Codes are looked up by the view: unknown is unseen."""

    year = forms.TypedChoiceField(
        label="年度", coerce=int, error_messages={"invalid_choice": "一覧から年度を選んでください。"}
    )
    course = forms.CharField(label="研修", required=False, widget=forms.Select)
    department = forms.CharField(label="所属", required=False, widget=forms.Select)
    at = forms.CharField(
        label="基準日", required=False, widget=forms.TextInput(attrs={"class": "input--8"}),
        help_text="例：R8.9.30　空欄は今日（過ぎた年度は末日）",
    )  # fmt: skip

    known = forms.ChoiceField(
        label="記録", required=False, choices=Known.choices,
        error_messages={"invalid_choice": "一覧から選んでください。"},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, str], *, today: date) -> None:
        super().__init__({"year": str(fiscal_year(today)), **data})
        self.today = today
        this_year = fiscal_year(today)
        begun = TrainingPlan.objects.filter(fiscal_year__lte=this_year).values_list("fiscal_year", flat=True)
        years = sorted({this_year, *begun.distinct()}, reverse=True)
        self.fields["year"].choices = [(year, fiscal_year_name(year)) for year in years]

    def offer(self, courses: Iterable[Course], departments: Iterable[Node]) -> None:
        """Put into the lists what this person may choose."""
        self.fields["course"].widget.choices = [("", "すべての研修"), *((c.code, c.title) for c in courses)]
        self.fields["department"].widget.choices = [
            ("", "すべての所属"),
            *((node.code, f"{node.code}　{node.name}") for node in departments),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "year" in values:
            values["on"] = self._day(values["year"], values.get("at", ""))
        then = values.get("known") == Known.THEN and values.get("on")
        values["known_at"] = end_of_day(values["on"]) if then else None
        return values

    def _day(self, year: int, text: str) -> date | None:
        first, last = first_day(year), min(last_day(year), self.today)
        if not text:
            return last
        try:
            day = parse_date(text)
        except ValueError as error:
            self.add_error("at", str(error))
            return None
        if not first <= day <= last:
            self.add_error("at", f"基準日は、{era_date(first)}から{era_date(last)}までの日を入力してください。")
        return day


class PeopleForm(ReportForm):
    """Also which of the people. `row`: only those whom the report counts in the row of the department itself."""

    state = forms.ChoiceField(
        label="状態", choices=Group.choices, required=False,
        error_messages={"invalid_choice": "一覧から状態を選んでください。"},
    )  # fmt: skip
    row = forms.BooleanField(label="下の報告単位を除く", required=False)

    def __init__(self, data: Mapping[str, str], *, today: date) -> None:
        super().__init__(data, today=today)
        if not data.get("row"):
            del self.fields["row"]  # only the way from such a row needs it

    def clean_state(self) -> Group:
        return Group(self.cleaned_data["state"] or Group.ALL)


class Purpose(TextChoices):
    """出力の目的; kept in 操作記録."""

    ENCOURAGE = "encourage", "受講の促進"
    REPORT = "report", "会議等への報告"
    AUDIT = "audit", "監査・検査への対応"
    HANDOVER = "handover", "記録の保存・引継ぎ"


class FileForm(forms.Form):
    """Which file of figures."""

    format = forms.ChoiceField(choices=Format.choices, widget=forms.HiddenInput)
    purpose = forms.ChoiceField(
        label="出力の目的", choices=[("", "指定しない"), *Purpose.choices], required=False
    )  # fmt: skip


class NamedFileForm(FileForm):
    """Which file of names: the purpose must be said."""

    purpose = forms.ChoiceField(
        label="出力の目的", choices=[("", "選んでください"), *Purpose.choices],
        error_messages={
            "required": "出力の目的を選んでください。", "invalid_choice": "一覧から出力の目的を選んでください。"
        },
    )  # fmt: skip


class DepartmentForm(forms.Form):
    """Which of one's own departments."""

    department = forms.ChoiceField(label="所属", required=False)

    def __init__(self, data: Mapping[str, str] | None, *, departments: Organisation) -> None:
        super().__init__(data)
        names = [(node.code, node.name) for node in departments.nodes.values()]
        self.fields["department"].choices = [("", "すべて"), *names]
