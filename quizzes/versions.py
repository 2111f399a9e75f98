"""Questions and their versions: keeping them, and reading what a paper asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lms.ledger.appending import append
from lms.lib.text_keys import search_key
from quizzes.drawing import Paper
from quizzes.kinds import Content
from quizzes.models import Item, ItemVersion


def contents(paper: Paper) -> list[Content]:
    """What each question of a paper says, in the order asked. One query."""
    wanted = [question.version for question in paper.questions]
    found = dict(ItemVersion.objects.filter(pk__in=wanted).order_by().values_list("pk", "content"))
    return [found[pk] for pk in wanted]


def current_versions(items: Sequence[int]) -> list[ItemVersion]:
    """The newest version of each of these questions, in their order. One query."""
    found = {version.item_id: version for version in ItemVersion.objects.current().filter(item__in=items).order_by()}
    return [found[item] for item in items]


@transaction.atomic
def write_item(*, item: Item, author: str, at: datetime) -> None:
    """Keep a question, new or changed. Where what it says is new, that is another version."""
    versions = keep_item(item=item, author=author, at=at)
    append(
        actor=author, action="問題の記録", subject=f"item {item.pk}", at=at,
        payload={"state": item.state, "version": item.version}, facts=versions,
    )  # fmt: skip


@transaction.atomic
def change_items(*, items: QuerySet[Item], changes: Mapping[str, str], author: str, at: datetime) -> int:
    """Put many questions into another state or category in one go, leaving one trace; says how many there were."""
    chosen = list(items.values_list("pk", flat=True))
    if chosen:
        Item.objects.filter(pk__in=items.values("pk")).update(**changes)
        payload = {"items": chosen, "changes": dict(changes)}
        append(actor=author, action="問題の一括変更", subject=f"{len(chosen)} items", at=at, payload=payload)
    return len(chosen)


def keep_item(*, item: Item, author: str, at: datetime) -> list[ItemVersion]:
    """As `write_item`, for a bulk act that leaves one trace of all it did; gives the version that it made, if any."""
    last = item.versions.order_by("-number").first() if item.pk else None
    fresh = last is None or last.content != item.content
    item.version = (last.number if last else 0) + fresh
    item.author = item.author or author
    item.kind, item.stem_key = item.content["kind"], search_key(item.content["stem"])
    item.save()
    if not fresh:
        return []
    return [
        ItemVersion.objects.create(
            item=item, number=item.version, content=item.content, author=author, recorded_at=at
        )
    ]  # fmt: skip
