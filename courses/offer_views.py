"""教材の更新, in the editor: what the library newly says of things that the city has changed, and the choice."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from courses.library_part import LibraryOffer
from courses.loading.comparing import beside
from courses.loading.offers import OfferError, keep_own, offered, take_offered
from courses.loading.wording import lines_of
from lms.lib import clock
from quizzes.models import Item
from quizzes.ownership import offices_run_by, offices_written_for


def offers_seen_by(user: AbstractBaseUser) -> QuerySet[LibraryOffer]:
    return LibraryOffer.objects.filter(office__in=offices_written_for(user))


def may_choose(user: AbstractBaseUser, row: LibraryOffer) -> bool:
    """Whoever may change a page makes its draft; everything else is the office's."""
    if isinstance(row.thing, Page):
        return row.thing.permissions_for_user(user).can_edit()
    return row.office in offices_run_by(user)


def has_drafts(thing: Model) -> bool:
    return isinstance(thing, Page | Item)


class _Updates(WagtailAdminTemplateMixin, TemplateView):
    """What both pages have: the way to them."""

    page_title = "教材の更新"
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": reverse("library_offers"), "label": self.page_title}]


class OffersView(_Updates):
    """The list."""

    template_name = "courses/offers/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = offers_seen_by(self.request.user).select_related("thing_type").prefetch_related("thing")
        return super().get_context_data(**kwargs) | {"offers": [row for row in rows if row.thing is not None]}


class OfferView(_Updates):
    """One thing: both texts beside each other, and the choice."""

    template_name = "courses/offers/offer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.row = get_object_or_404(offers_seen_by(request.user), pk=kwargs["pk"])
        if self.row.thing is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.row.thing)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing = self.row.thing
        return super().get_context_data(**kwargs) | {
            "offer": self.row, "rows": beside(lines_of(thing), lines_of(offered(self.row))),
            "drafts": has_drafts(thing), "chooses": may_choose(self.request.user, self.row),
        }  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_choose(request.user, self.row):
            raise Http404
        act = {"keep": keep_own, "take": take_offered}.get(request.POST.get("choice", ""))
        if act is None:
            raise Http404
        thing, path = self.row.thing, self.row.path
        try:
            act(row=self.row, user=request.user, at=clock.now())
        except OfferError as error:
            messages.error(request, str(error))
            return redirect("library_offer", self.row.pk)
        messages.success(request, f"「{path}」の選択を記録しました。")
        return redirect(_next(thing) if act is take_offered else reverse("library_offers"))


def _next(thing: Model) -> str:
    """Where a draft is looked at, compared and sent on; the list for what has no drafts."""
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:revisions_compare", args=[thing.pk, "live", "latest"])
    return reverse("item:edit", args=[thing.pk]) if isinstance(thing, Item) else reverse("library_offers")
