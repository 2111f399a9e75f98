"""Set somebody's password from standard input."""

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.accounts.choosing import choose_password
from lms.accounts.models import User
from lms.lib import clock


class Command(BaseCommand):
    help = "職員のパスワードを設定します。パスワードは標準入力から読み、画面にも記録にも残しません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("staff_number", metavar="STAFF_NUMBER", help="職員番号")

    def handle(self, *args: Any, **options: Any) -> None:
        account = User.objects.filter(username=options["staff_number"]).first()
        if account is None:
            raise CommandError(f"職員番号「{options['staff_number']}」の利用者は登録されていません。")
        try:
            choose_password(account=account, password=_read(), actor="command:set_password", at=clock.now())
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        self.stdout.write(f"職員番号{account.username}のパスワードを設定しました。")


def _read() -> str:
    """The first line given. A terminal is asked without showing what is typed."""
    if sys.stdin.isatty():
        return getpass.getpass("パスワード: ")
    return sys.stdin.readline().rstrip("\r\n")
