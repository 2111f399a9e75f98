"""One table, written once, and given out as a page, CSV, XLSX or PDF: `to_html`, `to_csv`, `to_xlsx`, `to_pdf`."""

from lms.lib.tables.table import Cell, Column, Kind, Rate, Table

__all__ = ["Cell", "Column", "Kind", "Rate", "Table"]
