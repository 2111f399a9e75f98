"""教材を探す in a library of many pages."""

import gc
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

from courses.searching.finding import find
from lms.office.bench.measuring import Stopwatch

# Words that stand nearly everywhere and words that are rare, other spellings, several words, sentences, and nothing.
QUESTIONS = (
    "セキュリティ", "情報", "報告", "職員", "個人情報", "パスワード", "ｾｷｭﾘﾃｨ", "せきゅりてぃ", "標的型メール",
    "フィッシング", "USBをなくした", "取り扱い", "委託　契約", "マイナンバー", "生成AI", "怪しいメールが来た", "ＲＰＡ",
    "個人情報 持ち出し 申請", "デジタル化とDXの違い", "業務改善", "鍵", "バックアップ", "在宅勤務", "どこにもない言葉",
)  # fmt: skip
_MOST = 30


@dataclass(frozen=True)
class SearchEffort:
    """Pages, よくある質問 beside them, and how often each question is asked."""

    pages: int = 5000
    faq: int = 300
    laps: int = 5


def measured_search(effort: SearchEffort, letters: int) -> dict[str, Any]:
    """Queries and milliseconds of a search in pages of so many letters, and of the processor; ready for JSON.

    Nothing is asked before it is measured: what a process works out the first time it reads a page is in it.
    """
    watch = Stopwatch()
    # As in the web server, what stands in memory is not searched for garbage.
    gc.collect()
    gc.freeze()
    used = time.process_time()
    for _ in range(effort.laps):
        for question in QUESTIONS:
            with watch.lap("search"):
                find(question, most=_MOST)
    used = time.process_time() - used
    gc.unfreeze()
    figure = watch.figures()["search"]
    result = {"database": connection.display_name, "letters": letters, "cpu_ms": 1000 * used / figure.laps}
    return result | asdict(effort) | asdict(figure)
