"""File names of papers: plain ASCII, in the order of the register, the same in a ZIP and on the command line."""

import re

from lms.certificates.models import Certificate, Series

_UNSAFE = re.compile(r"[^0-9A-Za-z-]+")


def file_name(certificate: Certificate) -> str:
    """`2026-security-00012_00123_S-01.pdf`: year, office and number; 職員番号 or 所属コード; course or curriculum.

    Papers to departments have a `d` before the number. Needs series, employee and department at hand.
    """
    series = certificate.series
    mark = "d" if series.kind == Series.Kind.DEPARTMENT else ""
    holder = certificate.employee.staff_number if certificate.employee else certificate.department.code
    number = f"{series.fiscal_year}-{series.office}-{mark}{certificate.number:05}"
    return "_".join(_UNSAFE.sub("-", part) for part in (number, holder, certificate.subject_code)) + ".pdf"
