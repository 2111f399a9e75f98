"""公開用: counts of few people are not shown, and cannot be worked out from what is shown."""

from collections.abc import Sequence

FEWEST_SHOWN = 5
MASKED = "－"


def masked(counts: Sequence[int], *, with_total: bool = True) -> list[int | None]:
    """The counts of one column, with None for 1 to 4.

    Where a total stands below them, what is hidden could be had by subtraction as soon as all that is hidden adds up to
    few, or stands alone: then the smallest of the others is hidden too.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < FEWEST_SHOWN}
    if with_total and hidden:
        others = sorted((count, place) for place, count in enumerate(counts) if place not in hidden and count)
        while others and (len(hidden) < 2 or sum(counts[place] for place in hidden) < FEWEST_SHOWN):
            hidden.add(others.pop(0)[1])
    return [None if place in hidden else count for place, count in enumerate(counts)]


def total_may_show(counts: Sequence[int]) -> bool:
    """Whether the total tells nothing of the few: it does where all that is hidden is one figure or adds up to few."""
    shown = masked(counts)
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    return not hidden or (len(hidden) > 1 and sum(hidden) >= FEWEST_SHOWN)
