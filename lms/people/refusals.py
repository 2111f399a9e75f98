"""How an act says no."""


class RefusedError(ValueError):
    """The books do not allow what was asked; the text says so, with the remedy, to the person who tried."""
