"""The forms of layouts in the editor."""

from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList

from courses.models import Course
from lms.certificates.layouts.rows import DepartmentLayout, Layout
from lms.certificates.layouts.using import permission, standard_design
from lms.certificates.papers.design import Border, Code, Design, Form, PaperKind, Seal
from lms.certificates.papers.placeholders import PLACEHOLDERS, faults
from lms.lib import clock
from lms.lib.uploaded_pictures import BadPictureError, CleanPicture, picture_for_papers
from lms.people.models import OfficeHolder
from quizzes.owned_viewsets import OwnedForm

# Millimetres, as the style sheets of papers print it.
_CREST = 18
_BODY_HELP = (
    "賞状の習わしでは、句読点を使わず、空白や改行で区切ります。改行した所で行が変わります。"
    f"差し込みには{'、'.join(f'{{{word}}}' for word in PLACEHOLDERS)}が使えます。"
)


class LayoutForm(OwnedForm):
    """A layout of 修了証書 through plain fields; `design` is what they say."""

    kind = PaperKind.PERSONAL
    viewset = "paper_layout"

    class Media:
        js = ("certificates/layout_form.js",)
        css: ClassVar = {"all": ("certificates/layout_form.css",)}

    class Meta:
        model = Layout
        fields: ClassVar = ["office", "name"]

    lasting = ("office",)
    owned = {"courses": "office"}

    is_usual = forms.BooleanField(
        label="通常の様式にする", required=False,
        help_text="様式を選んでいない研修の修了証書を、この様式で交付します。それまでの通常の様式に代わります。",
    )  # fmt: skip
    courses = forms.ModelMultipleChoiceField(
        label="この様式を使う研修", queryset=Course.objects.taught(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text="ほかの様式で選んでいた研修は、この様式に移ります。",
    )  # fmt: skip
    form = forms.ChoiceField(label="書字方向と用紙", choices=Form.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="表題", max_length=12)
    body = forms.CharField(label="本文", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_BODY_HELP)
    border = forms.ChoiceField(label="枠", choices=Border.choices, widget=forms.RadioSelect)
    crest_file = forms.FileField(
        label="紋章", required=False, widget=forms.FileInput(attrs={"accept": ".svg,.png,.jpg,.jpeg"}),
        help_text="表題の上に印刷します。SVG、PNG又はJPEG、500KBまで。18mm四方に、64色までで印刷します。選ばなければ今のままです。",
    )  # fmt: skip
    without_crest = forms.BooleanField(label="紋章を印刷しない", required=False)
    signer = forms.ChoiceField(
        label="名義人", choices=OfficeHolder.Office.choices, help_text="交付日に在職する人の職名と氏名を印刷します。"
    )
    seal = forms.ChoiceField(label="公印の欄", choices=Seal.choices, widget=forms.RadioSelect)
    code = forms.ChoiceField(label="照合用の二次元コード", choices=Code.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        office = self.instance.office or self.fields["office"].choices[0][0]
        self.before = self.instance.design if self.instance.content else standard_design(office, self.kind)
        self.initial |= asdict(self.before) | {"is_usual": self.instance.usual}
        if self.instance.pk:
            self.initial["courses"] = Course.objects.filter(certificate_layout__layout=self.instance)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        if found := faults(body):
            raise forms.ValidationError(found)
        return body

    def clean_crest_file(self) -> CleanPicture | None:
        file: UploadedFile | None = self.cleaned_data["crest_file"]
        try:
            return picture_for_papers(file.read(), _CREST) if file else None
        except BadPictureError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        office = self.instance.office if self.instance.pk else values.get("office")
        if values.get("seal") == Seal.PICTURE and not (office and permission(office, clock.today())):
            self.add_error("seal", "印影を印刷する許可が登録されていません。システム管理者に登録を依頼してください。")
        return values

    @property
    def crest(self) -> CleanPicture | None:
        """A crest that is not kept yet."""
        return None if self.cleaned_data["without_crest"] else self.cleaned_data["crest_file"]

    @property
    def design(self) -> Design:
        values = self.cleaned_data
        kept = "" if values["without_crest"] else self.before.crest
        words = asdict(self.before) | {name: values[name] for name in asdict(self.before) if name in values}
        return Design(**words | {"crest": self.crest.digest if self.crest else kept})

    @property
    def preview_address(self) -> str:
        return reverse(f"{self.viewset}:preview", args=[self.instance.pk] if self.instance.pk else [])


class DepartmentLayoutForm(LayoutForm):
    """What an office lays down about its 課別修了証明書; printing a seal is permitted for 修了証書 alone."""

    kind = PaperKind.DEPARTMENT
    viewset = "department_layout"
    owned: ClassVar = {}
    form = body = courses = None

    class Meta(LayoutForm.Meta):
        model = DepartmentLayout

    is_usual = forms.BooleanField(
        label="この様式で交付する", required=False,
        help_text="この担当の課別修了証明書を、この様式で交付します。それまでの様式に代わります。",
    )  # fmt: skip
    seal = forms.ChoiceField(
        label="公印の欄", widget=forms.RadioSelect, choices=[one for one in Seal.choices if one[0] != Seal.PICTURE]
    )


def _panel(heading: str, *names: str) -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading)


LAYOUT_PANELS = ObjectList(
    [
        _panel("様式", "office", "name"),
        _panel("文面", "form", "title", "body", "signer"),
        _panel("飾りと印", "border", "crest_file", "without_crest", "seal", "code"),
        HelpPanel(template="certificates/layout_preview_panel.html", heading="見本"),
        _panel("使う研修", "is_usual", "courses"),
        HelpPanel(template="certificates/layout_versions.html", heading="版"),
    ],
    base_form_class=LayoutForm,
)
DEPARTMENT_LAYOUT_PANELS = ObjectList(
    [
        _panel("様式", "office", "name", "is_usual"),
        _panel("文面", "title", "signer"),
        _panel("飾りと印", "border", "crest_file", "without_crest", "seal", "code"),
        HelpPanel(template="certificates/layout_preview_panel.html", heading="見本"),
        HelpPanel(template="certificates/layout_versions.html", heading="版"),
    ],
    base_form_class=DepartmentLayoutForm,
)
