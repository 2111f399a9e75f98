"""Files that are drawn whole: 受講の概況 and 研修実施状況報告書. The page and the worker draw the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from lms.duties.models import Duty, TrainingPlan
from lms.ledger.heads import head_line
from lms.people.city import city
from lms.people.visibility import Viewer
from lms.reports.annual.access import reportable_plans
from lms.reports.annual.files import AnnualFile, Edition, annual_file
from lms.reports.asking import Asked
from lms.reports.dimensions import Dimension
from lms.reports.exporting import Drawn, Format, refuse_too_long
from lms.reports.extent import extent
from lms.reports.forms import OverviewForm
from lms.reports.lists.source import NO_ROLE, NotAllowedError, Tell, asked_anew, covered
from lms.reports.models import ListFile
from lms.reports.overview import overview_for, sees_scores
from lms.reports.overview_files import overview_file
from lms.reports.overview_tables import charts_of, overview_title, parts_table
from lms.reports.tables import Print

# Duties of the year. Of more, counting three years, reading every test that was sat and fitting the A4 hold a process
# of the web server longer than anybody should wait for a page.
ANNUAL_AT_ONCE = 20_000
# Duties asked about. They are counted for two years, and no test is read but of a single training.
OVERVIEW_AT_ONCE = 50_000
# Departments times trainings in a PDF: 1,000 of 31 took 17 seconds of a processor to draw.
CELLS_AT_ONCE = 800


@dataclass(frozen=True)
class Paper:
    """`draw` reads the figures and draws them."""

    title: str
    covers: frozenset[str]
    draw: Callable[[Format, Tell], Drawn]

    def write(self, file: IO[bytes], form: Format, tell: Tell) -> int:
        drawn = self.draw(form, tell)
        file.write(drawn.file.content)
        return drawn.rows


def overview_is_long(found: Asked, form: Format) -> bool:
    """Whether it is made in the background. Two small queries. Raises TooManyRowsError for what no paper holds."""
    size = extent(found.question)
    if found.form.cleaned_data["by"] is Dimension.DEPARTMENT:
        refuse_too_long(form, size.departments)
    return size.duties > OVERVIEW_AT_ONCE or (form is Format.PDF and size.cells > CELLS_AT_ONCE)


def overview_paper(found: Asked, viewer: Viewer, at: datetime) -> Paper:
    """受講の概況 as this person sees it. `covers` the scores, which not everybody sees who sees the trainings."""
    question, by = found.question, found.form.cleaned_data["by"]

    def draw(form: Format, tell: Tell) -> Drawn:
        stands = overview_for(viewer, question, by, at=at)
        tell(0)
        output = Print(at, city().confidentiality_label, question.scope.words, head_line(at), found.measure)
        table = parts_table(question, stands, by, output)
        return Drawn(overview_file(table, charts_of(stands), form), len(table.rows))

    scores = {"scores"} if sees_scores(viewer, question) else set()
    return Paper(overview_title(question, by), covered(question) | scores, draw)


def overview_anew(conditions: Mapping[str, str], viewer: Viewer, at: datetime) -> Paper:
    """Raises NotAllowedError."""
    found = asked_anew(OverviewForm(conditions, today=viewer.on), viewer, ListFile.Kind.OVERVIEW.label)
    return overview_paper(found, viewer, at)


def annual_is_long(plan: TrainingPlan) -> bool:
    """One small query."""
    duties = Duty.objects.filter(requirement__plan=plan, fiscal_year=plan.fiscal_year)
    return duties.count() > ANNUAL_AT_ONCE


def annual_paper(wanted: AnnualFile, at: datetime) -> Paper:
    """研修実施状況報告書 of a plan that the person may report."""

    def draw(form: Format, tell: Tell) -> Drawn:
        return annual_file(wanted, form, at, lambda: tell(0))

    return Paper(wanted.title, frozenset({f"office:{wanted.plan.office}"}), draw)


def annual_anew(conditions: Mapping[str, str], viewer: Viewer, at: datetime) -> Paper:
    """Raises NotAllowedError."""
    plan = reportable_plans(viewer).filter(pk=conditions["plan"]).first()
    if plan is None:
        raise NotAllowedError(NO_ROLE.format(what=ListFile.Kind.ANNUAL.label))
    wanted = AnnualFile(plan, date.fromisoformat(conditions["on"]), Edition(conditions["edition"]))
    return annual_paper(wanted, at)
