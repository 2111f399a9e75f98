"""On which day a paper was given the first time: what its body says, however often it was given again."""

from collections.abc import Collection
from datetime import date

from lms.certificates.models import Certificate


def first_given_on(certificates: Collection[Certificate]) -> dict[int, date]:
    """By the ids of the certificates. One query."""
    numbers = {(row.series_id, row.number) for row in certificates}
    firsts = Certificate.objects.filter(
        replaces=None, series__in={series for series, _ in numbers}, number__in={number for _, number in numbers}
    ).values_list("series_id", "number", "batch__given_on")
    days = {(series, number): day for series, number, day in firsts}
    return {row.pk: days[row.series_id, row.number] for row in certificates}
