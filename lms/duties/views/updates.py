"""What pages say of 受講対象の更新."""

from datetime import datetime
from typing import Any

from lms.duties.updating import latest_update
from lms.lib.fiscal_year import fiscal_year_of


def updating(at: datetime) -> dict[str, Any]:
    """For duties/_update.html and duties/_updating.html. One query."""
    row = latest_update()
    return {"update": row, "update_under_way": bool(row and row.is_under_way(at))}


def updating_figures(fiscal_year: int, known_at: datetime | None, at: datetime) -> dict[str, Any]:
    """The same for a page of one year's figures. Those of another year, and answers as known at a moment, stay."""
    return updating(at) if known_at is None and fiscal_year == fiscal_year_of(at) else {}
