"""How far the books are written for each training: what was counted of one holds until an entry says otherwise.

Every fact leaves an entry in the ledger. Two acts, by far the most frequent, change what is counted of one training
alone; a few change nothing that is counted of duties; any other may change everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import Q

from lms.ledger.models import LedgerEntry
from lms.ledger.position import Position, position

# Among the words of their subjects is the code of the training.
_OF_ONE_TRAINING = frozenset({"章の受講", "修了の記録"})
_OF_NO_DUTY = frozenset({"受験の開始", "解答の提出", "出力"})
# With more entries than this it is quicker to count everything anew.
_MOST = 2000
_KEPT = "books"


@dataclass(frozen=True)
class Books:
    """As this process has followed them to a position. The marks are positions too: of the last entry that may have
    changed everything, and of the last about a training, by its code."""

    position: Position
    everything: Position
    trainings: Mapping[str, Position] = field(default_factory=dict)

    def mark(self, code: str) -> object:
        """Another one whenever what is counted of the duties of a training may have changed. A code of two words is
        not found in subjects: there any entry may be about it."""
        return (self.everything, self.trainings.get(code)) if len(code.split()) == 1 else self.position


def books() -> Books:
    """As they stand now. Two small queries; one more where something was written since the last time."""
    now, known = position(), caches["local"].get(_KEPT)
    if known is not None and known.position == now:
        return known
    found = Books(now, now) if known is None else _followed(known, now)
    # Of two threads the slower one may put an older state in place: the entries since then are only read once more.
    caches["local"].set(_KEPT, found, None)
    return found


def _followed(known: Books, now: Position) -> Books:
    last, waiting = known.position
    since = LedgerEntry.objects.filter(Q(seq__gt=last) | Q(seq=None)).order_by()
    rows = since.values_list("pk", "action", "subject")[: _MOST + len(waiting) + 1]
    # What waited for its number then has been dealt with, numbered or not.
    new = [row[1:] for row in rows if row[0] not in waiting]
    if len(new) > _MOST or any(_changes_everything(action) for action, _ in new):
        return Books(now, now)
    return Books(now, known.everything, {**known.trainings, **dict.fromkeys(_words(new), now)})


def _changes_everything(action: str) -> bool:
    return action not in _OF_ONE_TRAINING | _OF_NO_DUTY


def _words(entries: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Those of each subject after the person's number: the code of the training is among them."""
    return (word for action, subject in entries if action in _OF_ONE_TRAINING for word in subject.split()[1:])
