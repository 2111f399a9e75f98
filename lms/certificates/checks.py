"""What `manage.py check --deploy` asks of this room."""

from typing import Any

from django.core.checks import CheckMessage, Error

from lms.lib import clock
from lms.lib.pdf import render_pdf_to_keep
from lms.lib.signatures.checking import check
from lms.lib.signatures.configured import signature_note, signed_paper, trust
from lms.lib.signatures.signing import CannotSignError

_SAMPLE = '<html lang="ja"><title>署名の確認</title><p>署名の確認</p></html>'


def check_signing(**_: Any) -> list[CheckMessage]:
    """Does the city's certificate, if there is one, make a signature that we accept ourselves?"""
    if signature_note():
        return []
    at = clock.now()
    try:
        problem = check(signed_paper(render_pdf_to_keep(_SAMPLE), at), trust(at), at).problem
    except CannotSignError as error:
        problem = str(error)
    hint = "SIGNING_ で始まる設定と、認証局の証明書（SIGNING_CHAIN）を確かめてください。"
    return [Error(f"証書の署名：{problem}", hint=hint, id="certificates.E001")] if problem else []
