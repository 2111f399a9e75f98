"""別紙１ of a city with very many departments: by the units above them, so that the paper can be read and drawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from lms.duties.counting import Counts
from lms.people.organisation import Organisation
from lms.reports.dimensions import Part, Slice

# More rows than this fill ten sheets of A4, and nobody reads them at a meeting.
MOST_ROWS = 300


def units_above(departments: Organisation, rows: Sequence[Part], most: int) -> list[Part]:
    """The same duties in as many rows as a paper holds: those of the lowest level of units at which there are no more,
    or of the uppermost one. Pure.

    Each row goes into one unit alone. A department that stands higher than that level, or has none above it, stands
    for itself.
    """
    ways = _ways(departments)
    found, depth = list(rows), max((len(ways.get(row.slice.order, ())) for row in rows), default=0)
    while len(found) > most and depth > 1:
        depth -= 1
        found = _summed(rows, ways, depth)
    return found


def _ways(departments: Organisation) -> dict[str, list[Slice]]:
    """From the top of the city down to each department, by its code."""
    slices = {node.id: Slice(node.code, node.name) for node in departments.nodes.values()}
    return {
        node.code: [slices[pk] for pk in reversed(departments.upwards(node.id))] for node in departments.nodes.values()
    }


def _summed(rows: Sequence[Part], ways: Mapping[str, Sequence[Slice]], depth: int) -> list[Part]:
    counts: defaultdict[Slice, Counts] = defaultdict(Counts)
    for row in rows:
        unit = next(reversed(ways.get(row.slice.order, ())[:depth]), row.slice)
        counts[unit] += row.counts
    return [Part(unit, counts[unit]) for unit in sorted(counts, key=lambda unit: (unit.order, unit.name))]
