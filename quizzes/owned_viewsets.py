"""Lists and forms in the editor for plain rows that an office owns. Another office's row does not exist."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from lms.lib import clock
from lms.people.roles import Office
from quizzes.configuring import record_setting
from quizzes.ownership import offices_run_by


class OwnedForm(WagtailAdminModelForm):
    """Offers only what belongs to the person's offices, and keeps what must never change once it is there."""

    # Fields that stay as they are after the row was made.
    lasting: ClassVar[tuple[str, ...]] = ()
    # Fields that point to something owned, with the way from there to the office; and by whom it must be owned.
    owned: ClassVar[Mapping[str, str]] = {}
    offices: Callable[[AbstractBaseUser], list[Office]] = staticmethod(offices_run_by)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.lasting:
            self.fields[name].disabled = self.instance.pk is not None
        for name, way in self.owned.items():
            rows = self.fields[name].queryset
            self.fields[name].queryset = rows.filter(**{f"{way}__in": self.offices(self.for_user)})
        if "office" in self.fields:
            self.fields["office"].choices = [(office.value, office.label) for office in offices_run_by(self.for_user)]


class Hidden:
    """What one may not open does not exist; Wagtail would send people to its first page with a message."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as error:
            raise Http404 from error


class OwnedIndexView(Hidden, IndexView):
    """Lists what the person may see; a link leads to what may be changed."""

    def get_base_queryset(self) -> QuerySet:
        user = self.request.user
        changeable = ExpressionWrapper(self.permission_policy.changed_by(user), output_field=BooleanField())
        seen = self.model._default_manager.filter(self.permission_policy.seen_by(user))
        return seen.annotate(changeable=changeable).select_related()

    def get_edit_url(self, instance: Model) -> str | None:
        return super().get_edit_url(instance) if instance.changeable else None


class Traced:
    """What is set leaves its trace. Views of rows that have acts of their own write theirs instead."""

    def save_instance(self) -> Model:
        with transaction.atomic():
            row = super().save_instance()
            form = self.form
            record_setting(
                row=row, before=form.initial, after={name: form.cleaned_data[name] for name in form.changed_data},
                actor=self.request.user.get_username(), at=clock.now(),
            )  # fmt: skip
        return row


class OwnedCreateView(Traced, Hidden, CreateView):
    """Adds a row."""


class OwnedEditView(Traced, Hidden, EditView):
    """Opens what the person may change."""

    def get_queryset(self) -> QuerySet:
        return self.permission_policy.instances_user_has_permission_for(self.request.user, "change")

    # Copying, deleting, history and usage are not offered, so nothing may link to them.
    def get_history_url(self) -> None:
        return None

    def get_usage_url(self) -> None:
        return None


class OwnedViewSet(ModelViewSet):
    """List, add and change."""

    index_view_class = OwnedIndexView
    add_view_class = OwnedCreateView
    edit_view_class = OwnedEditView
    copy_view_enabled = False
    add_to_reference_index = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
        ]
