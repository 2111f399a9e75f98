"""docs/screens.md, and which pages have no picture."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from tests.screens.taking import Picture
from tests.test_access import OPEN_TO_THE_WORLD, OURS

# What a browser saves or another program reads; there is no page to look at.
_FILES = frozenset({
    "account_session", "annual_report_file", "audit_archive_file", "badge_issuer", "badge_keys", "badge_status",
    "confirmation", "department_paper_sample", "ledger_extract_file", "media", "own_badge",
    "paper_bundle_file", "paper_file", "paper_sample", "plan_print", "report_list_file", "session_roll", "start",
    "status_report", "department_report_confirmed",
})  # fmt: skip
_HEAD = """# 画面の一覧

`make screens` で、見本の市の全ての役割の画面から作ります。役割ごとに、その役割で初めて開く画面だけを載せています。
"""


def write(pictures: Sequence[Picture], folder: Path) -> None:
    """Beside the folder, by role."""
    parts = [_HEAD]
    for role, some in groupby(pictures, key=lambda picture: picture.role):
        parts += [f"\n## {role}\n\n| 画面 | パソコン | 携帯電話 |\n|---|---|---|\n", *_rows(some, folder.name)]
    (folder.parent / f"{folder.name}.md").write_text("".join(parts), encoding="utf-8")


def _rows(pictures: Iterable[Picture], folder: str) -> list[str]:
    return [
        f"| {one.title} | [{one.name}]({folder}/{one.name}.png) | [{one.name}]({folder}/{one.name}-phone.png) |\n"
        for one in pictures
    ]


def without_picture(pictures: Iterable[Picture]) -> list[str]:
    """The names of our addresses that show a page and were not seen."""
    pages = {name for name, address in OURS.items() if address.post is None} | OPEN_TO_THE_WORLD
    return sorted(pages - _FILES - {picture.view for picture in pictures})
