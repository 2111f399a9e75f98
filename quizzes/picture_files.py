"""The files behind the pictures of questions: those of the editor are copied once and never change."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.permissions import permission_policy

from quizzes.pictures import CHOSEN, KEPT, LIBRARY, targets, with_targets

_SIZE = "max-1200x1200"


def picture_url(target: str) -> str:
    """Where a page finds it; a kept one is private and reaches only signed-in people."""
    if LIBRARY.fullmatch(target):
        return static(f"library/{target}")
    return reverse("media", args=[target]) if KEPT.fullmatch(target) else ""


def usable_pictures(user: AbstractBaseUser) -> QuerySet[AbstractImage]:
    """The pictures that this person may put into a question."""
    return permission_policy.instances_user_has_any_permission_for(user, ["choose", "change"])


def shown_size(image: AbstractImage) -> AbstractRendition:
    """The picture as questions show it."""
    return image.get_rendition(_SIZE)


def missing_pictures(content: Mapping[str, Any], user: AbstractBaseUser) -> list[str]:
    """Pictures that are not there, or not for this person, in words: they would be missing for whoever is asked."""
    return [f"図のファイル「{target}」がありません。" for target in targets(content) if not _exists(target, user)]


def _exists(target: str, user: AbstractBaseUser) -> bool:
    if chosen := CHOSEN.fullmatch(target):
        return usable_pictures(user).filter(pk=chosen[1]).exists()
    if KEPT.fullmatch(target):
        return default_storage.exists(target)
    return LIBRARY.fullmatch(target) is not None and finders.find(f"library/{target}") is not None


def keep_pictures(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same question, each picture of the editor replaced by a copy that stays as it is."""
    renamed = cache(_kept)
    done: dict[str, Any] = with_targets(content, renamed)
    return done


def _kept(target: str) -> str:
    chosen = CHOSEN.fullmatch(target)
    if not chosen:
        return target
    rendition = shown_size(get_image_model().objects.get(pk=chosen[1]))
    with rendition.file.open("rb") as file:
        data = file.read()
    name = f"questions/{hashlib.sha256(data).hexdigest()[:16]}{PurePath(rendition.file.name).suffix.lower()}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return name
