"""Who looked at somebody's record leaves a trace."""

from datetime import datetime

from django.db import transaction

from lms.ledger.appending import append
from lms.people.models import Employee


@transaction.atomic
def record_look(*, employee: Employee, actor: str, at: datetime) -> None:
    """Of somebody else's record; one's own may be looked at by oneself without being noted."""
    append(actor=actor, action="職員の記録の閲覧", subject=employee.staff_number, at=at)
