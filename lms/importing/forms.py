"""The form by which a file comes in."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lms.importing.models import ImportBatch

LARGEST = 20 * 1024 * 1024  # bytes: some 100,000 people


class UploadForm(forms.Form):
    """What kind of file, which day it describes, and the file."""

    kind = forms.ChoiceField(
        label="ファイルの種類",
        help_text="所属、職員、役割の指定の順に取り込みます。",
        choices=ImportBatch.Kind.choices,
        initial=ImportBatch.Kind.STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": "ファイルの種類を選んでください。"},
    )
    on = forms.DateField(
        label="基準日",
        help_text="ファイルが表す日です。4月1日付けの人事異動のファイルなら4月1日です。",
        widget=forms.DateInput(attrs={"type": "date", "class": "input--16"}),
        error_messages={"required": "基準日を入力してください。", "invalid": "基準日を正しい日付にしてください。"},
    )
    file = forms.FileField(
        label="ファイル",
        help_text="CSV（シフトJIS又はUTF-8）又はExcelのファイルで、1行目を見出しにします。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "ファイルが空です。別のファイルを選んでください。",
        },
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                f"ファイルが大きすぎます。{LARGEST // 1024**2}MBまでのファイルを選んでください。"
            )
        return file
