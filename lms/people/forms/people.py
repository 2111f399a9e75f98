"""Forms by which people are found and their data are kept."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices

from lms.lib.day_field import DayField
from lms.lib.text_keys import kana_reading
from lms.people.admitting import External
from lms.people.forms.fields import CodeField, DepartmentField, PlainForm
from lms.people.models import Posting
from lms.people.naming import Names
from lms.people.organisation import Organisation
from lms.people.transferring import Seat


class Range(TextChoices):
    IN_SERVICE = "in-service", "在籍する職員"
    ALL = "all", "退職した職員を含む"


class DirectoryForm(PlainForm):
    """Whom the list shows."""

    words = forms.CharField(
        label="氏名・カナ・職員番号", max_length=100, required=False, help_text="一部でも探せます。例：高橋、たかはし"
    )
    department = forms.ChoiceField(label="所属（下の所属を含む）", required=False)
    on = DayField(label="基準日", required=False, help_text="例：R9.4.1　空欄は今日")
    range = forms.ChoiceField(label="範囲", choices=Range.choices, required=False)

    def offer(self, departments: Organisation) -> None:
        names = [(node.code, f"{node.code}　{node.name}") for node in departments.nodes.values()]
        self.fields["department"].choices = [("", "すべての所属"), *names]


class NamesForm(PlainForm):
    name = forms.CharField(label="氏名", max_length=100, help_text="姓と名の間は空白で区切ります。")
    kana = forms.CharField(label="カナ氏名", max_length=100, help_text="全角のカナで保存します。")
    usual_name = forms.CharField(
        label="旧姓・通称", max_length=100, required=False,
        help_text="画面に氏名の代わりに表示します。証書に記すかどうかは、団体の設定によります。",
    )  # fmt: skip
    email = forms.EmailField(
        label="メールアドレス", required=False,
        error_messages={"invalid": "メールアドレスを正しい形で入力してください。例：hanako@example.lg.jp"},
    )  # fmt: skip

    def clean_kana(self) -> str:
        return kana_reading(self.cleaned_data["kana"])

    @property
    def names(self) -> Names:
        return Names(**self.cleaned_data)


class PostingForm(PlainForm):
    """Where to, as what, from when; the days come last."""

    department = DepartmentField()
    job_title = forms.CharField(label="職名", max_length=60, required=False)
    grade = forms.CharField(
        label="職位", max_length=30, required=False, help_text="例：課長級、課長補佐級、係長級、係員"
    )
    occupation = forms.CharField(label="職種", max_length=60, required=False)
    employment_type = forms.CharField(
        label="任用形態", max_length=30, required=False, help_text="例：正規、任期付、暫定再任用、会計年度任用"
    )
    appointing_authority = forms.CharField(
        label="任命権者", max_length=50, required=False, help_text="空欄のときは、所属の任命権者になります。"
    )
    on = DayField(label="発令日")
    ends_on = DayField(
        label="終了日", required=False, help_text="任期などの最後の日です。決まっていなければ空欄にします。"
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].offer(today, "選んでください")

    @property
    def seat(self) -> Seat:
        values = self.cleaned_data
        names = ("job_title", "grade", "occupation", "employment_type", "appointing_authority")
        return Seat(department_id=values["department"].pk, **{name: values[name] for name in names})


class AdditionalPostingForm(PostingForm):
    kind = forms.ChoiceField(
        label="種類", choices=[choice for choice in Posting.Kind.choices if choice[0] != Posting.Kind.MAIN],
        widget=forms.RadioSelect, initial=Posting.Kind.ADDITIONAL,
    )  # fmt: skip
    field_order = ["kind"]


class LastDayForm(PlainForm):
    last = DayField(label="終了日", help_text="最後の日です。例：R9.3.31")


class RetirementForm(PlainForm):
    last = DayField(
        label="退職日", help_text="最後の日です。次の日から利用できなくなります。記録は残ります。例：R9.3.31"
    )


class LeaveForm(PlainForm):
    kind = forms.CharField(
        label="休業区分", max_length=30, help_text="例：育児休業、病気休職、介護休暇、派遣。人事担当だけに表示します。"
    )
    starts_on = DayField(label="開始日")
    ends_on = DayField(label="終了日", required=False, help_text="最後の日です。決まっていなければ空欄にします。")


class ExpiryForm(PlainForm):
    until = DayField(
        label="利用期限", required=False, help_text="最後の日です。空欄は期限なし（派遣・委託の職員には必要です）。"
    )


class ExternalForm(PlainForm):
    """派遣・委託: the last day and the responsible department are always said."""

    staff_number = CodeField(label="職員番号", help_text="利用に使う番号です。ほかの職員と重ならないものにします。")
    name = forms.CharField(label="氏名", max_length=100, help_text="姓と名の間は空白で区切ります。")
    kana = forms.CharField(label="カナ氏名", max_length=100)
    email = forms.EmailField(label="メールアドレス", required=False)
    department = DepartmentField(label="責任を持つ所属")
    job_title = forms.CharField(label="職名", max_length=60, required=False, help_text="例：窓口業務受託者、派遣職員")
    starts_on = DayField(label="従事する初日")
    active_until = DayField(
        label="利用期限", help_text="契約の最後の日です。次の日から利用できなくなります。例：R9.3.31"
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].offer(today, "選んでください")

    def clean_kana(self) -> str:
        return kana_reading(self.cleaned_data["kana"])

    @property
    def person(self) -> External:
        return External(**self.cleaned_data)
