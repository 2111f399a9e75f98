"""公開用 of the report: without figures of few people. Names are in neither version."""

from dataclasses import replace

from lms.lib.tables import Cell, Kind, Table
from lms.reports.annual.content import AnnualReport, Section
from lms.reports.annual.masking import MASKED, masked, total_may_show


def disclosed(report: AnnualReport) -> AnnualReport:
    """For 情報公開 and the home page."""
    return replace(
        report,
        title=f"{report.title}（公開用）",
        sections=tuple(_disclosed(section) for section in report.sections),
        sheets=tuple(disclosed_table(sheet) for sheet in report.sheets),
        confidentiality="",
    )


def _disclosed(section: Section) -> Section:
    return replace(section, table=disclosed_table(section.table)) if section.table else section


def disclosed_table(table: Table) -> Table:
    """Each column of figures for itself; where 修了者 are hidden, or those who are not, there is no rate either."""
    keys = [column.key for column in table.columns]
    if "required" not in keys:
        return table
    columns = {key: [row[place] for row in table.rows] for place, key in enumerate(keys)}
    hidden = {column.key: _hidden(columns[column.key]) for column in table.columns if column.kind is Kind.NUMBER}
    unfinished = _hidden([r - c for r, c in zip(columns["required"], columns["completed"], strict=True)])
    hidden["completed"] |= unfinished | hidden["required"]
    hidden["rate"] = hidden["completed"]
    for key in ("before", "change"):
        hidden[key] = hidden["rate"]
    rows = [
        [MASKED if number in hidden.get(key, ()) else cell for key, cell in zip(keys, row, strict=True)]
        for number, row in enumerate(table.rows)
    ]
    return replace(table, rows=rows, total=_total(table, columns, keys))


def _hidden(counts: list[Cell]) -> set[int]:
    return {place for place, shown in enumerate(masked([int(str(count)) for count in counts])) if shown is None}


def _total(table: Table, columns: dict[str, list[Cell]], keys: list[str]) -> list[Cell] | None:
    if table.total is None:
        return None
    numbers = {key: [int(str(cell)) for cell in columns[key]] for key in keys if key in ("required", "completed")}
    safe = all(total_may_show(counts) for counts in numbers.values())
    return list(table.total) if safe else [table.total[0], *([MASKED] * (len(keys) - 1))]
