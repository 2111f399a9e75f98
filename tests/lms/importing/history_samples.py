"""Small files of completions and of drills, row by row."""

import csv
import io

from lms.importing.history.drill_planning import COLUMNS as DRILL_COLUMNS
from lms.importing.history.planning import COLUMNS

_ROW = {"職員番号": "00123", "研修コード": "S-01", "修了日": "R8.6.20", "受講方法": "外部研修", "根拠資料": "修了証"}
_DRILL = {"職員番号": "00123", "配信日時": "R8.6.1 10:00", "開封日時": "", "報告日時": ""}


def history_file(*rows: dict[str, str], encoding: str = "cp932") -> bytes:
    return _written(COLUMNS, [_ROW | row for row in rows], encoding)


def drill_file(*rows: dict[str, str]) -> bytes:
    return _written(DRILL_COLUMNS, [_DRILL | row for row in rows], "cp932")


def _written(columns: tuple[str, ...], rows: list[dict[str, str]], encoding: str) -> bytes:
    stream = io.StringIO()
    # Backwards: the order of the columns means nothing.
    table = csv.DictWriter(stream, columns[::-1], restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return stream.getvalue().encode(encoding)
