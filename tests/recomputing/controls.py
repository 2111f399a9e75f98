"""Negative controls: rows withheld from those that answer, which every output that depends on them must show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tests.recomputing import comparing, comparing_annual, comparing_overview
from tests.recomputing.counting import answer
from tests.recomputing.questions import whole_city
from tests.recomputing.rows import Rows, raw_rows
from tests.recomputing.trial import MadeUpCity, asked, city_of, recounted

OUTPUTS = frozenset({*comparing.OUTPUTS, *comparing_overview.OUTPUTS, *comparing_annual.OUTPUTS})
# More are not tried: in so many cities everything happens.
_CITIES = 12


@dataclass(frozen=True)
class Control:
    """What is withheld, and where it must show."""

    falsified: Callable[[MadeUpCity, Rows], Rows | None]
    outputs: frozenset[str]


def _one_completion(made: MadeUpCity, rows: Rows) -> Rows | None:
    """One that counts today; in some cities none does."""
    asked_today = whole_city(made, rows)
    right = answer(rows, asked_today).total
    for done in rows.completions:
        fewer = replace(rows, completions=[one for one in rows.completions if one is not done])
        if answer(fewer, asked_today).total != right:
            return fewer
    return None


def _without(table: str) -> Callable[[MadeUpCity, Rows], Rows]:
    return lambda _, rows: replace(rows, **{table: []})


_OF_COMPLETIONS = {
    *comparing.OUTPUTS, *(output for output in comparing_overview.OUTPUTS if not output.startswith("scores")),
    "annual PDF", "annual DOCX", "annual XLSX", "annual sums",
}  # fmt: skip
CONTROLS: Mapping[str, Control] = {
    "one completion": Control(_one_completion, frozenset(_OF_COMPLETIONS)),
    "completions": Control(
        _without("completions"), frozenset({"public PDF", "public DOCX", "public XLSX", "public masks"})
    ),
    "roles": Control(_without("grants"), frozenset({"cut page", "cut CSV"})),
    "attempts": Control(
        _without("attempts"),
        frozenset({"scores page", "scores XLSX", "scores PDF", "exams DOCX", "exams XLSX", "public exams"}),
    ),
    "older papers": Control(_without("past"), frozenset({"annual PDF", "annual DOCX", "annual XLSX", "public DOCX"})),
    "drills": Control(_without("drills"), frozenset({"drills PDF", "drills DOCX", "public drills"})),
    "those who came": Control(_without("attendants"), frozenset({"drills PDF", "drills DOCX", "public drills"})),
}


def missed(seed: int) -> list[str]:
    """What was never noticed where it must, in the cities from a seed on; asked of each until all was."""
    left = {(name, output) for name, control in CONTROLS.items() for output in control.outputs}
    for one in range(seed, seed + _CITIES):
        if left:
            left -= _noticed(one, {name for name, _ in left})
    return sorted(f"{name} in {output}" for name, output in left)


def _noticed(seed: int, names: set[str]) -> set[tuple[str, str]]:
    found = set()
    with city_of(seed) as made, asked(made) as client:
        rows = raw_rows()
        for name in names:
            wrong = CONTROLS[name].falsified(made, rows)
            if wrong is not None:
                found |= {(name, output) for output, _ in recounted(made, client, wrong).differences}
    return found
