"""The form by which a file of completions or of a drill comes in."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lms.importing.reading.files import LARGEST, too_large


class RecordsFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="ファイル", help_text="CSV（シフトJIS又はUTF-8）又はExcelのファイルで、1行目を見出しにします。",
        error_messages={
            "required": "ファイルを選んでください。", "empty": "ファイルが空です。別のファイルを選んでください。"
        },
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(too_large())
        return file
