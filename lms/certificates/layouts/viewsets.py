"""Layouts in the editor: each office its own."""

import base64

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.certificates.layouts.forms import LAYOUT_PANELS, LayoutForm
from lms.certificates.layouts.glyph_viewset import GlyphViewSet
from lms.certificates.layouts.pictures import keep_picture
from lms.certificates.layouts.previewing import layout_samples
from lms.certificates.layouts.rows import Layout
from lms.certificates.layouts.writing import write_layout
from lms.certificates.papers.placeholders import has_stops
from lms.lib import clock
from lms.lib.pdf_pictures import page_picture
from quizzes.owned_viewsets import OwnedCreateView, OwnedEditView, OwnedIndexView, OwnedViewSet
from quizzes.ownership import OwnerPolicy

_WIDTH = 720
_POLICY = OwnerPolicy(Layout, "office")
_STOPS = "本文に句読点があります。賞状の習わしでは、句読点の代わりに空白や改行で区切ります。"
# A name and an office do not change how a sample looks.
_UNSEEN = frozenset({"name", "office"})


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
        layout=layout, design=form.design, courses=list(form.cleaned_data["courses"]),
        author=view.request.user.get_username(), at=at,
    )  # fmt: skip


@require_POST
def layout_preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Pictures of what the form says now, for people whose names put it to the test."""
    if not _POLICY.user_has_permission(request.user, "add"):
        raise Http404
    layout = Layout()
    if pk:
        layout = get_object_or_404(_POLICY.instances_user_has_permission_for(request.user, "change"), pk=pk)
    form = LayoutForm(request.POST, request.FILES, instance=layout, for_user=request.user)
    faults = {form.fields[name].label if name in form.fields else "": errors for name, errors in form.errors.items()
              if name not in _UNSEEN}  # fmt: skip
    content = {"faults": faults} if faults else _pictures(form, layout.office or form.fields["office"].choices[0][0])
    return render(request, "certificates/layout_preview.html", content)


def _pictures(form: LayoutForm, office: str) -> dict[str, object]:
    new = {form.crest.digest: form.crest.uri} if form.crest else {}
    shown = [
        (person, base64.b64encode(page_picture(pdf, width=_WIDTH)).decode())
        for person, pdf in layout_samples(form.design, office, clock.today(), new)
    ]
    return {"samples": shown, "stops": _STOPS if has_stops(form.design.body) else ""}


class LayoutViewSet(OwnedViewSet):
    model = Layout
    name = "paper_layout"
    icon = "doc-full"
    menu_label = "様式"
    permission_policy = _POLICY
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
            path("preview/", layout_preview, name="preview"),
            path("preview/<int:pk>/", layout_preview, name="preview"),
        ]


def _used_for(layout: Layout) -> str:
    codes = [row.course.code for row in layout.for_courses.all()]
    return "、".join([*codes, *(["ほかの研修（通常の様式）"] if layout.usual else [])]) or "―"


class PaperGroup(ModelViewSetGroup):
    """The menu 「修了証書」."""

    menu_label = "修了証書"
    menu_icon = "doc-full"
    menu_order = 400
    items = (LayoutViewSet, GlyphViewSet)
