"""Days as this room's pages say them."""

from datetime import date, datetime

from lms.lib.fiscal_year import TOKYO, era_date, weekday


def day_text(on: date) -> str:
    """「令和8年7月17日（金）」"""
    return f"{era_date(on)}（{weekday(on)}）"


def moment_text(at: datetime) -> str:
    """「令和8年7月17日（金）10:30」"""
    local = at.astimezone(TOKYO)
    return f"{day_text(local.date())}{local:%H:%M}"


def time_left_text(seconds: int) -> str:
    """「12分」 begun minutes left out, in the last minute 「45秒」."""
    return f"{seconds // 60}分" if seconds >= 60 else f"{seconds}秒"


def days_left_text(days: int) -> str:
    """「あと12日」, on the last day 「本日まで」, after it 「3日過ぎています」."""
    if days == 0:
        return "本日まで"
    return f"あと{days}日" if days > 0 else f"{-days}日過ぎています"
