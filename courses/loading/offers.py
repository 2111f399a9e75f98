"""What a load kept back because an editor had changed it: offered to its office, which keeps its words or takes these.

Pages and questions get the new words as a draft, which goes the way of approval; the rest has no drafts and is changed.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Manager, Model
from wagtail.blocks import StreamValue
from wagtail.models import Page

from courses.library_part import LibraryOffer, LibraryPart
from courses.loading.parts import CONTENT, KeptBack, take_over
from lms.ledger.appending import append
from lms.people.roles import Office
from quizzes.models import Item, QuizPart
from quizzes.versions import write_item

_PART = ("key", "category", "tag", "count")


class OfferError(Exception):
    """The new words cannot be taken now. The message is for the person who wanted it."""


def offer(kept_back: Iterable[KeptBack], offices: Mapping[str, Office]) -> None:
    """Let the offers be exactly these; nothing new, nothing written. `offices`: by the first part of a path."""
    standing = dict(LibraryOffer.objects.values_list("path", "digest"))
    wanted = {kept.path: kept for kept in kept_back}
    if gone := [path for path, digest in standing.items() if path not in wanted or wanted[path].digest != digest]:
        LibraryOffer.objects.filter(path__in=gone).delete()
    fresh = [_row(kept, offices) for path, kept in wanted.items() if standing.get(path) != kept.digest]
    if fresh:
        LibraryOffer.objects.bulk_create(fresh)


def _row(kept: KeptBack, offices: Mapping[str, Office]) -> LibraryOffer:
    root = kept.path.split("/")[0]
    return LibraryOffer(
        path=kept.path, office=getattr(kept.wanted, "office", None) or offices[root], digest=kept.digest,
        content={name: _plain(getattr(kept.wanted, name)) for name in CONTENT[type(kept.wanted)]},
        thing_type=ContentType.objects.get_for_model(kept.current), thing_id=kept.current.pk,
    )  # fmt: skip


def offered(row: LibraryOffer) -> Model:
    """The thing as the library has it, not in the database."""
    return row.thing_type.model_class()(**{name: _given(name, value) for name, value in row.content.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, Manager):
        return [{name: getattr(part, name) for name in _PART} for part in value.all()]
    return value.get_prep_value() if isinstance(value, StreamValue) else value


def _given(name: str, value: Any) -> Any:
    """As the constructor of the model takes it."""
    if name == "parts":
        return [QuizPart(**part) for part in value]
    return json.dumps(value) if name == "body" and isinstance(value, list) else value


# ---- what the office answers ----------------------------------------------------------------------------------------


@transaction.atomic
def keep_own(*, row: LibraryOffer, user: AbstractBaseUser, at: datetime) -> None:
    """The city's words stay, until the library brings others again."""
    _answer(row, "市の文を残す", user, at)


@transaction.atomic
def take_offered(*, row: LibraryOffer, user: AbstractBaseUser, at: datetime) -> None:
    """The library's words, as a draft where there are drafts. Raises OfferError."""
    thing = row.thing
    if isinstance(thing, Page) and (thing.get_lock() or thing.workflow_in_progress):
        raise OfferError("承認を待っている下書きがあるか、編集が止められています。先にそのページで済ませてください。")
    take_over(thing, offered(row))
    if isinstance(thing, Page):
        thing.save_revision(user=user, log_action=True)
    elif isinstance(thing, Item):
        thing.state = Item.State.DRAFT
        write_item(item=thing, author=user.get_username(), at=at)
    else:
        thing.save()
    _answer(row, "新しい文にする", user, at)


def _answer(row: LibraryOffer, choice: str, user: AbstractBaseUser, at: datetime) -> None:
    LibraryPart.objects.update_or_create(path=row.path, defaults={"digest": row.digest})
    append(actor=user.get_username(), action="教材の更新の選択", subject=row.path, at=at, payload={"choice": choice})
    row.delete()
