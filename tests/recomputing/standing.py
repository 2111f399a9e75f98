"""How each duty stood on a day, worked out slowly and obviously, one duty after the other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from tests.recomputing.rows import Row, Rows

# As known today: nothing was recorded later.
NOW = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Standing:
    """`post` is the person's main posting of the day. `begun`: a chapter read to its end, or completed. `decided`: the
    day on which there was enough to be completed. `last`: the last day of the period that applies."""

    person: int
    line: Row
    post: Row
    state: str
    begun: bool
    decided: date | None
    last: date


def known(row: Row, at: datetime) -> bool:
    return row.recorded_at <= at and (row.voided_at is None or row.voided_at > at)


def holds(row: Row, on: date) -> bool:
    return (row.starts_on is None or row.starts_on <= on) and (row.ends_on is None or row.ends_on >= on)


def end_of(on: date) -> datetime:
    """Midnight in Japan."""
    return datetime.combine(on + timedelta(days=1), time(), ZoneInfo("Asia/Tokyo"))


def main_posts(rows: Rows, on: date, at: datetime) -> dict[int, Row]:
    posts = [post for post in rows.postings if post.kind == "main" and known(post, at) and holds(post, on)]
    return {post.employee_id: post for post in posts}


@lru_cache(maxsize=100)
def standings(rows: Rows, year: int, on: date, at: datetime = NOW) -> list[Standing]:
    """The year's duties of those in post on a day, as known at a moment. The same list for the same rows."""
    posts, lines = main_posts(rows, on, at), {line.id: line for line in rows.lines}
    found = []
    for duty in rows.duties:
        if duty.fiscal_year == year and duty.employee_id in posts and _is_open(duty, on, at):
            found.append(_Asked(rows, duty, lines[duty.requirement_id], on, at).standing(posts[duty.employee_id]))
    return found


def _is_open(duty: Row, on: date, at: datetime) -> bool:
    gone = duty.closed_on is not None and duty.closed_on <= on and duty.closed_at <= at
    return duty.recorded_at <= at and duty.opened_on <= on and not gone


@dataclass(frozen=True)
class _Asked:
    """One duty, of which line, and what the books held about it."""

    rows: Rows
    duty: Row
    line: Row
    on: date
    at: datetime

    def standing(self, post: Row) -> Standing:
        last = max(self.last_days())
        return Standing(self.duty.employee_id, self.line, post, self.state(), self.begun(), self.decided(), last)

    def state(self) -> str:
        if self.completed():
            return "completed"
        if any(row.requirement_id == self.line.id and holds(row, self.on) for row in self.mine(self.rows.exemptions)):
            return "exempt"
        if any(holds(row, self.on) for row in self.mine(self.rows.leaves)):
            return "deferred"
        if self.on > max(self.last_days()):
            return "overdue"
        return "in_progress" if self.begun() else "not_started"

    def mine(self, facts: list[Row]) -> list[Row]:
        return [row for row in facts if row.employee_id == self.duty.employee_id and known(row, self.at)]

    def completed(self) -> bool:
        return self.enough(self.courses_done())

    def enough(self, done: set[int]) -> bool:
        chosen = self.line.needed is not None and len(done & self.choices()) >= self.line.needed
        return self.line.course_id in done or chosen

    def decided(self) -> date | None:
        """In Japan."""
        done = sorted(self.done, key=lambda row: row.completed_at)
        for place, row in enumerate(done, start=1):
            if self.enough({one.course_id for one in done[:place]}):
                return row.completed_at.astimezone(ZoneInfo("Asia/Tokyo")).date()
        return None

    def begun(self) -> bool:
        asked = self.choices() | {self.line.course_id}
        return self.completed() or bool(self.courses_done() & asked) or bool(self.courses_read() & asked)

    def choices(self) -> set[int]:
        """選択必修: the courses among which one may choose."""
        return {row.course_id for row in self.rows.choices if row.requirement_id == self.line.id}

    def courses_done(self) -> set[int]:
        return {row.course_id for row in self.done}

    @cached_property
    def done(self) -> list[Row]:
        """The completions that count."""
        cancelled = {row.completion_id for row in self.rows.cancellations if row.recorded_at <= self.at}
        return [
            row for row in self.rows.completions_of[self.duty.employee_id]
            if row.id not in cancelled and row.recorded_at <= self.at and row.completed_at < end_of(self.on)
            and self.counts(row.completed_at)
        ]  # fmt: skip

    def courses_read(self) -> set[int]:
        return {
            row.course_id for row in self.rows.chapters_of[self.duty.employee_id]
            if row.fiscal_year >= self.duty.fiscal_year and row.recorded_at < min(end_of(self.on), self.at)
            and self.counts(row.recorded_at)
        }  # fmt: skip

    def counts(self, moment: datetime) -> bool:
        until = self.duty.counts_until
        return self.duty.counts_from <= moment and (until is None or moment < until)

    def last_days(self) -> list[date]:
        """受講期限, 追加実施期間 once it has begun, and thirty days after each absence."""
        second = self.line.second_opens_on is not None and self.line.second_opens_on <= self.on
        ended = [row.ends_on for row in self.mine(self.rows.leaves) if row.ends_on and row.ends_on < self.on]
        later = [self.line.second_due_on] if second else []
        return [self.duty.due_on, *later, *(day + timedelta(days=30) for day in ended)]
