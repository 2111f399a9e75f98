"""通知: the letter to the heads as a DOCX to be edited, with the list of those asked in each department."""

import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH

from lms.duties.models import Requirement
from lms.duties.status import IN_COUNT, State, due_on, duties_on
from lms.lib.docx_page import a_page
from lms.lib.fiscal_year import era_date, fiscal_year_name
from lms.people.city import city
from lms.people.organisation import Organisation, organisation
from lms.reports.exporting import TooManyRowsError
from lms.reports.people import place, returns_of_year

MOST_NAMES = 5000
# The heads report so long after the period at the latest, as their letters have it: 17 July, 31 July.
_TO_REPORT = timedelta(days=14)
_GONE = "この日にない所属"
_HEADINGS = ("所属", "職員番号", "氏名", "受講期限")


@dataclass(frozen=True)
class Letter:
    """The file, and how many people it names."""

    content: bytes
    names: int


@dataclass
class _Asked:
    """One 報告単位: place, number, name and last day of its 対象者; and how many are asked no more, of whom nobody is
    named."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        deferred, exempt = self.left_out[State.DEFERRED], self.left_out[State.EXEMPT]
        others = [f"受講猶予{deferred}人"] * bool(deferred) + [f"受講免除{exempt}人"] * bool(exempt)
        return f"{len(self.rows)}人" + (f"（ほか{'　'.join(others)}）" if others else "")


def circular_docx(requirement: Requirement, on: date) -> Letter:
    """As ui-terms.md section 6 has it. Raises TooManyRowsError."""
    as_of = organisation(on)
    asked = _asked(requirement, as_of, on)
    names = sum(len(one.rows) for one in asked.values())
    if names > MOST_NAMES:
        raise TooManyRowsError(
            f"名簿を付けられるのは{MOST_NAMES:,}人までです。受講者名簿を所属ごとに出力して、通知に添えてください。"
        )
    document = a_page(f"{requirement.course.title}の実施について（通知）", 10.5)
    _letter(document, requirement, on)
    for department, one in asked.items():
        if one.rows:
            document.add_page_break()
            _list(document, requirement, as_of.name(department) or _GONE, one, on)
    buffer = io.BytesIO()
    document.save(buffer)
    return Letter(buffer.getvalue(), names)


def _asked(requirement: Requirement, as_of: Organisation, on: date) -> dict[int, _Asked]:
    """By 報告単位 in the order of the codes; last, whoever sits where no department is on the day. Three queries."""
    returns = returns_of_year(requirement.plan.fiscal_year, on, None)
    duties = duties_on(requirement.plan.fiscal_year, on).filter(requirement=requirement)
    ordered = duties.order_by("employee__kana_key", "employee__staff_number").select_related("employee")
    found: dict[int, _Asked] = {pk: _Asked() for pk in as_of.nodes}
    for duty in ordered:
        of_unit = found.setdefault(as_of.reporting_unit(duty.department_id), _Asked())
        if duty.state in IN_COUNT:
            person, duty.requirement = duty.employee, requirement
            last = era_date(due_on(duty, on, returns.get(person.pk, ())))
            of_unit.rows.append((place(as_of, duty.department_id), person.staff_number, person.shown_name, last))
        else:
            of_unit.left_out[duty.state] += 1
    return found


def _letter(document: Doc, requirement: Requirement, on: date) -> None:
    right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    office = requirement.plan.get_office_display()
    title = f"{fiscal_year_name(requirement.plan.fiscal_year)}{requirement.course.title}の実施について（通知）"
    minutes = f"eラーニング（約{requirement.course.minutes}分）。パソコンを使用しない職員は課内研修又は書面"
    lines = [
        ("（文書番号）", right), ("令和　　年　　月　　日", right), ("各所属長　様", left), (office, right), ("", left),
        (title, WD_ALIGN_PARAGRAPH.CENTER), ("", left),
        ("　このことについて、下記のとおり実施しますので、所属職員に受講させてください。", left),
        ("記", WD_ALIGN_PARAGRAPH.CENTER),
        ("１　対象者　　　別紙受講対象者名簿のとおり（会計年度任用職員を含む。）", left),
        (f"２　実施期間　　{_period(requirement, on)}（期限が異なる職員は、別紙のとおり）", left),
        (f"３　受講方法　　{minutes}", left),
        (f"４　報　　告　　{era_date(requirement.due_on + _TO_REPORT)}までに課別研修実施状況報告書により報告", left),
        ("５　担　　当　　○○課○○係　内線○○○", left),
    ]  # fmt: skip
    for words, side in lines:
        document.add_paragraph(words).alignment = side


def _period(requirement: Requirement, on: date) -> str:
    """追加実施期間 once it has begun."""
    first = f"{era_date(requirement.opens_on)}から{era_date(requirement.due_on)}まで"
    if requirement.second_opens_on is None or requirement.second_opens_on > on:
        return first
    return f"{first}、追加　{era_date(requirement.second_opens_on)}から{era_date(requirement.second_due_on)}まで"


def _list(document: Doc, requirement: Requirement, department: str, asked: _Asked, on: date) -> None:
    document.add_paragraph(city().confidentiality_label).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(f"別紙　受講対象者名簿（{department}）")
    document.add_paragraph(f"{requirement.course.title}　{asked.words}")
    document.add_paragraph(f"基準日　{era_date(on)}現在")
    grid = document.add_table(rows=1, cols=len(_HEADINGS), style="Table Grid")
    for cell, label in zip(grid.rows[0].cells, _HEADINGS, strict=True):
        cell.text = label
    for row in asked.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
