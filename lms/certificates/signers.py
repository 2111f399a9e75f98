"""Who signs a paper on a day."""

from datetime import date

from lms.certificates.papers.design import PaperKind
from lms.lib.fiscal_year import era_date
from lms.people.models import OfficeHolder
from lms.people.roles import Office

_Signer = OfficeHolder.Office


class NoSignerError(ValueError):
    """Nobody is registered as holder of the signing office on that day."""


def signing_office(office: str, kind: str) -> OfficeHolder.Office:
    """The mayor signs personal papers; the head of the training office's own line signs those to departments."""
    if kind == PaperKind.PERSONAL:
        return _Signer.MAYOR
    return _Signer.CHIEF_SECURITY if office == Office.SECURITY else _Signer.CHIEF_DX


def holder(signing: OfficeHolder.Office, on: date) -> OfficeHolder | None:
    return OfficeHolder.objects.on(on).filter(office=signing).order_by("-starts_on", "-pk").first()


def required_holder(signing: str, on: date) -> OfficeHolder:
    """The holder of a signing office on a day."""
    found = holder(_Signer(signing), on)
    if found is None:
        raise NoSignerError(
            f"{era_date(on)}に在職する{_Signer(signing).label}が登録されていません。"
            "システム管理者に、証書の名義人の登録を依頼してください。"
        )
    return found
