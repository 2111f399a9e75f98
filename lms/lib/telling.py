"""How far long work has come: it tells whoever listens, in percent."""

from collections.abc import Callable

Tell = Callable[[int], None]


def nobody(_percent: int) -> None:
    """Nobody listens."""
