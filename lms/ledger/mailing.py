"""The day's head by mail: where it arrives, nobody of this server can change it any more."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from lms.lib.fiscal_year import era_date, local_date


def mail_head(*, file: Path, to: str, at: datetime) -> bool:
    """Send the signed file. Without a mail server or an address nothing is sent; says whether it was.

    Raises what the mail server's refusal raises (SMTPException, OSError).
    """
    if not (settings.EMAIL_HOST and to):
        return False
    # What the file says, not what the newest entry is by now.
    said = json.loads(file.read_text())
    day = era_date(local_date(at))
    message = EmailMessage(
        subject=f"操作記録の控え　{day}　{said['seq']}番",
        body=(
            f"{day}現在の操作記録の最後は、{said['seq']}番です。\n\nハッシュ値　{said['hash']}\n\n"
            "添付のファイルを保管してください。操作記録が書き換えられていないかは、このファイルと比べて検証します。\n"
            f"manage.py verify_ledger --head {file.name}\n"
        ),
        to=[to],
    )
    message.attach_file(str(file), "application/json")
    message.send()
    return True
