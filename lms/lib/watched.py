"""The abstract shape of a row that may change, and on which facts and papers rest all the same."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models


class Watched(models.Model):
    """Who a person is, what a plan asks, the last number given: no facts, so nothing keeps them from being changed.

    But whatever act writes such a row says in its entry how the row stands then (`append(watched=...)`), so a change
    that no act made shows.
    """

    sets_once: tuple[str, ...] = ()
    # Columns that are younger than the first digest of a row, with what the older rows hold.
    newer: ClassVar[Mapping[str, Any]] = {}

    class Meta:
        abstract = True
