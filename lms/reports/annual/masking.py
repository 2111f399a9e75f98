"""公開用: counts of few people are not shown, and cannot be worked out from what is shown."""

from collections.abc import Sequence

FEWEST_SHOWN = 5
MASKED = "－"
# 対象者 and 修了者 of one group.
Pair = tuple[int, int]


def is_few(count: int) -> bool:
    return 0 < count < FEWEST_SHOWN


def tells_of_few(required: int, completed: int) -> bool:
    """Whether 対象者, 修了者 or those who are left are few."""
    return any(map(is_few, (required, completed, required - completed)))


def hidden_groups(groups: Sequence[Pair]) -> frozenset[int]:
    """The places of the groups of which nothing is shown. Pure.

    The groups make up one whole, and the whole counts as known: other tables add up to it. So what is hidden is never
    one group alone, and together it never has few 対象者, 修了者 or unfinished: the smallest others go with it.
    """
    hidden = {place for place, pair in enumerate(groups) if tells_of_few(*pair)}
    others = sorted((groups[place], place) for place in range(len(groups)) if place not in hidden and groups[place][0])
    while hidden and others and not _keeps_its_secret([groups[place] for place in hidden]):
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def _keeps_its_secret(groups: Sequence[Pair]) -> bool:
    sums = (sum(required for required, _ in groups), sum(completed for _, completed in groups))
    return len(groups) > 1 and not tells_of_few(*sums)
