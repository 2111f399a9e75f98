"""Sessions in the database, read by a prepared query: every request of every signed-in person begins with it."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet

from lms.lib import clock
from lms.lib.prepared import Parameter, Prepared, columns, unfolded


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is found; and it ends by the same clock by which it is looked for."""

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return super().get_expiry_date(**{"modification": clock.now()} | kwargs)

    def _get_session_from_db(self) -> Session | None:
        rows = _sessions(key=self.session_key, at=clock.now())
        if not rows:
            self._session_key = None
            return None
        return unfolded(rows[0], Session)[0]


def _rows_of_sessions() -> QuerySet:
    key, at = Parameter("key", CharField()), Parameter("at", DateTimeField())
    return Session.objects.filter(session_key=key, expire_date__gt=at).values_list(*columns(Session))


_sessions = Prepared(_rows_of_sessions)
