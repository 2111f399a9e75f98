"""The groups of editors: what each may do in its own curriculum and nowhere else, and who approves."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.pages import CurriculumPage
from lms.people.roles import Office
from quizzes.ownership import group_name

_OFFICE_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Without publishing: what an author writes goes to the office for approval.
_AUTHOR_PAGES = ("add_page", "change_page")
_OFFICE_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
_AUTHOR_FILES = ("add_image", "choose_image", "add_document", "choose_document")
_NAMES = {Office.DX: "DX研修", Office.SECURITY: "情報セキュリティ研修"}


def grant_editing(*, office: Office, page: CurriculumPage) -> None:
    """Give the office and its authors their rights on its curriculum, as far as they do not have them yet."""
    workers, _ = Group.objects.get_or_create(name=group_name(office.role))
    authors, _ = Group.objects.get_or_create(name=group_name(office.author_role))
    collection = _collection(f"{_NAMES[office]}の教材")
    for group, on_pages, on_files in ((workers, _OFFICE_PAGES, _OFFICE_FILES), (authors, _AUTHOR_PAGES, _AUTHOR_FILES)):
        _enter(group)
        _grant_pages(group, page, on_pages)
        _grant_files(group, collection, on_files)
    if not WorkflowPage.objects.filter(page=page).exists():
        _approve_by(workers, office, page)


def _enter(group: Group) -> None:
    if not group.permissions.filter(codename="access_admin").exists():
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))


def _grant_pages(group: Group, page: CurriculumPage, codenames: Iterable[str]) -> None:
    granted = GroupPagePermission.objects.filter(group=group, page=page).values("permission")
    missing = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    rows = [GroupPagePermission(group=group, page=page, permission=p) for p in missing.exclude(pk__in=granted)]
    if rows:
        GroupPagePermission.objects.bulk_create(rows)


def _grant_files(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    granted = GroupCollectionPermission.objects.filter(group=group, collection=collection).values("permission")
    # Wagtail asks for the permissions of its own image and document models, whichever models are in use.
    missing = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    ).exclude(pk__in=granted)
    rows = [GroupCollectionPermission(group=group, collection=collection, permission=p) for p in missing]
    if rows:
        GroupCollectionPermission.objects.bulk_create(rows)


def _collection(name: str) -> Collection:
    return Collection.objects.filter(name=name).first() or Collection.get_first_root_node().add_child(name=name)


def _approve_by(group: Group, office: Office, page: CurriculumPage) -> None:
    """Send what authors submit below `page` to the office."""
    name = f"{_NAMES[office]}の承認"
    workflow = Workflow.objects.filter(name=name).first() or _workflow(group, name)
    WorkflowPage.objects.create(workflow=workflow, page=page)


def _workflow(group: Group, name: str) -> Workflow:
    task = GroupApprovalTask.objects.create(name=f"{group.name}の承認")
    task.groups.add(group)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
