"""通知: the letter to the heads as a DOCX to be edited, with the list of those asked in each department."""

import io
from collections import defaultdict
from datetime import date

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH

from lms.duties.models import Requirement
from lms.duties.status import duties_on
from lms.lib.docx_page import a_page
from lms.lib.fiscal_year import era_date, fiscal_year_name
from lms.people.city import city
from lms.people.organisation import Organisation, organisation
from lms.reports.exporting import TooManyRowsError
from lms.reports.people import place

MOST_NAMES = 5000


def circular_docx(requirement: Requirement, on: date) -> bytes:
    """As ui-terms.md section 6 has it. Raises TooManyRowsError."""
    as_of = organisation(on)
    names = _asked(requirement, as_of, on)
    if sum(map(len, names.values())) > MOST_NAMES:
        raise TooManyRowsError(
            f"名簿を付けられるのは{MOST_NAMES:,}人までです。受講者名簿を所属ごとに出力して、通知に添えてください。"
        )
    document = a_page(f"{requirement.course.title}の実施について（通知）", 10.5)
    _letter(document, requirement)
    for department, rows in names.items():
        document.add_page_break()
        _list(document, requirement, as_of.name(department), rows)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _asked(requirement: Requirement, as_of: Organisation, on: date) -> dict[int, list[tuple[str, str, str]]]:
    """Place, number and name of everybody with a duty, by 報告単位 in the order of the codes. Two queries."""
    duties = duties_on(requirement.plan.fiscal_year, on).filter(requirement=requirement)
    ordered = duties.order_by("employee__kana_key", "employee__staff_number").select_related("employee")
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for duty in ordered:
        row = (place(as_of, duty.department_id), duty.employee.staff_number, duty.employee.shown_name)
        found[as_of.reporting_unit(duty.department_id)].append(row)
    return {pk: found[pk] for pk in as_of.nodes if pk in found}


def _letter(document: Doc, requirement: Requirement) -> None:
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
        (f"２　実施期間　　{era_date(requirement.opens_on)}から{era_date(requirement.due_on)}まで", left),
        (f"３　受講方法　　{minutes}", left),
        (f"４　報　　告　　{_report_by(requirement)}課別研修実施状況報告書により報告", left),
        (f"５　担　　当　　{office}　内線", left),
    ]  # fmt: skip
    for words, side in lines:
        document.add_paragraph(words).alignment = side


def _report_by(requirement: Requirement) -> str:
    return f"実施期間の終了（{era_date(requirement.due_on)}）後、速やかに"


def _list(document: Doc, requirement: Requirement, department: str, rows: list[tuple[str, str, str]]) -> None:
    document.add_paragraph(city().confidentiality_label).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(f"別紙　受講対象者名簿（{department}）")
    document.add_paragraph(f"{requirement.course.title}　{len(rows)}人")
    grid = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, label in zip(grid.rows[0].cells, ("所属", "職員番号", "氏名"), strict=True):
        cell.text = label
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
