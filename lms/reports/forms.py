"""What is asked of a report, and why a file is taken out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.lib.fiscal_year import end_of_day, era_date, first_day, fiscal_year, fiscal_year_name, last_day, parse_date
from lms.lib.long_select import LongSelect
from lms.people.organisation import Node, Organisation
from lms.people.roles import Role
from lms.reports.cuts import LABELS, NO_ROLE, WITHOUT_ROLE, Cut
from lms.reports.dimensions import Dimension
from lms.reports.exporting import FOR_PROGRAMS, USUAL, Format
from lms.reports.groups import Group
from lms.reports.measures import measures

FURTHER = ("measure", *LABELS)


class Known(TextChoices):
    """From which books: today's, or those of the day that is asked about."""

    NOW = "", "今ある記録"
    THEN = "then", "基準日までに記録されたもの"


def years_to_choose(today: date) -> list[tuple[int, str]]:
    """This fiscal year and those that have a plan, the newest first. One query."""
    this_year = fiscal_year(today)
    begun = TrainingPlan.objects.filter(fiscal_year__lte=this_year).values_list("fiscal_year", flat=True)
    return [(year, fiscal_year_name(year)) for year in sorted({this_year, *begun.distinct()}, reverse=True)]


class ReportForm(forms.Form):
    """年度, 基準日, 研修 and 所属, as they stand in the address. Codes are looked up by the view: unknown is unseen."""

    year = forms.TypedChoiceField(
        label="年度", coerce=int, error_messages={"invalid_choice": "一覧から年度を選んでください。"}
    )
    course = forms.CharField(label="研修", required=False, widget=forms.Select)
    department = forms.CharField(label="所属", required=False, widget=LongSelect)
    at = forms.CharField(
        label="基準日", required=False, widget=forms.TextInput(attrs={"class": "input--8"}),
        help_text="例：R8.9.30　空欄は今日（過ぎた年度は末日）",
    )  # fmt: skip

    known = forms.ChoiceField(
        label="記録", required=False, choices=Known.choices,
        error_messages={"invalid_choice": "一覧から選んでください。"},
    )  # fmt: skip
    measure = forms.CharField(label="施策・取組", required=False, widget=forms.Select)
    authority = forms.CharField(label=LABELS["authority"], required=False, widget=forms.Select)
    employment = forms.CharField(label=LABELS["employment"], required=False, widget=forms.Select)
    grade = forms.CharField(label=LABELS["grade"], required=False, widget=forms.Select)
    role = forms.ChoiceField(
        label=LABELS["role"], required=False, choices=[("", "すべて"), *Role.choices, (NO_ROLE, WITHOUT_ROLE)],
        error_messages={"invalid_choice": "一覧から役割を選んでください。"},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, str], *, today: date) -> None:
        super().__init__({"year": str(fiscal_year(today)), **data})
        self.today = today
        self.fields["year"].choices = years_to_choose(today)

    def offer(self, courses: Iterable[Course], departments: Iterable[Node]) -> None:
        """Put into the lists what this person may choose."""
        self.fields["course"].widget.choices = [("", "すべての研修"), *((c.code, c.title) for c in courses)]
        self.fields["department"].widget.choices = [
            ("", "すべての所属"),
            *((node.code, f"{node.code}　{node.name}") for node in departments),
        ]

    def offer_cuts(self, courses: Iterable[Course], offered: Mapping[str, Sequence[str]]) -> None:
        """Put into the lists what the courses belong to and what the postings of the day hold; refuse anything else."""
        self._offer("measure", measures(courses))
        for name, values in offered.items():
            self._offer(name, dict.fromkeys(values))

    def _offer(self, name: str, values: Mapping[str, str | None]) -> None:
        self.fields[name].widget.choices = [("", "すべて"), *((key, label or key) for key, label in values.items())]
        if self.cleaned_data.get(name) and self.cleaned_data[name] not in values:
            self.add_error(name, f"一覧から{self.fields[name].label}を選んでください。")

    @property
    def cut(self) -> Cut:
        """Of a form without errors."""
        return Cut(**{name: self.cleaned_data[name] for name in LABELS})

    def near(self) -> list[forms.BoundField]:
        """What is always shown; the rest lies behind 「詳しい条件」."""
        return [field for field in self.visible_fields() if field.name not in FURTHER]

    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in FURTHER]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in FURTHER)

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


class OverviewForm(ReportForm):
    """Also cut into which rows."""

    by = forms.ChoiceField(
        label="内訳", choices=Dimension.choices, required=False,
        error_messages={"invalid_choice": "一覧から内訳を選んでください。"},
    )  # fmt: skip

    def clean_by(self) -> Dimension:
        return Dimension(self.cleaned_data["by"] or Dimension.DEPARTMENT)


class SavedViewForm(forms.Form):
    """Under which name to keep the conditions."""

    name = forms.CharField(
        label="名前", max_length=40, help_text="例：福祉課の必修研修",
        error_messages={
            "required": "条件に付ける名前を入力してください。", "max_length": "名前は、40文字までで入力してください。"
        },
    )  # fmt: skip


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


def purpose_field() -> forms.ChoiceField:
    """One that has to be chosen."""
    return forms.ChoiceField(
        label="出力の目的", choices=[("", "選んでください"), *Purpose.choices],
        error_messages={
            "required": "出力の目的を選んでください。", "invalid_choice": "一覧から出力の目的を選んでください。"
        },
    )  # fmt: skip


class FileForm(forms.Form):
    """Which file of figures, and what for."""

    format = forms.ChoiceField(choices=[(one.value, one.label) for one in USUAL], widget=forms.HiddenInput)
    purpose = purpose_field()


# Beside the formats of the list itself.
SLIPS = "slips"


class NamedFileForm(FileForm):
    """Which file of names."""

    format = forms.ChoiceField(
        choices=[*((one.value, one.label) for one in USUAL), (SLIPS, "受講のお願い（PDF）")], widget=forms.HiddenInput
    )  # fmt: skip
    contact = forms.CharField(
        label="問合せ先", required=False, max_length=60, help_text="例：総務課行政係　内線123",
        error_messages={"max_length": "問合せ先は、60文字までで入力してください。"},
    )  # fmt: skip


class OwnList(TextChoices):
    """What a head prints on 所属の状況."""

    REMINDERS = "reminders", "督促一覧"
    CIRCULATION = "circulation", "回覧用紙"


class OwnListForm(forms.Form):
    """Which paper, on which of the trainings that are asked there, and what for."""

    kind = forms.TypedChoiceField(coerce=OwnList, choices=OwnList.choices, widget=forms.HiddenInput)
    course = forms.ChoiceField(
        label="研修", required=False, error_messages={"invalid_choice": "一覧から研修を選んでください。"}
    )  # fmt: skip
    purpose = purpose_field()

    def __init__(self, courses: Iterable[Course], *args: Any) -> None:
        super().__init__(*args, initial={"purpose": Purpose.ENCOURAGE})
        self.fields["course"].choices = [("", "すべての研修"), *((one.code, one.title) for one in courses)]


class HistoryForm(forms.Form):
    """Of which year, as which CSV, and what for."""

    year = forms.TypedChoiceField(
        label="年度", coerce=int, error_messages={"invalid_choice": "一覧から年度を選んでください。"}
    )
    format = forms.TypedChoiceField(
        label="文字コード", coerce=Format, choices=[(one.value, one.label) for one in FOR_PROGRAMS],
        help_text="Excelで開くときは「CSV」を選びます。",
        error_messages={"invalid_choice": "一覧から文字コードを選んでください。"},
    )  # fmt: skip
    purpose = purpose_field()

    def __init__(self, data: Mapping[str, str] | None, *, years: Iterable[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(year, fiscal_year_name(year)) for year in years]


class DepartmentForm(forms.Form):
    """Which of one's own departments."""

    department = forms.ChoiceField(label="所属", required=False, widget=LongSelect)

    def __init__(self, data: Mapping[str, str] | None, *, departments: Organisation) -> None:
        super().__init__(data)
        names = [(node.code, node.name) for node in departments.nodes.values()]
        self.fields["department"].choices = [("", "すべて"), *names]
