"""What is wrong with a file, with the place where it stands. A file with any fault changes nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong. `row` is counted as Excel shows it: the header is row 1."""

    row: int
    column: str
    text: str
    message: str


@dataclass(frozen=True)
class Note:
    """Something to know about a row that hinders nothing."""

    row: int
    text: str
