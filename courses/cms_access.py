"""Who may enter the editor (/cms/), and what of it exists for them. Roles decide, read for the day of the request."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.permissions import page_permission_policy

from lms.people.visibility import Viewer
from quizzes.ownership import CONTENT_ROLES, group_name

PREFIX = "/cms/"

# Everything else of the Wagtail admin - its sign-in, reports, accounts, groups, workflows, tags - is not for editors.
_OPEN_NAMESPACES = frozenset({
    "wagtailadmin_pages", "wagtailadmin_api:pages", "wagtailadmin_editing_sessions", "wagtailimages", "wagtaildocs",
    "wagtailimages_chooser", "wagtaildocs_chooser", "questionbank", "item", "quiz", "allowance", "course", "curriculum",
    "curriculumcourse", "cityrule", "glossaryterm", "faqentry", "paper_layout", "department_layout", "glyph",
})  # fmt: skip
_OPEN_NAMES = frozenset({
    "wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_explore", "wagtailadmin_explore_results",
    "wagtail_bulk_action", "wagtailadmin_choose_page", "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search", "wagtailadmin_logout", "wagtailadmin_dismissibles", "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog", "wagtailadmin_block_preview", "library_offers", "library_offer",
})  # fmt: skip
# Lists over the whole tree, whoever it belongs to; and what makes no sense for pages that are never public.
_CLOSED_NAMES = frozenset({"type_use", "type_use_results", "convert_alias", "set_privacy", "copy", "url_generator"})

# What the addresses of the Wagtail admin name, by the names of their parts.
_NAMED = {
    "page_id": "page", "parent_page_id": "page", "page_to_move_id": "page", "destination_id": "page",
    "image_id": "image", "document_id": "document", "doc_id": "document",
}  # fmt: skip
_CHOSEN = {"wagtailimages_chooser": "image", "wagtaildocs_chooser": "document", "wagtailadmin_api:pages": "page"}
_IN_BULK = {"page": "page", "lessonimage": "image", "lessondocument": "document"}
_FILE_ACTIONS = ("change", "delete", "choose")
_VISIBLE: dict[str, Callable[[AbstractBaseUser], QuerySet]] = {
    "page": page_permission_policy.explorable_instances,
    "image": lambda user: image_policy.instances_user_has_any_permission_for(user, _FILE_ACTIONS),
    "document": lambda user: document_policy.instances_user_has_any_permission_for(user, _FILE_ACTIONS),
}


class CmsAccess:
    """Answers 404 under /cms/ to everybody without a content role, and about whatever belongs to another office."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith(PREFIX):
            return None
        if not request.user.is_authenticated:
            return _sign_in(request)
        roles = _join_groups(request.user, request.viewer)
        if not roles or not _is_open(request.resolver_match) or not _all_visible(request):
            raise Http404
        return None


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    # Wagtail sends people to its own sign-in after signing out.
    at_own_sign_in = request.resolver_match.url_name == "wagtailadmin_login"
    return redirect_to_login(PREFIX if at_own_sign_in else request.get_full_path(), settings.LOGIN_URL)


def _join_groups(user: AbstractBaseUser, viewer: Viewer) -> set[str]:
    """Put the account into the groups of today's roles and no others; their names."""
    names = {group_name(role) for role in CONTENT_ROLES if viewer.has(role)}
    if names != set(user.groups.values_list("name", flat=True)):
        user.groups.set(Group.objects.filter(name__in=names))
    return names


def _is_open(match: ResolverMatch) -> bool:
    if match.namespace:
        return match.namespace in _OPEN_NAMESPACES and match.url_name not in _CLOSED_NAMES
    return match.url_name in _OPEN_NAMES


def _all_visible(request: HttpRequest) -> bool:
    """Whether everything that the address names exists for this person."""
    return all(_visible(request.user, kind, ids) for kind, ids in _named(request))


def _visible(user: AbstractBaseUser, kind: str, ids: Iterable[Any]) -> bool:
    wanted = {int(i) for i in ids if str(i).isdecimal()}
    return not wanted or _VISIBLE[kind](user).filter(pk__in=wanted).distinct().count() == len(wanted)


def _named(request: HttpRequest) -> list[tuple[str, list[Any]]]:
    match, given = request.resolver_match, request.GET
    named = [(_NAMED[name], [value]) for name, value in match.kwargs.items() if name in _NAMED]
    if match.url_name == "revisions_compare":
        named.append(("page", [match.args[0]]))
    if match.namespace in _CHOSEN:
        named.append((_CHOSEN[match.namespace], [match.kwargs.get("pk", ""), *given.getlist("id")]))
    if match.url_name == "wagtail_bulk_action":
        if match.kwargs["model_name"] not in _IN_BULK:
            raise Http404
        named.append((_IN_BULK[match.kwargs["model_name"]], given.getlist("id")))
        named.append(("page", given.getlist("childOf") if match.kwargs["model_name"] == "page" else []))
    return named
