"""Days as this room's pages say them."""

from datetime import date

from lms.lib.fiscal_year import era_date

_WEEKDAYS = "月火水木金土日"


def day_text(on: date) -> str:
    """「令和8年7月17日（金）」"""
    return f"{era_date(on)}（{_WEEKDAYS[on.weekday()]}）"


def days_left_text(days: int) -> str:
    """「あと12日」, on the last day 「本日まで」, after it 「3日過ぎています」."""
    if days == 0:
        return "本日まで"
    return f"あと{days}日" if days > 0 else f"{-days}日過ぎています"
