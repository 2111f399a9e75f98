"""What pages say of 受講対象の更新."""

from datetime import datetime
from typing import Any

from lms.duties.updating import latest_update


def updating(at: datetime) -> dict[str, Any]:
    """For duties/_update.html. One query."""
    row = latest_update()
    return {"update": row, "update_under_way": bool(row and row.is_under_way(at))}
