"""The acts by which people are posted and are absent. In bulk: the caller's ledger entry names what they return."""

from collections.abc import Sequence
from datetime import datetime

from lms.people.models import Leave, Posting
from lms.people.rewriting import rewrite


def appoint(*, void: Sequence[int], add: Sequence[Posting], at: datetime) -> list[Posting]:
    """Take postings out of the books and write others; the database refuses a second main posting on any day."""
    return rewrite(Posting, void=void, add=add, at=at)


def record_leaves(*, void: Sequence[int], add: Sequence[Leave], at: datetime) -> list[Leave]:
    """Take leaves out of the books and write others, from which 受講猶予 follows."""
    return rewrite(Leave, void=void, add=add, at=at)
