"""The list of everybody's duties of the year as a workbook, as a background worker writes it."""

import re
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from lms.accounts.models import User
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.people.models import Employee, RoleGrant
from lms.people.roles import Role
from lms.people.visibility import viewer
from lms.reports.exporting import Format
from lms.reports.lists.making import Wish, make_list, order_list
from lms.reports.lists.sources import source_of
from lms.reports.models import ListFile

_ORDERER = "bench-lists"


def measured_list(on: date, at: datetime) -> dict[str, Any]:
    """Seconds, rows, and the most memory of its own that the process was seen to hold: without the pages of the
    database that SQLite maps into it, which the system takes back when it needs them."""
    row, held = _order(on, at), [_megabytes()]
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


def _order(on: date, at: datetime) -> ListFile:
    """By somebody who sees everybody."""
    person = Employee.objects.create(
        staff_number=_ORDERER, name="計測　用", kana="ケイソク　ヨウ",
        user=User.objects.create(username=_ORDERER, name="計測　用"),
    )  # fmt: skip
    RoleGrant.objects.create(employee=person, role=Role.AUDITOR, starts_on=on, recorded_at=at)
    wish = Wish(ListFile.Kind.PEOPLE, {"year": str(fiscal_year(on)), "at": on.isoformat()}, Format.XLSX, "audit")
    source = source_of(wish.kind, wish.conditions, viewer(person, on), at)
    return order_list(wish=wish, source=source, total=source.count(), actor=_ORDERER, at=at)


def _megabytes() -> float:
    """Of this process alone, as Linux tells it."""
    [kilobytes] = re.findall(r"RssAnon:\s+([0-9]+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(kilobytes) / 1024
