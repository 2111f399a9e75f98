"""What is to be reached on two processors, and whether a run reached it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_SHARE_OF_SMALLEST = 50.0  # percent
_TESTS_A_SECOND = 35.0
_REPORT_MS = 500.0
_CERTIFICATE_MS = 40.0
_BANK_MS = 100.0
_PLAIN_WAYS = 3.0
_WORKER_MEGABYTES = 400.0
_BANK = ("bank_list", "bank_search", "bank_list_page", "bank_search_page", "bank_draw", "bank_draw_parts")
_LEDGER_ROW_MS = 1.0
_LEDGER_SHARE = 5.0  # percent
_LEDGER_SEALED_A_SECOND = 2000.0
_LEDGER_CHECK_SECONDS = 60.0
_MILLION = 1_000_000
_SEARCH_MS = 100.0
# Of a prefecture: the most of each measure of a figure.
PREFECTURE: Mapping[str, Mapping[str, float]] = {
    "import_preview": {"seconds": 60, "megabytes": 500},
    "import_apply": {"seconds": 60, "megabytes": 500},
    "import_again": {"seconds": 20},
    "reconcile_first": {"seconds": 60},
    "reconcile_again": {"seconds": 10},
    "ratio": {"times": 1.3},
    "overview_ratio": {"times": 1.5},
    "overview_anew_ratio": {"times": 1.5},
    "overview_unchanged": {"seconds": 0.2},
    "head_page": {"seconds": 0.3},
    "department_list": {"seconds": 0.3},
    "annual_pdf": {"seconds": 20},
    "list_xlsx": {"seconds": 60, "megabytes": 300},
}


@dataclass(frozen=True)
class Outcome:
    """One goal: `found` must be at least `goal`, or below it where `below` says so."""

    name: str
    goal: float
    found: float
    unit: str
    below: bool = False

    @property
    def reached(self) -> bool:
        return self.found < self.goal if self.below else self.found >= self.goal


def outcomes(result: Mapping[str, Any]) -> Iterator[Outcome]:
    """Every goal against the figures of one run."""
    rates, pages = result["server"], result["pages"]
    for name in ("desk", "course", "lesson"):
        share = 100 * rates[name]["per_second"] / rates["smallest"]["per_second"]
        yield Outcome(name, _SHARE_OF_SMALLEST, share, "% of smallest")
    yield Outcome("whole_test", _TESTS_A_SECOND, rates["whole_test"]["per_second"], "/s")
    yield Outcome("report_csv", _REPORT_MS, pages["report_csv"]["median_ms"], "ms", below=True)
    for name in _BANK:
        yield Outcome(name, _BANK_MS, pages[name]["p95_ms"], "ms", below=True)
    yield Outcome("certificate", _CERTIFICATE_MS, result["certificate_ms"], "ms", below=True)
    papers = result["papers"]
    yield Outcome("papers", _PLAIN_WAYS, papers["per_second"] / papers["plain_per_second"], "plain ways")
    yield Outcome("worker_memory", _WORKER_MEGABYTES, papers["worker_megabytes"], "MB", below=True)


def ledger_outcomes(result: Mapping[str, Any]) -> Iterator[Outcome]:
    """The goals of the ledger against one run of its own bench."""
    effort, share = result["effort"], result["submits"]["share_percent"]
    yield Outcome("ledger_bulk", _LEDGER_ROW_MS, 1000 * result["bulk_row"]["seconds"], "ms", below=True)
    yield Outcome("ledger_share", _LEDGER_SHARE, share, "%", below=True)
    yield Outcome("ledger_sealing", _LEDGER_SEALED_A_SECOND, effort["sealed"] / result["sealing"]["seconds"], "/s")
    seconds = result["checking"]["seconds"] * _MILLION / effort["checked"]
    yield Outcome("ledger_checking", _LEDGER_CHECK_SECONDS, seconds, "s", below=True)


def search_outcome(result: Mapping[str, Any]) -> Outcome:
    """The goal of a search against one run of its own bench."""
    return Outcome("search", _SEARCH_MS, result["p95_ms"], "ms", below=True)
