"""The department report as a file, for office use and for other programs."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.models import Course
from lms.ledger.heads import head_line
from lms.lib import clock
from lms.lib.arguments import day
from lms.lib.fiscal_year import end_of_day, era_date, fiscal_year_name, last_day
from lms.people.city import city
from lms.people.organisation import organisation
from lms.reports.exporting import Format, file_of, record_taken_out
from lms.reports.figures import Figures, Question, asked_courses, department_figures
from lms.reports.figures_json import figures_json
from lms.reports.reach import Scope, everything, only
from lms.reports.tables import Print, department_table

_JSON = "json"


class Command(BaseCommand):
    help = "年度の受講状況を所属別に出します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fiscal-year", type=int, required=True, help="年度（西暦）。令和8年度は2026")
        parser.add_argument("--at", type=day, help="基準日（省略時は今日。過ぎた年度はその末日）")
        parser.add_argument(
            "--known-on", type=day, help="この日までに記録された内容だけで数えます（省略時は今ある記録）。"
        )
        parser.add_argument("--department", metavar="CODE", help="所属コード。その所属と下の所属を出します。")
        parser.add_argument("--course", metavar="CODE", help="研修のコード。省略時はすべての研修を合計します。")
        parser.add_argument("--format", choices=[*Format.values, _JSON], required=True, help="形式")
        parser.add_argument("--output", required=True, help="書き込むファイル。「-」は標準出力")

    def handle(self, *args: Any, **options: Any) -> None:
        year, moment = options["fiscal_year"], clock.now()
        on = options["at"] or min(clock.today(), last_day(year))
        known_at = end_of_day(options["known_on"]) if options["known_on"] else None
        scope, place = _scope(options["department"], on, known_at)
        question = Question(year, on, _courses(options["course"], year), scope, known_at)
        output = Print(moment, city().confidentiality_label, place, head_line(moment))
        figures = department_figures(question)
        self._write(_content(question, figures, options["format"], output), options["output"])
        _record(options, len(figures.rows), moment)

    def _write(self, content: bytes, output: str) -> None:
        if output == "-":
            self._show(content)
            return
        try:
            Path(output).write_bytes(content)
        except OSError as error:
            raise CommandError(f"「{output}」に書き込めません（{error.strerror}）。") from error

    def _show(self, content: bytes) -> None:
        """A file is bytes; a standard output that takes only text gets the text."""
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.stdout.write(content.decode())
        else:
            buffer.write(content)
            buffer.flush()


def _record(options: dict[str, Any], rows: int, at: datetime) -> None:
    """Whoever may run commands is known to the machine; what was taken out stands here as of any other file."""
    asked = {name: str(options[name]) for name in ("fiscal_year", "at", "known_on", "department", "course")}
    record_taken_out(
        what=f"所属別研修受講状況 {options['format']}", purpose="", actor="command:department_report", at=at, rows=rows,
        conditions={name: value for name, value in asked.items() if value != "None"},
    )  # fmt: skip


def _content(question: Question, figures: Figures, form: str, output: Print) -> bytes:
    if form == _JSON:
        return figures_json(question, figures)
    return file_of(department_table(question, figures, output), Format(form)).content


def _scope(code: str | None, on: date, known_at: datetime | None) -> tuple[Scope, str]:
    """The departments, and what the file calls them."""
    city_on = organisation(on, known_at)
    if code is None:
        return everything(city_on), ""
    node = city_on.by_code(code)
    if node is None:
        raise CommandError(f"{era_date(on)}に所属コード「{code}」の所属はありません。")
    return only(city_on, city_on.below([node.id])), node.name


def _courses(code: str | None, year: int) -> tuple[Course, ...]:
    asked = asked_courses(year)
    if code is None:
        return asked
    chosen = tuple(course for course in asked if course.code == code)
    if not chosen:
        raise CommandError(f"{fiscal_year_name(year)}の研修計画に研修「{code}」はありません。")
    return chosen
