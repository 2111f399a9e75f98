"""A bank of many questions: drawing a test from it, and finding questions in the editor."""

import gc
from collections.abc import Callable
from datetime import datetime
from random import Random
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from lms.lib.text_keys import search_key
from lms.office.bench.journeys import carry_out, page
from lms.office.bench.measuring import Stopwatch
from lms.office.bench.people import Browser
from lms.people.roles import Office
from quizzes.attempts import drawn_items
from quizzes.models import Item, ItemVersion, QuestionBank, Quiz, QuizPart

_CATEGORIES, _TAGS = 40, 7
_WORDS = (
    "標的型メール", "添付ファイル", "パスワード", "報告", "所属長", "持出し", "記録媒体", "個人情報", "窓口", "紛失",
    "漏えい", "誤送信",
)  # fmt: skip
_PAGE = 25
_SEARCHED = "第12"
_BATCH = 2000


def build_bank(questions: int, at: datetime) -> QuestionBank:
    """Approved questions of one answer out of four, in 40 categories."""
    bank = QuestionBank.objects.create(code="bench", title="計測用の問題集", office=Office.SECURITY)
    rng = Random(1)  # noqa: S311 - the same questions every time
    rows = [_item(bank, number, rng) for number in range(questions)]
    items = Item.objects.bulk_create(rows, batch_size=_BATCH)
    versions = [ItemVersion(item=one, number=1, content=one.content, author="bench", recorded_at=at) for one in items]
    ItemVersion.objects.bulk_create(versions, batch_size=_BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return bank


def _item(bank: QuestionBank, number: int, rng: Random) -> Item:
    stem = f"第{number}問　{'、'.join(rng.choices(_WORDS, k=8))}について、最も適切なものはどれですか。"
    options = [
        {"id": letter, "text": f"選択肢{letter}", "right": letter == "a", "feedback": "その選択肢の解説です。"}
        for letter in "abcd"
    ]
    content = {"kind": "single", "stem": stem, "explanation": "解説です。", "lesson_key": "", "options": options}
    return Item(
        bank=bank, key=f"q-{number:06}", kind="single", category=f"分類{number % _CATEGORIES}",
        tags=f" 目印{number % _TAGS} ", content=content, stem_key=search_key(stem), state=Item.State.APPROVED,
        version=1,
    )  # fmt: skip


def measure_bank(watch: Stopwatch, bank: QuestionBank, editor: Browser, laps: int) -> None:
    """Each figure so many times. As in the web server, what stands in memory is not searched for garbage."""
    gc.collect()
    gc.freeze()
    for name, act in (_acts(bank) | _pages(editor)).items():
        act()
        for _ in range(laps):
            with watch.lap(name):
                act()
    gc.unfreeze()


def _acts(bank: QuestionBank) -> dict[str, Callable[[], object]]:
    rng = Random(2)  # noqa: S311
    draws = min(30, bank.items.count())
    whole = Quiz.objects.create(code="bench-whole", title="計測", bank=bank, draws=draws)
    parts = Quiz.objects.create(code="bench-parts", title="計測", bank=bank, draws=draws)
    for number in range(10):
        QuizPart.objects.create(quiz=parts, category=f"分類{number}", count=max(draws // 10, 1))
    return {
        "bank_list": _found,
        "bank_search": lambda: _found(_SEARCHED),
        "bank_draw": lambda: drawn_items(whole, rng),
        "bank_draw_parts": lambda: drawn_items(parts, rng),
    }


def _pages(editor: Browser) -> dict[str, Callable[[], object]]:
    """The same as whole pages of the editor, for somebody of the office that owns the bank."""
    every = reverse("item:index")
    found = f"{every}?{urlencode({'words': _SEARCHED})}"
    return {
        "bank_list_page": lambda: carry_out(page(every), editor.ask),
        "bank_search_page": lambda: carry_out(page(found), editor.ask),
    }


def _found(words: str = "") -> tuple[int, list[Item]]:
    """What the list of the editor reads: how many there are, and one page of them."""
    own = Item.objects.filter(bank__office=Office.SECURITY).select_related()
    items = own.filter(stem_key__contains=search_key(words)) if words else own
    return items.count(), list(items[:_PAGE])
