"""Django's SQLite, with a queue before the one door for writers.

SQLite lets one writer in at a time and has the others knock again after a pause. Under load that is slow, for the door
stands open while all are pausing, and unfair: one knocks in vain until it gives up ("database is locked") while others
pass it by. A lock on a file beside the database wakes the next in line at once, in every process.
"""

import fcntl
import os
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

# The statements of pages are far shorter; those of bulk acts need not be remembered.
_LONGEST = 10_000


class Cursor(base.SQLiteCursorWrapper):
    """Django's own, which writes every statement anew with SQLite's placeholders; pages ask the same ones all day."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> Any:
        if param_names is not None or len(query) > _LONGEST:
            return super().convert_query(query, param_names=param_names)
        return _with_question_marks(query)


@lru_cache(maxsize=500)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """Every transaction waits for its turn and gives it back when it ends, however it ends."""

    _queue: int | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # unknown to the stubs
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]  # unknown to the stubs
        finally:
            # A commit that failed leaves the transaction open; its rollback follows.
            if self.connection is None or not self.connection.in_transaction:
                self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # unknown to the stubs
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]  # unknown to the stubs
        finally:
            if self._queue is not None:
                os.close(self._queue)
                self._queue = None

    def _wait_for_turn(self) -> None:
        if self.is_in_memory_db():
            return
        if self._queue is None:
            self._queue = os.open(f"{self.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._queue, fcntl.LOCK_EX)

    def _end_turn(self) -> None:
        if self._queue is not None:
            fcntl.flock(self._queue, fcntl.LOCK_UN)
