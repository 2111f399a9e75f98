"""Layouts in the editor: each office its own."""

import base64
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.certificates.layouts.forms import DEPARTMENT_LAYOUT_PANELS, LAYOUT_PANELS, DepartmentLayoutForm, LayoutForm
from lms.certificates.layouts.glyph_viewset import GlyphViewSet
from lms.certificates.layouts.pictures import keep_picture
from lms.certificates.layouts.previewing import layout_samples
from lms.certificates.layouts.rows import DepartmentLayout, Layout
from lms.certificates.layouts.writing import write_layout
from lms.certificates.papers.design import PaperKind
from lms.certificates.papers.placeholders import has_stops
from lms.lib import clock
from lms.lib.pdf_pictures import page_picture
from lms.people.roles import Office
from quizzes.owned_viewsets import OwnedCreateView, OwnedEditView, OwnedIndexView, OwnedViewSet
from quizzes.ownership import OwnerPolicy

_WIDTH = 720
_STOPS = "本文に句読点があります。賞状の習わしでは、句読点の代わりに空白や改行で区切ります。"
# A name and an office do not change how a sample looks.
_UNSEEN = frozenset({"name", "office"})


class LayoutPolicy(OwnerPolicy):
    """An office's layouts of one kind of paper."""

    def __init__(self, model: type[Layout], kind: PaperKind) -> None:
        super().__init__(model, "office")
        self.kind = kind

    def owned_by(self, offices: Iterable[Office]) -> Q:
        return super().owned_by(offices) & Q(kind=self.kind)


class LayoutIndexView(OwnedIndexView):
    """With the trainings for which each is used."""

    def get_base_queryset(self) -> QuerySet[Layout]:
        return super().get_base_queryset().prefetch_related("for_courses__course")


class LayoutCreateView(OwnedCreateView):
    """The first version."""

    def save_instance(self) -> Layout:
        return _written(self)


class LayoutEditView(OwnedEditView):
    """Every change of how papers look makes another version; papers that were given keep theirs."""

    def save_instance(self) -> Layout:
        return _written(self)


def _written(view: LayoutCreateView | LayoutEditView) -> Layout:
    form, at = view.form, clock.now()
    if form.crest:
        keep_picture(form.crest, view.request.user.get_username(), at)
    layout = form.save(commit=False)
    layout.usual = form.cleaned_data["is_usual"]
    if has_stops(form.design.body):
        messages.warning(view.request, _STOPS)
    return write_layout(
        layout=layout, design=form.design, courses=list(form.cleaned_data.get("courses", [])),
        author=view.request.user.get_username(), at=at,
    )  # fmt: skip


def _pictures(form: LayoutForm, office: str) -> dict[str, object]:
    new = {form.crest.digest: form.crest.uri} if form.crest else {}
    samples = layout_samples(form.kind, form.design, office, clock.today(), new)
    shown = [(person, base64.b64encode(page_picture(pdf, width=_WIDTH)).decode()) for person, pdf in samples]
    return {"samples": shown, "stops": _STOPS if has_stops(form.design.body) else ""}


class LayoutViewSet(OwnedViewSet):
    model = Layout
    layout_form = LayoutForm
    name = "paper_layout"
    icon = "doc-full"
    menu_label = "修了証書の様式"
    permission_policy = LayoutPolicy(Layout, PaperKind.PERSONAL)
    add_view_class = LayoutCreateView
    index_view_class = LayoutIndexView
    edit_view_class = LayoutEditView
    edit_handler = LAYOUT_PANELS
    list_display = [
        "name",
        Column("used", label="使う研修", accessor=lambda layout: _used_for(layout)),
        "version",
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("preview/", self.preview, name="preview"),
            path("preview/<int:pk>/", self.preview, name="preview"),
        ]

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Pictures of what the form says now, for names that put it to the test."""
        policy = self.permission_policy
        if not policy.user_has_permission(request.user, "add"):
            raise Http404
        layout = self.model()
        if pk:
            layout = get_object_or_404(policy.instances_user_has_permission_for(request.user, "change"), pk=pk)
        form = self.layout_form(request.POST, request.FILES, instance=layout, for_user=request.user)
        faults = {form.fields[name].label if name in form.fields else "": errors for name, errors in form.errors.items()
                  if name not in _UNSEEN}  # fmt: skip
        office = layout.office or form.fields["office"].choices[0][0]
        content = {"faults": faults} if faults else _pictures(form, office)
        return render(request, "certificates/layout_preview.html", content)


class DepartmentLayoutViewSet(LayoutViewSet):
    model = DepartmentLayout
    layout_form = DepartmentLayoutForm
    name = "department_layout"
    menu_label = "課別修了証明書の様式"
    permission_policy = LayoutPolicy(DepartmentLayout, PaperKind.DEPARTMENT)
    edit_handler = DEPARTMENT_LAYOUT_PANELS
    list_display = [
        "name",
        Column("used", label="使用", accessor=lambda layout: "この様式で交付" if layout.usual else "―"),
        "version",
    ]


def _used_for(layout: Layout) -> str:
    codes = [row.course.code for row in layout.for_courses.all()]
    return "、".join([*codes, *(["ほかの研修（通常の様式）"] if layout.usual else [])]) or "―"


class PaperGroup(ModelViewSetGroup):
    """The menu 「証書」."""

    menu_label = "証書"
    menu_icon = "doc-full"
    menu_order = 400
    items = (LayoutViewSet, DepartmentLayoutViewSet, GlyphViewSet)
