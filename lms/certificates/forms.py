"""Forms of the papers' pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, TextChoices

from courses.models import Course
from lms.certificates.issuing import Decision
from lms.certificates.models import Bundle, Series
from lms.certificates.reissuing_many import Reissuing, as_given, with_registered_signer
from lms.certificates.subjects import Subject
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import era_date, first_day, fiscal_year, fiscal_year_name
from lms.lib.signatures.checking import LARGEST
from lms.people.organisation import Organisation
from lms.people.roles import Office

_YEARS_BACK = 10
_ALL = ("", "すべて")


def _reason(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, help_text=help_text, widget=forms.TextInput(attrs={"class": "input--full"}),
        error_messages={"required": f"{label}を入力してください。"},
    )  # fmt: skip


class YearForm(forms.Form):
    """A choice of 年度, the current one first. What the address does not say has its initial value."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, given: dict[str, Any], today: date) -> None:
        current = fiscal_year(today)
        super().__init__({"fiscal_year": current, **given})
        years = range(current, current - _YEARS_BACK, -1)
        self.fields["fiscal_year"].choices = [(year, fiscal_year_name(year)) for year in years]
        chosen = str(self.data["fiscal_year"])
        self.year = int(chosen) if chosen in map(str, years) else current


class PapersForm(YearForm):
    """Whose 修了証書 to give: 年度, 研修 and 所属."""

    course = forms.ModelChoiceField(
        label="研修", queryset=Course.objects.none(), to_field_name="code", empty_label=None
    )
    department = forms.TypedChoiceField(label="所属", coerce=int, empty_value=None, required=False)

    def __init__(
        self, given: dict[str, Any], today: date, courses: Sequence[Course], organisation: Organisation
    ) -> None:
        super().__init__({"course": courses[0].code if courses else "", **given}, today)
        self.fields["course"].queryset = Course.objects.filter(pk__in=[course.pk for course in courses])
        self.fields["course"].label_from_instance = _title
        self.fields["course"].required = bool(courses)
        self.fields["department"].choices = [_ALL, *_units(organisation)]


def _units(organisation: Organisation) -> list[tuple[int, str]]:
    """The reporting departments, to choose from."""
    return [(node.id, node.name) for node in organisation.nodes.values() if node.reports]


class DepartmentPapersForm(YearForm):
    """Which 課別修了証明書 to give: 年度, and 研修 or 研修課程."""

    subject = forms.ChoiceField(label="研修又は研修課程")

    def __init__(self, given: dict[str, Any], today: date, subjects: Sequence[Subject]) -> None:
        self.subjects = {subject.code: subject for subject in subjects}
        # Another year has other subjects: one that it does not have gives way to its first.
        known = given.get("subject") in self.subjects
        super().__init__(given if known else {**given, "subject": next(iter(self.subjects), "")}, today)
        self.fields["subject"].choices = [(subject.code, subject.title) for subject in subjects]
        self.fields["subject"].required = bool(subjects)

    @property
    def chosen(self) -> Subject | None:
        """None in a year whose plans ask nothing of anybody."""
        return self.subjects.get(self.cleaned_data["subject"])


class RegisterForm(YearForm):
    """Which part of the register to show."""

    office = forms.ChoiceField(label="担当", choices=[_ALL, *Office.choices], required=False)
    kind = forms.ChoiceField(label="種類", choices=[_ALL, *Series.Kind.choices], required=False)
    department = forms.TypedChoiceField(label="今の所属", coerce=int, empty_value=None, required=False)
    subject = forms.CharField(
        label="研修のコード", max_length=20, required=False, widget=forms.TextInput(attrs={"class": "input--8"})
    )
    staff_number = forms.CharField(
        label="職員番号", max_length=20, required=False, widget=forms.TextInput(attrs={"class": "input--8"})
    )

    def __init__(self, given: dict[str, Any], today: date, organisation: Organisation) -> None:
        super().__init__(given, today)
        self.fields["department"].choices = [_ALL, *_units(organisation)]

    @property
    def condition(self) -> Q:
        """All that is asked for but the department. The year is that of the numbers."""
        values = self.cleaned_data
        wished = {
            "series__fiscal_year": values["fiscal_year"], "series__kind": values["kind"],
            "series__office": values["office"],
            "subject_code": values["subject"], "employee__staff_number": values["staff_number"],
        }  # fmt: skip
        return Q(**{name: value for name, value in wished.items() if value})


class _GivingForm(forms.Form):
    """A day of giving, at the latest today, and the 決裁 that was taken outside the system."""

    decided_on = DayField(label="決裁日", required=False)
    decided_by = forms.CharField(
        label="決裁権者", max_length=60, required=False, help_text="例：総務課長",
        widget=forms.TextInput(attrs={"class": "input--16"}),
    )  # fmt: skip
    document_number = forms.CharField(
        label="文書番号", max_length=60, required=False,
        help_text="決裁の欄を空欄にして交付すると、台帳に「決裁未入力」と表示します。",
        widget=forms.TextInput(attrs={"class": "input--16"}),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"given_on": today}, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        given_on, decided_on = values.get("given_on"), values.get("decided_on")
        _refuse_future(self, "given_on", self.today)
        if given_on and decided_on and decided_on > given_on:
            self.add_error("decided_on", f"決裁日は、{self.fields['given_on'].label}までの日にしてください。")
        if values.get("decided_by") and not decided_on and "decided_on" not in self.errors:
            self.add_error("decided_on", "決裁権者を入力したときは、決裁日も入力してください。")
        return values

    @property
    def decision(self) -> Decision:
        return Decision(**{name: self.cleaned_data[name] for name in ("decided_on", "decided_by", "document_number")})


def _refuse_future(form: forms.Form, name: str, today: date) -> None:
    day = form.cleaned_data.get(name)
    if day and day > today:
        form.add_error(name, f"{form.fields[name].label}は、今日（{era_date(today)}）までの日にしてください。")


class DecisionForm(_GivingForm):
    """交付日 with its 決裁. The numbers of a year that is over are closed."""

    given_on = DayField(label="交付日", help_text="証書に印刷します。この日に在職する人の名義になります。")
    field_order = ["given_on"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        given_on, first = values.get("given_on"), first_day(fiscal_year(self.today))
        if given_on and given_on < first:
            self.add_error(
                "given_on",
                f"交付日は、今年度（{era_date(first)}から）の日にしてください。番号は交付日の年度のもので、"
                "前の年度の番号はもう付けられません。前の年度の修了にも、今年度の番号で交付できます。",
            )
        return values


class Purpose(TextChoices):
    """What papers are taken out for; kept in 操作記録."""

    HAND_OUT = "hand-out", "職員・所属への配布"
    REPORT = "report", "会議等への報告"
    AUDIT = "audit", "監査・検査への対応"
    KEEP = "keep", "記録の保存・引継ぎ"


class ReportFileForm(forms.Form):
    """What a report that names people is taken out for."""

    purpose = forms.ChoiceField(
        label="出力の目的", choices=[("", "選んでください"), *Purpose.choices],
        error_messages={
            "required": "出力の目的を選んでください。", "invalid_choice": "一覧から出力の目的を選んでください。"
        },
    )  # fmt: skip


class BundleForm(ReportFileForm):
    """In which form to take many papers out, and what for."""

    form = forms.ChoiceField(choices=Bundle.Form.choices, widget=forms.HiddenInput)


class CheckNumberForm(forms.Form):
    """A number to check; with the name, what else the paper says is shown."""

    number = forms.CharField(
        label="証書の番号", max_length=60, help_text="例：第８－１２３号",
        widget=forms.TextInput(attrs={"class": "input--16"}),
        error_messages={"required": "証書の番号を入力してください。"},
    )  # fmt: skip
    name = forms.CharField(
        label="証書の氏名", max_length=100, required=False,
        help_text="入力すると、証書の氏名と同じかを確かめます。入力しないときは、氏名と所属を表示しません。",
        widget=forms.TextInput(attrs={"class": "input--16"}),
    )  # fmt: skip


class CheckFileForm(forms.Form):
    """The PDF itself, or an Open Badge."""

    paper = forms.FileField(
        label="証書のPDF又はオープンバッジ",
        error_messages={"required": "証書のファイルを選んでください。", "empty": "ファイルの中身がありません。"},
    )

    def clean_paper(self) -> UploadedFile:
        paper: UploadedFile = self.cleaned_data["paper"]
        if (paper.size or 0) > LARGEST:
            raise forms.ValidationError("ファイルが大きすぎます。証書のファイルを選んでください。")
        return paper


class ReissueForm(_GivingForm):
    """再交付: why, on which day, and under which 決裁."""

    reason = _reason("再交付の理由", "例：紛失したため")
    given_on = DayField(label="再交付の日", help_text="証書の番号の下に印刷します。")
    field_order = ["reason", "given_on"]


class ReissueManyForm(ReissueForm):
    """The same for many papers, and whether their signer was wrong."""

    _CORRECTIONS = {"": lambda: as_given, "signer": with_registered_signer}

    signer = forms.ChoiceField(
        label="名義人", required=False, widget=forms.RadioSelect,
        choices=[("", "元の証書のまま"), ("signer", "元の交付日に在職する人として今登録されている人に改める")],
    )  # fmt: skip
    field_order = ["reason", "signer", "given_on"]

    @property
    def how(self) -> Reissuing:
        values = self.cleaned_data
        correction = self._CORRECTIONS[values["signer"]]()
        return Reissuing(values["reason"], values["given_on"], self.decision, correction)


class RevokeForm(forms.Form):
    """取消し: why, and from which day."""

    reason = _reason("取消しの理由", "例：修了を取り消したため")
    revoked_on = DayField(label="取消日")

    def __init__(self, *args: Any, today: date) -> None:
        super().__init__(*args, initial={"revoked_on": today})
        self.today = today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        _refuse_future(self, "revoked_on", self.today)
        return values


def _title(course: Course) -> str:
    return course.title
