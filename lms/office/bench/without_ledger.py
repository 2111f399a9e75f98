"""For the bench alone: the product as it would be if no act left an entry."""

from importlib import import_module
from typing import Any


def leave_ledger_out() -> None:
    """In this process `append` does nothing from now on, neither digests nor a row."""
    appending = import_module("lms.ledger.appending")
    appending.fact_digests = _nothing  # type: ignore[attr-defined]
    appending.payload_digest = _nothing  # type: ignore[attr-defined]
    appending.LedgerEntry = _NoEntries  # type: ignore[attr-defined]


def _nothing(*values: object) -> None:
    """No digest."""


class _NoEntries:
    """In the place of the model."""

    class objects:  # noqa: N801 - named as the model's manager is
        @staticmethod
        def create(**values: Any) -> None:
            """No row."""
