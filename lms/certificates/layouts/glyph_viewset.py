"""字形の画像 in the editor: for the whole city, by whichever office gives papers."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Column

from lms.certificates.layouts.glyphs import code_points, draw_character, traced
from lms.certificates.layouts.rows import Glyph
from lms.lib import clock
from lms.lib.paper_fonts import characters, without_form
from lms.lib.uploaded_pictures import BadPictureError, clean_picture
from quizzes.owned_viewsets import OwnedCreateView, OwnedForm, OwnedIndexView, OwnedViewSet
from quizzes.ownership import OwnerPolicy, offices_run_by


class GlyphPolicy(OwnerPolicy):
    """Names are the whole city's: every office that gives papers adds, and nobody changes what is there."""

    def seen_by(self, user: AbstractBaseUser) -> Q:
        return Q() if offices_run_by(user) else Q(pk__in=[])

    def changed_by(self, user: AbstractBaseUser) -> Q:
        return Q(pk__in=[])


class GlyphForm(OwnedForm):
    """One character and what it looks like."""

    text = forms.CharField(
        label="文字", max_length=8, strip=True,
        help_text="職員の氏名から、その文字だけを写して貼り付けてください。画面では〓などと表示されることがあります。",
    )  # fmt: skip
    picture = forms.FileField(
        label="字形の画像", widget=forms.FileInput(attrs={"accept": ".svg,.png,.jpg,.jpeg"}),
        help_text="一文字の枠いっぱいの正方形に、白地に黒で書いた画像。SVG、又は200画素以上のPNGかJPEG、500KBまで。",
    )  # fmt: skip

    class Meta:
        model = Glyph
        fields: ClassVar = ["text"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(characters(text)) != 1:
            raise forms.ValidationError("一文字だけを入力してください。")
        if not without_form(text):
            raise forms.ValidationError("この文字は証書のフォントにあるので、画像は要りません。")
        return text

    def clean_picture(self) -> str:
        file: UploadedFile = self.cleaned_data["picture"]
        try:
            return traced(clean_picture(file.read()))
        except BadPictureError as error:
            raise forms.ValidationError(str(error)) from error


class GlyphCreateView(OwnedCreateView):
    """A shape that counts from now on."""

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.request.GET.get("text", "")}

    def get_success_buttons(self) -> list[Any]:
        """None to change it: another shape is another row."""
        return []

    def save_instance(self) -> Glyph:
        values = self.form.cleaned_data
        author = self.request.user.get_username()
        return draw_character(character=values["text"], path=values["picture"], author=author, at=clock.now())


class GlyphIndexView(OwnedIndexView):
    """The newest first; of several for one character the newest counts."""

    def get_base_queryset(self) -> QuerySet[Glyph]:
        return super().get_base_queryset().order_by("-pk")


class GlyphViewSet(OwnedViewSet):
    model = Glyph
    name = "glyph"
    icon = "edit"
    menu_label = "字形の画像"
    permission_policy = GlyphPolicy(Glyph, "")
    add_view_class = GlyphCreateView
    index_view_class = GlyphIndexView
    list_display = [
        Column("shape", label="字形", accessor=lambda glyph: _shown(glyph)),
        Column("code", label="文字コード", accessor=lambda glyph: code_points(glyph.text)),
        "recorded_at",
        "author",
    ]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return GlyphForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [one for one in super().get_urlpatterns() if one.name != "edit"]


def _shown(glyph: Glyph) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 1000 1000" width="48" height="48" role="img" aria-label="{}"><path d="{}"/></svg>',
        code_points(glyph.text), glyph.path,
    )  # fmt: skip
