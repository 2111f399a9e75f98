"""Lists and forms in the editor for plain rows that an office owns. Another office's row does not exist."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import BooleanField, ExpressionWrapper, Model, QuerySet
from django.urls import URLPattern, path
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from quizzes.ownership import offices_run_by, offices_written_for


class OwnedForm(WagtailAdminModelForm):
    """Offers only what belongs to the person's offices, and keeps what must never change once it is there."""

    # Fields that stay as they are after the row was made.
    lasting: ClassVar[tuple[str, ...]] = ()
    # Fields that point to something owned, with the way from there to the office.
    owned: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.lasting:
            self.fields[name].disabled = self.instance.pk is not None
        for name, way in self.owned.items():
            offices = offices_written_for(self.for_user)
            self.fields[name].queryset = self.fields[name].queryset.filter(**{f"{way}__in": offices})
        if "office" in self.fields:
            self.fields["office"].choices = [(office.value, office.label) for office in offices_run_by(self.for_user)]


class OwnedIndexView(IndexView):
    """Lists what the person may see; a link leads to what may be changed."""

    def get_base_queryset(self) -> QuerySet:
        user = self.request.user
        changeable = ExpressionWrapper(self.permission_policy.changed_by(user), output_field=BooleanField())
        seen = self.model._default_manager.filter(self.permission_policy.seen_by(user))
        return seen.annotate(changeable=changeable).select_related()

    def get_edit_url(self, instance: Model) -> str | None:
        return super().get_edit_url(instance) if instance.changeable else None


class OwnedEditView(EditView):
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
