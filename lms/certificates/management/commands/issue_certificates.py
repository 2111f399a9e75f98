"""Give and draw papers at once, without a worker, one PDF a file."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.models import Course, Curriculum
from lms.certificates.drawing import PaperLostError, papers
from lms.certificates.everything import Giving, Wanted, give_all, held
from lms.certificates.issuing import Decision
from lms.certificates.models import Series
from lms.certificates.register.naming import file_name
from lms.lib import clock
from lms.lib.arguments import day
from lms.lib.fiscal_year import fiscal_year
from lms.people.models import Department

_ACTOR = "command:issue_certificates"


class Command(BaseCommand):
    help = (
        "修了した職員に修了証書を、受講対象者の全員が修了した所属に課別修了証明書を交付し、PDFをフォルダーに書き出します。"
        "交付済みのものも書き出し、番号を二重に付けることはありません。"
        "ファイル名は「年度-担当-番号_職員番号又は所属コード_研修コード.pdf」で、課別修了証明書は番号の前にdが付きます。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fiscal-year", type=_year, required=True, metavar="YEAR", help="年度（西暦）")
        parser.add_argument("--kind", choices=Series.Kind.values, help="種類（省略時は両方）")
        parser.add_argument("--department", metavar="CODE", help="所属コード。その下の所属を含みます。")
        parser.add_argument(
            "--course", metavar="CODE", help="研修のコード。課別修了証明書では研修課程のコードも使えます。"
        )
        parser.add_argument("--decided-on", type=day, metavar="DATE", help="決裁日")
        parser.add_argument("--document-number", default="", metavar="TEXT", help="決裁の文書番号")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="書き出すフォルダー")

    def handle(self, *args: Any, **options: Any) -> None:
        at, on = clock.now(), clock.today()
        wanted = _wanted(options)
        decision = Decision(decided_on=options["decided_on"], document_number=options["document_number"])
        refusals = give_all(wanted, Giving(decision, on, _ACTOR, at))
        self._write(wanted, options["out"])
        if refusals:
            raise CommandError("\n".join(refusals))

    def _write(self, wanted: Wanted, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        rows = held(wanted, clock.today())
        total = rows.count() if self.stderr.isatty() else 0
        try:
            for number, (certificate, content) in enumerate(papers(rows, clock.now()), start=1):
                path = folder / file_name(certificate)
                path.write_bytes(content)
                self.stdout.write(str(path))
                if total and (number % 100 == 0 or number == total):
                    self.stderr.write(f"{total}件のうち{number}件")
        except PaperLostError as error:
            raise CommandError(str(error)) from error


def _year(text: str) -> int:
    if not (text.isdecimal() and 2000 <= int(text) <= 2100):
        raise ArgumentTypeError(f"「{text}」は年度として読めません。令和8年度は2026と書いてください。")
    return int(text)


def _wanted(options: dict[str, Any]) -> Wanted:
    year, code = options["fiscal_year"], options["course"]
    if year > fiscal_year(clock.today()):
        raise CommandError("まだ始まっていない年度です。年度を確かめてください。")
    if code and not (Course.objects.filter(code=code).exists() or Curriculum.objects.filter(code=code).exists()):
        raise CommandError(f"コード「{code}」の研修又は研修課程は登録されていません。")
    kinds = (options["kind"],) if options["kind"] else tuple(Series.Kind.values)
    return Wanted(year, kinds, _department(options["department"]), code)


def _department(code: str | None) -> int | None:
    if code is None:
        return None
    found = Department.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"所属コード「{code}」の所属は登録されていません。")
    return found
