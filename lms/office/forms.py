"""Forms of the administrator's and the auditor's pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from lms.certificates.layouts.permitting import Permitted
from lms.certificates.models import SealPermission
from lms.certificates.papers.design import PaperKind
from lms.certificates.papers.number_pattern import alike, as_kept, as_typed, fault
from lms.certificates.papers.wording import number_text
from lms.certificates.series import kinds_of_series, open_year, pattern
from lms.ledger.models import Extract
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import era_date, first_day, fiscal_year, fiscal_year_name, last_day
from lms.lib.uploaded_pictures import BadPictureError, CleanPicture, picture_for_papers
from lms.people.city import city
from lms.people.forms.fields import CodeField
from lms.people.models import City, OfficeHolder
from lms.people.roles import Office
from lms.reports.forms import Purpose, years_to_choose

# Millimetres.
_LARGEST_SEAL = 36


class CityForm(forms.ModelForm):
    class Meta:
        model = City
        fields = [
            "name", "confidentiality_label", "seal_text", "certificate_prefix", "paper_name", "open_badges",
            "ledger_head_to",
        ]  # fmt: skip
        help_texts = {
            "confidentiality_label": "名簿や報告書の右上に印刷します。",
            "seal_text": "公印の欄に印刷する文字です。空欄にすると、押印する場所を空けておきます。",
            "certificate_prefix": "例：「垂総研第」。空欄のときは「第」になります。",
            "paper_name": "旧姓・通称は、登録のある職員にだけ使います。",
            "open_badges": "職員が、自分の修了証書と同じ内容の電子データ（オープンバッジ3.0）を保存できるようにします。"
            "氏名の入ったファイルが庁外に出ることを踏まえて決めてください。",
            "ledger_head_to": "毎晩の控えを送るアドレスです。このサーバーの管理者が変えられない所にしてください。",
        }


class NumberPatternsForm(forms.Form):
    """番号の書式 of every office and kind of paper, with a number as it would look."""

    def __init__(self, data: Mapping[str, str] | None, *, today: date) -> None:
        super().__init__(data)
        self.current, self.prefix = fiscal_year(today), city().certificate_prefix
        self.years = {key: open_year(*key, self.current) for key in kinds_of_series()}
        for (office, kind), year in self.years.items():
            self.fields[f"{office}-{kind}"] = forms.CharField(
                label=f"{office.label}　{kind.label}（{fiscal_year_name(year)}の番号から）", max_length=60,
                initial=as_typed(pattern(office, kind, year)), widget=forms.TextInput(attrs={"class": "input--16"}),
                error_messages={"required": "番号の書式を入力してください。"},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name, text in list(values.items()):
            if problem := fault(as_kept(text)):
                self.add_error(name, problem)
        if not self.errors and self._alike():
            raise forms.ValidationError("同じ番号の証書が二つできます。担当と種類ごとに、違う文字を入れてください。")
        return values

    @property
    def patterns(self) -> dict[tuple[Office, PaperKind], str]:
        return {(office, kind): as_kept(self.cleaned_data[f"{office}-{kind}"]) for office, kind in self.years}

    @property
    def examples(self) -> list[tuple[str, str]]:
        """Label and the 123rd number."""
        wanted = self.patterns
        return [
            (f"{office.label}　{kind.label}", number_text(wanted[office, kind], self.prefix, year, 123))
            for (office, kind), year in self.years.items()
        ]

    def _alike(self) -> bool:
        """In the current year or the next: what was given this year keeps its look until the next."""
        wanted = self.patterns
        return any(
            alike([wanted[key] if opens <= year else pattern(*key, year) for key, opens in self.years.items()])
            for year in (self.current, self.current + 1)
        )


class OfficeHolderForm(forms.ModelForm):
    starts_on = DayField(
        label="開始日",
        help_text="この日から後に交付する証書に使います。例：R8.4.1。同じ日に始まる名義人の登録は、誤りの訂正として置き換えます。",
    )

    class Meta:
        model = OfficeHolder
        fields = ["office", "title", "name", "starts_on"]
        help_texts = {
            "title": "証書に印刷する職の名称です。例：垂水市長",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "選んでください"), *OfficeHolder.Office.choices]


class SealPermissionForm(forms.ModelForm):
    """印影, with the decision under the 公印規程 that permits to print it."""

    picture = forms.FileField(
        label="印影の画像",
        help_text="SVG、PNG又はJPEG、500KBまで。64色までで印刷します。余白のない正方形の画像にしてください。",
        error_messages={"required": "印影の画像を選んでください。"},
    )  # fmt: skip
    millimetres = forms.IntegerField(
        label="一辺の長さ（mm）", min_value=12, max_value=_LARGEST_SEAL, initial=21,
        help_text="公印規程に定める寸法です。",
    )  # fmt: skip
    decided_on = DayField(label="決裁日")
    starts_on = DayField(label="開始日", help_text="この日から後に交付する修了証書に印刷できます。")

    class Meta:
        model = SealPermission
        fields = ["office", "millimetres", "decided_on", "decided_by", "document_number", "starts_on"]

    field_order = ["office", "picture"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "選んでください"), *Office.choices]

    def clean_picture(self) -> CleanPicture:
        try:
            return picture_for_papers(self.cleaned_data["picture"].read(), _LARGEST_SEAL)
        except BadPictureError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("decided_on") and values.get("starts_on") and values["starts_on"] < values["decided_on"]:
            self.add_error("starts_on", "開始日は、決裁日以後の日にしてください。")
        return values

    @property
    def permitted(self) -> Permitted:
        names = ("office", "millimetres", "decided_on", "decided_by", "document_number")
        return Permitted(**{name: self.cleaned_data[name] for name in names})


class AccountSearchForm(forms.Form):
    staff_number = CodeField(label="職員番号")


_PURPOSES = (Purpose.AUDIT, Purpose.REPORT, Purpose.HANDOVER)


def _purpose() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="出力の目的", choices=[("", "選んでください"), *((one.value, one.label) for one in _PURPOSES)],
        error_messages={
            "required": "出力の目的を選んでください。", "invalid_choice": "一覧から出力の目的を選んでください。"
        },
    )  # fmt: skip


class HandoverForm(forms.Form):
    """What a 引継書 is taken out for."""

    purpose = _purpose()


class ExtractForm(HandoverForm):
    """In which form to take entries of 操作記録 out, and what for."""

    form = forms.ChoiceField(choices=Extract.Form.choices, widget=forms.HiddenInput)


class ArchiveForm(forms.Form):
    """Of which period of a year 監査資料 is wanted, and what for."""

    fiscal_year = forms.TypedChoiceField(
        label="年度", coerce=int, error_messages={"invalid_choice": "一覧から年度を選んでください。"}
    )
    first = DayField(
        label="初日", required=False, help_text="例：R8.7.1　空欄は年度の初日",
        widget=forms.TextInput(attrs={"class": "input--8"}),
    )  # fmt: skip
    on = DayField(
        label="基準日", required=False, help_text="期間の末日。例：R8.9.30　空欄は今日（過ぎた年度は末日）",
        widget=forms.TextInput(attrs={"class": "input--8"}),
    )  # fmt: skip
    purpose = _purpose()

    def __init__(self, data: Mapping[str, str] | None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["fiscal_year"].choices = years_to_choose(today)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not {"fiscal_year", "first", "on"} <= values.keys():
            return values
        first, last = first_day(values["fiscal_year"]), min(last_day(values["fiscal_year"]), self.today)
        values |= {"first": values["first"] or first, "on": values["on"] or last}
        if not first <= values["on"] <= last:
            self.add_error("on", f"基準日は、{era_date(first)}から{era_date(last)}までの日を入力してください。")
        elif not first <= values["first"] <= values["on"]:
            self.add_error("first", f"初日は、{era_date(first)}から基準日までの日を入力してください。")
        return values
