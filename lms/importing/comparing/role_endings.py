"""A role bound to a department ends when its holder has no posting there any more. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from lms.importing.comparing.books import Person
from lms.importing.comparing.spans import NOTHING, Edit, Span, ended
from lms.people.organisation import Organisation

_DAY = timedelta(days=1)


def roles_ended(before: Person, after: Person, organisation: Organisation, on: date) -> Edit:
    """The roles that end with the last posting in their department or below it.

    Somebody who heads a department without ever having been posted there keeps the role: it was given from outside.
    """
    edit = NOTHING
    for grant in before.grants:
        department = grant.key[1]
        if department is None or grant.stands(on):
            continue
        area = organisation.below([department]) | {department}
        if not any(_there(before.postings, area, grant.starts_on)):
            continue
        last = _last_day_there(_there(after.postings, area, grant.starts_on), after, on)
        if last is not None and not grant.ended_before(last + _DAY):
            edit += ended(grant, last)
    return edit


def _there(postings: Iterable[Span], area: frozenset[int], since: date) -> list[Span]:
    return [span for span in postings if span.key[1] in area and not span.ended_before(since)]


def _last_day_there(postings: list[Span], person: Person, on: date) -> date | None:
    """None while a posting is open. The end of a term is no farewell before it has come: people are appointed again."""
    ends = [span.ends_on for span in postings]
    if None in ends:
        return None
    last = max((day for day in ends if day), default=on - _DAY)
    return None if last >= on and not person.retired_on else last
