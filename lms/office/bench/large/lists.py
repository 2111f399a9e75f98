"""The list of everybody's duties of the year as a workbook, as a background worker writes it."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.management.base import CommandError

from lms.lib.fiscal_year import fiscal_year
from lms.office.bench.large.commands import Cost, cost_of
from lms.people.models import Employee
from lms.people.visibility import viewer
from lms.reports.exporting import Format
from lms.reports.lists.making import Wish, order_list
from lms.reports.lists.rows import people_list
from lms.reports.models import ListFile
from lms.reports.tasks import write_list


def measured_list(orderer: Employee, on: date, at: datetime) -> dict[str, Any]:
    """For somebody who sees everybody. The worker begins when the list is ordered and ends when nothing is left."""
    work_off()
    row = _order(orderer, on, at)
    write_list.enqueue(row.pk)
    cost = work_off()
    row.refresh_from_db()
    if row.state != ListFile.State.DONE:
        raise CommandError(f"名簿のファイルができませんでした。{row.notice}")
    return {**asdict(cost), "rows": row.done}


def work_off() -> Cost:
    """All that waits for a background worker, by one worker."""
    return cost_of("db_worker", "--batch", "--no-startup-delay", "--verbosity", "0")


def _order(orderer: Employee, on: date, at: datetime) -> ListFile:
    wish = Wish(ListFile.Kind.PEOPLE, {"year": str(fiscal_year(on)), "at": on.isoformat()}, Format.XLSX, "audit")
    source = people_list(wish.conditions, viewer(orderer, on), at)
    return order_list(wish=wish, source=source, total=source.count(), actor=orderer.staff_number, at=at)
