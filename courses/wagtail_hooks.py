"""What this room adds to the editor, and what it takes away."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from courses.offer_views import OffersView, OfferView
from courses.viewsets import TrainingGroup

_NOBODY_NEEDS = frozenset({"reports", "help", "settings"})


@hooks.register("register_admin_viewset")
def training() -> TrainingGroup:
    return TrainingGroup()


@hooks.register("construct_main_menu")
def only_what_is_needed(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in _NOBODY_NEEDS]


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    return MenuItem("職員研修へ戻る", reverse("start"), name="start", icon_name="arrow-left", order=10_000)


@hooks.register("register_admin_menu_item")
def library_updates() -> MenuItem:
    return MenuItem("教材の更新", reverse("library_offers"), name="library-offers", icon_name="download", order=260)


@hooks.register("register_admin_urls")
def library_offers() -> list[URLPattern]:
    return [
        path("library-offers/", OffersView.as_view(), name="library_offers"),
        path("library-offers/<int:pk>/", OfferView.as_view(), name="library_offer"),
    ]


@hooks.register("register_admin_urls")
def words_of_the_scripts() -> list[URLPattern]:
    """In the place of Wagtail's own list of words, which knows no other translation than its own."""
    words = JavaScriptCatalog.as_view(packages=["wagtail.admin", "courses"])
    return [path("jsi18n/", words, name="wagtailadmin_javascript_catalog")]


@hooks.register("construct_page_chooser_queryset")
def own_pages_only(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages & page_permission_policy.explorable_instances(request.user)


@hooks.register("insert_global_admin_css")
def editor_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("courses/cms.css"))
