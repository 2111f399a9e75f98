"""Which office's content an account may edit. Its groups follow from dated roles whenever it enters the editor."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.people.roles import Office, Role

CONTENT_ROLES = tuple(role for office in Office for role in (office.role, office.author_role))

_EDITS = frozenset({"add", "change"})


def group_name(role: Role) -> str:
    """An editors' group is called as its role is."""
    return str(role.label)


def roles_of(user: AbstractBaseUser) -> frozenset[Role]:
    """The content roles whose groups this account is in; read once for one request's user."""
    if not hasattr(user, "_content_roles"):
        names = set(user.groups.values_list("name", flat=True)) if user.is_authenticated else set()
        user._content_roles = frozenset(role for role in CONTENT_ROLES if group_name(role) in names)
    return user._content_roles


def offices_run_by(user: AbstractBaseUser) -> list[Office]:
    """The offices this account works for."""
    return [office for office in Office if office.role in roles_of(user)]


def offices_written_for(user: AbstractBaseUser) -> list[Office]:
    """The offices this account writes material for, as their author or as the office itself."""
    return [office for office in Office if {office.role, office.author_role} & roles_of(user)]


class OwnerPolicy(BasePermissionPolicy):
    """An office adds and changes what is its own and sees nothing of the other's. Nobody deletes: facts may need it."""

    def __init__(self, model: type[Model], office_field: str) -> None:
        super().__init__(model)
        self.office_field = office_field

    def owned_by(self, offices: Iterable[Office]) -> Q:
        return Q(**{f"{self.office_field}__in": offices})

    def seen_by(self, user: AbstractBaseUser) -> Q:
        return self.owned_by(offices_run_by(user))

    def changed_by(self, user: AbstractBaseUser) -> Q:
        return self.owned_by(offices_run_by(user))

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in _EDITS and bool(offices_run_by(user))

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Model) -> bool:
        return self.instances_user_has_permission_for(user, action).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: AbstractBaseUser, actions: Iterable[str]) -> QuerySet:
        if "change" not in actions:
            return self.model._default_manager.none()
        return self.model._default_manager.filter(self.changed_by(user))


class DraftPolicy(OwnerPolicy):
    """As above; besides, an author sees and adds for an office, and changes what that office has not approved yet."""

    def seen_by(self, user: AbstractBaseUser) -> Q:
        return self.owned_by(offices_written_for(user))

    def changed_by(self, user: AbstractBaseUser) -> Q:
        return super().changed_by(user) | self.owned_by(offices_written_for(user)) & Q(state="draft")

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in _EDITS and bool(offices_written_for(user))
