"""File names of papers: plain ASCII in the order of the register, or in words for people."""

import re

from lms.certificates.models import Certificate, Series
from lms.certificates.papers.wording import training_name
from lms.lib.fiscal_year import fiscal_year_of

_UNSAFE = re.compile(r"[^0-9A-Za-z-]+")
# What Windows, macOS or Linux do not take in a name, and what cannot be seen; 「_」 separates the parts.
_UNNAMABLE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff/\\:*?"<>|_]+')
_LONGEST = 40


def file_name(certificate: Certificate) -> str:
    """`2026-security-00012_00123_S-01.pdf`: year, office and number; 職員番号 or 所属コード; course or curriculum.

    Papers to departments have a `d` before the number. Needs series, employee and department at hand.
    """
    series = certificate.series
    mark = "d" if series.kind == Series.Kind.DEPARTMENT else ""
    number = f"{series.fiscal_year}-{series.office}-{mark}{certificate.number:05}"
    return "_".join(_UNSAFE.sub("-", part) for part in (number, _code(certificate), certificate.subject_code)) + ".pdf"


def readable_name(certificate: Certificate, place: str, beside: str = "") -> str:
    """「00123_髙橋　正樹_令和８年度情報セキュリティ研修」 without ending; 所属コード and `place` for a department.

    Said as on the paper. Needs employee, department and completion at hand.
    """
    holder = certificate.payload["name"] if certificate.employee else place
    parts = (_code(certificate), holder, training(certificate), beside)
    return "_".join(nameable(part) for part in parts if part)


def training(certificate: Certificate) -> str:
    """「令和８年度情報セキュリティ研修」, as it was called then; its code where a paper's words were erased.

    Needs the completion at hand.
    """
    completion = certificate.completion
    if completion is None:
        return certificate.payload["list"]["subject"] or certificate.subject_code
    return training_name(fiscal_year_of(completion.completed_at), completion.course_title)


def _code(certificate: Certificate) -> str:
    return certificate.employee.staff_number if certificate.employee else certificate.department.code


def nameable(text: str) -> str:
    """What every file system takes; neither at the beginning nor at the end a dot or a space."""
    return _UNNAMABLE.sub("-", text)[:_LONGEST].strip(". \u3000") or "-"
