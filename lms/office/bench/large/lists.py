"""The list of everybody's duties of the year as a workbook, as a background worker writes it."""

import re
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.people.models import Employee
from lms.people.visibility import viewer
from lms.reports.exporting import Format
from lms.reports.lists.making import Wish, make_list, order_list
from lms.reports.lists.rows import people_list
from lms.reports.models import ListFile


def measured_list(orderer: Employee, on: date, at: datetime) -> dict[str, Any]:
    """For somebody who sees everybody. Seconds, rows, and the most memory of its own that the process was seen to hold:
    without the pages of the database that SQLite maps into it, which the system takes back when it needs them."""
    row, held = _order(orderer, on, at), [_megabytes()]
    started, used = time.perf_counter(), time.process_time()

    def now() -> datetime:
        """Asked for at every ten thousand rows."""
        held.append(_megabytes())
        return clock.now()

    make_list(list_id=row.pk, now=now)
    row.refresh_from_db()
    if row.state != ListFile.State.DONE:
        raise CommandError(f"名簿のファイルができませんでした。{row.notice}")
    return {
        "seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - used,
        "megabytes": max(held), "rows": row.done,
    }  # fmt: skip


def _order(orderer: Employee, on: date, at: datetime) -> ListFile:
    wish = Wish(ListFile.Kind.PEOPLE, {"year": str(fiscal_year(on)), "at": on.isoformat()}, Format.XLSX, "audit")
    source = people_list(wish.conditions, viewer(orderer, on), at)
    return order_list(wish=wish, source=source, total=source.count(), actor=orderer.staff_number, at=at)


def _megabytes() -> float:
    """Of this process alone, as Linux tells it."""
    [kilobytes] = re.findall(r"RssAnon:\s+([0-9]+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(kilobytes) / 1024
