"""The figures for other programs. Keys are never renamed or dropped, only added."""

import json
from dataclasses import asdict

from lms.reports.figures import Figures, Question


def figures_json(question: Question, figures: Figures) -> bytes:
    """`required` is without deferred and exempt; `overdue` is part of it; rows add up to total."""
    rows = [
        {"department": row.department.code, "name": row.department.name, **asdict(row.counts)} for row in figures.rows
    ]
    report = {
        "fiscal_year": question.fiscal_year,
        "at": question.on.isoformat(),
        "rows": rows,
        "total": asdict(figures.total),
    }
    if question.known_at:
        report["known_at"] = question.known_at.isoformat()
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()
