"""Forms of signing in."""

import unicodedata
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms


def _describe(field: forms.Field, label: str, missing: str, help_text: str = "") -> None:
    field.label, field.help_text = label, help_text
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """職員番号 and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["login"], "職員番号", "職員番号を入力してください。", "先頭の0も入力してください。")
        _describe(self.fields["password"], "パスワード", "パスワードを入力してください。")
        self.fields["login"].widget.attrs |= {"class": "input--16", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].widget.attrs["class"] = "input--16"

    def clean_login(self) -> str:
        # A number typed in full width means the same number.
        return unicodedata.normalize("NFKC", super().clean_login())


class PasswordChangeForm(ChangePasswordForm):
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["oldpassword"], "今のパスワード", "今のパスワードを入力してください。")
        _describe(
            self.fields["password1"], "新しいパスワード", "新しいパスワードを入力してください。",
            "12文字以上。職員番号や氏名に似たもの、数字だけのものは使えません。貼り付けもできます。",
        )  # fmt: skip
        _describe(
            self.fields["password2"],
            "新しいパスワード（確認）",
            "新しいパスワードを、確認のためもう一度入力してください。",
        )

    def clean(self) -> dict[str, Any]:
        # Not the parent's: it says the same in other words.
        forms.Form.clean(self)
        old, new, again = (self.cleaned_data.get(name) for name in ("oldpassword", "password1", "password2"))
        if new and again and new != again:
            self.add_error("password2", "新しいパスワードと一致しません。同じものを入力してください。")
        if new and new == old:
            self.add_error("password1", "今のパスワードと違うものにしてください。")
        return self.cleaned_data
