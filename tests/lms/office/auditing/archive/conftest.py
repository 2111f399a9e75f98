"""The small city of the reports, with a 監査担当 of it."""

from tests.lms.reports.conftest import signed_in, stopped_clock, town

__all__ = ["signed_in", "stopped_clock", "town"]
