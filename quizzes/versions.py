"""Questions and their versions: keeping them, and reading what a paper asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_

from django.db import transaction
from django.db.models import BigIntegerField, Q, QuerySet

from lms.ledger.appending import append
from lms.lib.prepared import Parameter, Prepared
from lms.lib.text_keys import search_key
from quizzes.drawing import Paper
from quizzes.kinds import Content
from quizzes.models import Item, ItemVersion


def contents(paper: Paper) -> list[Content]:
    """What each question of a paper says, in the order asked. At most one query."""
    return contents_of([question.version for question in paper.questions])


def contents_of(versions: Sequence[int]) -> list[Content]:
    """What these versions say. A version never changes, so a process reads it once; at most one query."""
    known = {pk: content for pk in versions if (content := _remembered.get(pk)) is not None}
    if missing := set(versions) - known.keys():
        read = dict(ItemVersion.objects.filter(pk__in=missing).order_by().values_list("pk", "content"))
        if len(_remembered) + len(read) > _MOST_REMEMBERED:
            forget_contents()
        _remembered.update(read)
        known |= read
    return [known[pk] for pk in versions]


def forget_contents() -> None:
    """Read them again at the next asking; a database that was rolled back or replaced gives its numbers anew."""
    _remembered.clear()


# A content is 1 to 2 kB.
_MOST_REMEMBERED = 10_000
_remembered: dict[int, Content] = {}


def current_versions(items: Sequence[int]) -> list[ItemVersion]:
    """The newest version of each of these questions, in their order: number and content. At most two queries."""
    newest = dict(_newest(len(items))(**{f"item{place}": item for place, item in enumerate(items)}))
    chosen = [newest[item] for item in items]
    return [ItemVersion(pk=pk, content=content) for pk, content in zip(chosen, contents_of(chosen), strict=True)]


@lru_cache(maxsize=64)
def _newest(count: int) -> Prepared:
    """Pairs of a question and its newest version, of so many questions: a test asks the same number each time."""
    items = (Q(item=Parameter(f"item{place}", BigIntegerField())) for place in range(count))
    rows = ItemVersion.objects.current().filter(reduce(or_, items)).order_by().values_list("item_id", "pk")
    return Prepared(lambda: rows)


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
    # Of two who save at once, the later waits, so that each makes a version of its own.
    Item.objects.select_for_update().filter(pk=item.pk).first()
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
