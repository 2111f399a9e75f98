from datetime import date
from decimal import Decimal

import pytest

from lms.lib.tables import Column, Kind, Rate, Table


@pytest.fixture
def table() -> Table:
    """One cell of every kind, names that trip encodings, and a department that has nobody."""
    return Table(
        title="所属別の状況",
        columns=(
            Column("code", "所属コード", Kind.CODE),
            Column("name", "所属名"),
            Column("on", "確認日", Kind.DATE),
            Column("required", "対象者数", Kind.NUMBER),
            Column("score", "平均点", Kind.NUMBER),
            Column("rate", "修了率", Kind.RATE),
        ),
        rows=(
            ("00123", "髙﨑課", date(2026, 7, 31), 1038, Decimal("82.5"), Rate(37, 38)),
            ("01", "議会事務局", None, 0, None, Rate(0, 0)),
        ),
        total=("", "合計", None, 1038, Decimal("82.5"), Rate(37, 38)),
        notes=(("基準日", "令和8年7月31日現在"), ("定義", "修了率＝修了者数÷対象者数")),
        confidentiality="機密性2",
    )
