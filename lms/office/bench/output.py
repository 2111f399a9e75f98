"""The figures of one run or of several beside each other, as lines of text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lms.certificates.papers.fitting import cells

# Names of figures, and what people read.
PAGES = {
    "desk": "受ける研修",
    "course": "研修のページ",
    "lesson": "章",
    "test_start": "受験の開始",
    "answer_save": "解答1問の保存",
    "submit_and_grade": "提出・採点・修了",
    "whole_test": "理解度テスト全体（1人）",
    "answer_by_answer": "同（解答を1問ずつ保存）",
    "report_page": "受講状況（画面）",
    "report_csv": "受講状況（CSV）",
    "give_certificates": "修了証書の交付（一括）",
    "draw_certificate": "修了証書の作成（1枚、署名なし）",
    "draw_signed": "同（署名あり）",
    "bank_list": "問題集2万問：一覧",
    "bank_search": "問題集2万問：語句で検索",
    "bank_list_page": "問題集2万問：一覧の画面",
    "bank_search_page": "問題集2万問：検索の画面",
    "bank_draw": "問題集2万問：30問を全体から出題",
    "bank_draw_parts": "問題集2万問：30問を10分類から出題",
}
RATES = {
    "smallest": "最小の画面（比較の基準）",
    "desk": "受ける研修",
    "course": "研修のページ",
    "lesson": "章",
    "whole_test": "理解度テスト全体（8人）",
    "answer_by_answer": "同（解答を1問ずつ保存）",
    "answer_save": "解答1問の保存",
    "submit_and_grade": "提出・採点・修了",
}
_BANK = {name: label for name, label in PAGES.items() if name.startswith("bank_")}
_GOALS = (
    RATES
    | _BANK
    | {
        "report_csv": "受講状況（CSV）",
        "certificate": "修了証書1枚（100枚一括、署名なし）",
        "papers": "修了証書の作成・署名・保存（2プロセス）",
        "worker_memory": "同（1プロセスの最大メモリー）",
    }
)
_UNITS = {
    "/s": "件/秒",
    "ms": "ミリ秒",
    "% of smallest": "％（最小の画面に対して）",
    "plain ways": "倍（単純な方法に対して）",
    "MB": "MB",
}
_GAP = "  "

Result = Mapping[str, Any]
Row = list[str]


def lines(results: Sequence[Result]) -> Iterator[str]:
    """Everything, with a group of columns for each run."""
    for result in results:
        yield _heading(result)
    yield ""
    yield from _aligned(_pages(results))
    yield ""
    yield from _aligned(_rates(results))
    yield ""
    yield from _aligned(_papers(results))
    yield ""
    yield from _aligned(_goals(results))


def _heading(result: Result) -> str:
    city, machine = result["city"], result["machine"]
    versions = "、".join(f"{name} {version}" for name, version in machine["versions"].items())
    people = (
        f"職員{city['staff']}人、{city['departments']}所属、{city['courses']}研修、修了{city['done_percent']:.0f}％"
    )
    return f"{result['database']}　{result['date']}　{machine['cores']}コア　{people}　（{versions}）"


def _databases(results: Sequence[Result], columns: int) -> Row:
    return [cell for result in results for cell in (result["database"], *[""] * (columns - 1))]


def _pages(results: Sequence[Result]) -> Iterator[Row]:
    yield ["1プロセスの中で", *_databases(results, 3)]
    yield ["", *["問合せ", "中央値ms", "95%値ms"] * len(results)]
    for name, label in PAGES.items():
        figures = [result["pages"][name] for result in results]
        yield [label, *(cell for figure in figures for cell in _figure(figure))]


def _figure(figure: Mapping[str, Any]) -> Row:
    return [str(figure["queries"]), f"{figure['median_ms']:.1f}", f"{figure['p95_ms']:.1f}"]


def _rates(results: Sequence[Result]) -> Iterator[Row]:
    yield ["ウェブサーバーを通して（8接続）", *_databases(results, 3)]
    yield ["", *["件/秒", "中央値ms", "負荷側CPU"] * len(results)]
    for name, label in RATES.items():
        rates = [result["server"][name] for result in results]
        yield [label, *(cell for rate in rates for cell in _rate(rate))]


def _rate(rate: Mapping[str, Any]) -> Row:
    return [f"{rate['per_second']:.1f}", f"{rate['median_ms']:.1f}", f"{rate['load_processors']:.2f}"]


def _papers(results: Sequence[Result]) -> Iterator[Row]:
    yield ["修了証書の作成・署名・保存", *_databases(results, 2)]
    yield ["", *["枚数", "枚/秒"] * len(results)]
    for name, label in (("", "バックグラウンドの2プロセス"), ("plain_", "単純な方法の1プロセス")):
        found = [result["papers"] for result in results]
        figures = [(str(one[f"{name}papers"]), f"{one[f'{name}per_second']:.1f}") for one in found]
        yield [label, *(cell for figure in figures for cell in figure)]


def _goals(results: Sequence[Result]) -> Iterator[Row]:
    yield ["目標", "", *_databases(results, 2)]
    for goals in zip(*(result["goals"] for result in results), strict=True):
        first = goals[0]
        limit = f"{first['goal']:.0f}{_UNITS[first['unit']]}{'未満' if first['below'] else '以上'}"
        found = [cell for goal in goals for cell in (f"{goal['found']:.1f}", "達成" if goal["reached"] else "未達")]
        yield [_GOALS[first["name"]], limit, *found]


def _aligned(rows: Iterator[Row]) -> Iterator[str]:
    """Names to the left, figures to the right."""
    table = list(rows)
    widths = [max(_width(row[place]) for row in table) for place in range(len(table[0]))]
    for first, *others in table:
        padded = (" " * (width - _width(cell)) + cell for cell, width in zip(others, widths[1:], strict=True))
        yield _GAP.join([first + " " * (widths[0] - _width(first)), *padded]).rstrip()


def _width(text: str) -> int:
    return int(2 * cells(text))
