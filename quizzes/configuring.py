"""What an office sets in the editor without versions: tests, banks, courses. The ledger keeps before and after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from lms.ledger.appending import append


@transaction.atomic
def record_setting(
    *, row: Model, before: Mapping[str, Any], after: Mapping[str, Any], actor: str, at: datetime
) -> None:
    """What was changed, by field; of a new row all that was filled in."""
    changes = {name: [_text(before.get(name)), _text(value)] for name, value in after.items()}
    subject = f"{row._meta.verbose_name} {row}"[:200]
    append(actor=actor, action="教材の設定", subject=subject, at=at, payload={"changes": changes})


def _text(value: object) -> str:
    """As the editor's form holds it: a row by its number, before as after."""
    return str(value.pk if isinstance(value, Model) else "" if value is None else value)
