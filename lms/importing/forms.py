"""The forms by which a file comes in, its columns are told apart, and a 外字 is replaced."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lms.importing.comparing.reach import Reach
from lms.importing.gaiji import has_gaiji
from lms.importing.models import ImportBatch
from lms.importing.reading.files import LARGEST, too_large
from lms.lib.day_field import DayField


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
    on = DayField(
        label="基準日", help_text="ファイルが表す日です。4月1日付けの人事異動のファイルなら4月1日です。例：R9.4.1"
    )
    file = forms.FileField(
        label="ファイル",
        help_text="CSV（シフトJIS又はUTF-8）又はExcelのファイルで、1行目を見出しにします。"
        "職員のファイルの「旧職員番号」と「旧姓・通称」の列は、あるときだけ読みます。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "ファイルが空です。別のファイルを選んでください。",
        },
    )
    replaces_all = forms.BooleanField(
        label="全件入替え",
        help_text="在籍するすべての職員が載ったファイルのときだけ選びます。ファイルにない職員は、基準日の前日に退職したものとします。"
        "選ばなければ、ファイルにない職員は変わりません。",
        required=False,
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(too_large())
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind = values.get("kind")
        if values.get("replaces_all") and kind and kind != ImportBatch.Kind.STAFF:
            self.add_error("replaces_all", "全件入替えができるのは、職員のファイルだけです。選択を外してください。")
        return values

    @property
    def reach(self) -> Reach:
        return Reach.EVERYBODY if self.cleaned_data["replaces_all"] else Reach.LISTED


class ColumnsForm(forms.Form):
    """For each column that the file does not name as we do: which of its headings it is."""

    def __init__(self, data: Any, *, unnamed: Sequence[str], headings: Sequence[str], known: Mapping[str, str]) -> None:
        super().__init__(data)
        self.names = list(unnamed)
        choices = [("", "選んでください"), *((heading, heading) for heading in headings)]
        for index, name in enumerate(self.names):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=name, choices=choices, initial=known.get(name, ""),
                error_messages={"required": f"{name}に当たる列を選んでください。"},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen: dict[str, str] = {}
        for index, name in enumerate(self.names):
            heading = values.get(f"column_{index}")
            if heading and heading in chosen:
                words = f"「{heading}」は{chosen[heading]}に選んでいます。別の列を選んでください。"
                self.add_error(f"column_{index}", words)
            elif heading:
                chosen[heading] = name
        return values

    @property
    def headings(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"column_{index}"] for index, name in enumerate(self.names)}


class RealNameForm(forms.Form):
    """The name in characters that every machine has."""

    name = forms.CharField(
        label="置き換えた氏名",
        help_text="外字を、どの機械でも表示できる字に改めた氏名です。姓と名の間は全角の空白にします。",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "input--16"}),
        error_messages={
            "required": "氏名を入力してください。", "max_length": "氏名が長すぎます。100文字以内にしてください。",
        },
    )  # fmt: skip

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if has_gaiji(name):
            raise forms.ValidationError("まだ外字が入っています。すべて別の字に改めてください。")
        return name
