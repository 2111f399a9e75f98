"""Round steps for an axis."""

from math import ceil, floor, log10

_ROUND = (1, 2, 5, 10)


def ticks(highest: int, at_most: int = 5) -> list[int]:
    """Whole numbers from 0 to a round one that is not below `highest`: 0, 50, 100, 150."""
    if highest <= 0:
        return [0, 1]
    rough = highest / at_most
    power = 10 ** max(floor(log10(rough)), 0) if rough >= 1 else 1
    step = next(int(round_one * power) for round_one in _ROUND if round_one * power >= rough)
    return [step * number for number in range(ceil(highest / step) + 1)]
