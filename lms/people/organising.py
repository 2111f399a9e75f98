"""The act by which the organisation changes. In bulk: the caller's ledger entry names what it returns."""

from collections.abc import Sequence
from datetime import datetime

from lms.people.models import Department, DepartmentVersion
from lms.people.rewriting import rewrite


def found_departments(*, codes: Sequence[str]) -> list[Department]:
    """New departments, which have no name before their first version."""
    return Department.objects.bulk_create([Department(code=code) for code in codes])


def reorganise(*, void: Sequence[int], add: Sequence[DepartmentVersion], at: datetime) -> list[DepartmentVersion]:
    """Take versions out of the books and write others."""
    return rewrite(DepartmentVersion, void=void, add=add, at=at)
