"""What is wrong with a file, with the place where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong. `row` is counted as Excel shows it: the header is row 1."""

    row: int
    column: str
    text: str
    message: str


@dataclass(frozen=True, order=True)
class LeftOut:
    """A row that is not taken in while its file has the fault: one at fault, or another of the same person."""

    row: int
    subject: str
    name: str


@dataclass(frozen=True)
class Note:
    """Something to know about a row that hinders nothing."""

    row: int
    text: str
