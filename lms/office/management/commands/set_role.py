"""Give somebody a role from today on."""

from argparse import RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.duties.tasks import follow_people
from lms.lib import clock
from lms.lib.fiscal_year import parse_date
from lms.people.granting import NoDepartmentError, NoEndError, grant_role, usual_department
from lms.people.models import Department, Employee
from lms.people.refusals import RefusedError
from lms.people.roles import Role

_ACTOR = "command:set_role"


class Command(BaseCommand):
    help = "職員に役割を指定します。今日から始まります。"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        roles = "\n".join(f"  {role.value:<20}{role.label}" for role in Role)
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=f"役割（ROLE）:\n{roles}",
            formatter_class=RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("staff_number", metavar="STAFF_NUMBER", help="職員番号")
        parser.add_argument("role", metavar="ROLE", choices=Role.values, help="役割（下の一覧）")
        parser.add_argument(
            "--department", metavar="CODE", help="所属コード。所属長など所属に付く役割で省くと、本務の所属です。"
        )
        parser.add_argument("--until", metavar="DAY", help="終了日。例：R9.3.31　監査担当には必要です。")

    def handle(self, *args: Any, **options: Any) -> None:
        on, at, role = clock.today(), clock.now(), Role(options["role"])
        employee = Employee.objects.filter(staff_number=options["staff_number"]).first()
        if employee is None:
            raise CommandError(f"職員番号「{options['staff_number']}」の職員は登録されていません。")
        code = options["department"]
        department = _department(code) if code else usual_department(employee, role, on)
        ends_on = _day(options["until"]) if options["until"] else None
        try:
            grant_role(employee=employee, role=role, department=department, on=on, ends_on=ends_on, actor=_ACTOR, at=at)
        except NoDepartmentError as error:
            raise CommandError(f"{error}--department で所属コードを指定してください。") from error
        except NoEndError as error:
            raise CommandError(f"{error}--until で終了日を指定してください。") from error
        except RefusedError as error:
            raise CommandError(str(error)) from error
        follow_people(by=_ACTOR, at=at)
        where = f"（所属コード {department.code}）" if department else ""
        self.stdout.write(f"職員番号{employee.staff_number}に、役割「{role.label}」{where}を指定しました。")


def _department(code: str) -> Department:
    department = Department.objects.filter(code=code).first()
    if department is None:
        raise CommandError(f"所属コード「{code}」の所属は登録されていません。")
    return department


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise CommandError(str(error)) from error
