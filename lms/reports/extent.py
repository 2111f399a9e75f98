"""How much a question is about, before anything of it is worked out."""

from dataclasses import dataclass

from django.db.models import Count

from lms.reports.figures import Question


@dataclass(frozen=True)
class Extent:
    """`departments`: rows of an 内訳 by 所属."""

    duties: int
    departments: int
    trainings: int

    @property
    def cells(self) -> int:
        return self.departments * self.trainings


def extent(question: Question) -> Extent:
    """One query that asks how nobody stands, after the small one for the year."""
    rows = [*question.duties().order_by().values_list("department_id").annotate(number=Count("pk"))]
    city = question.scope.departments
    units = {city.reporting_unit(pk) if pk in city.nodes else None for pk, _ in rows}
    return Extent(sum(number for _, number in rows), len(units), len(question.courses))
