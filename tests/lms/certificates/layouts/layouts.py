"""Layouts to test with."""

from dataclasses import replace
from datetime import date
from urllib.parse import quote

from courses.models import Course
from lms.certificates.layouts.permitting import Permitted, permit_seal
from lms.certificates.layouts.rows import DepartmentLayout, Layout, SealPermission
from lms.certificates.layouts.using import standard_design
from lms.certificates.layouts.writing import write_layout
from lms.certificates.papers.design import Design, PaperKind
from lms.lib.uploaded_pictures import clean_picture
from lms.people.roles import Office
from tests.lms.certificates.town import NOW, TODAY

CREST = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    b'<circle cx="50" cy="50" r="42" fill="none" stroke="#1a3d7c" stroke-width="10"/>'
    b'<path d="M50 20L76 65H24z" fill="#1a3d7c"/></svg>'
)
SEAL = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" fill="none" stroke="#c8102e" stroke-width="6">'
    b'<rect x="4" y="4" width="92" height="92"/><path d="M20 28h60M20 50h60M20 72h60M36 16v68M64 16v68"/></svg>'
)


def uri(svg: bytes) -> str:
    return f"data:image/svg+xml,{quote(svg.decode())}"


def layout(
    name: str = "賞状", *courses: Course, office: str = Office.SECURITY, usual: bool = False, **design: str
) -> Layout:
    row = Layout(office=office, name=name, usual=usual)
    return write_layout(layout=row, design=replace(Design(), **design), courses=courses, author="00900", at=NOW)


def department_layout(name: str = "飾り枠", office: str = Office.SECURITY, **design: str) -> Layout:
    """In use for all 課別修了証明書 of the office."""
    kind = PaperKind.DEPARTMENT
    row = DepartmentLayout(office=office, kind=kind, name=name, usual=True)
    laid_down = replace(standard_design(office, kind), **design)
    return write_layout(layout=row, design=laid_down, courses=[], author="00900", at=NOW)


def permitted(office: str = Office.SECURITY, starts_on: date = TODAY) -> SealPermission:
    decided = Permitted(office, 21, date(2026, 7, 1), "総務課長", "垂総第７号")
    return permit_seal(permitted=decided, picture=clean_picture(SEAL), starts_on=starts_on, actor="00001", at=NOW)
