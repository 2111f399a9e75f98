"""A day on which periods have run out, and the decision about what has."""

from datetime import date

from django.db import connection, transaction

from lms.ledger.appending import append
from lms.ledger.models import Disposal, LedgerEntry
from lms.ledger.sealing import seal
from lms.ledger.verifying import fact_models
from lms.lib.fiscal_year import start_of_day
from lms.office.retaining.deciding import Decision, decide, fingerprint, undecided
from lms.office.retaining.erasing import carry_out
from lms.office.retaining.listing import list_expired
from tests import factories as make

ON = date(2026, 9, 15)
AT = make.jst(2026, 9, 15, 10)
DECISION = Decision(date(2026, 9, 10), "総務課長", "垂総第９９号")


def vouched() -> None:
    """Every fact has its entry."""
    known = {(label, key) for entry in LedgerEntry.objects.all() for label, key, *_ in entry.payload["facts"]}
    with transaction.atomic():
        for model in fact_models():
            rows = [row for row in model.objects.order_by("pk") if (model._meta.label, row.pk) not in known]
            append(actor="00900", action="試験", subject="対象", at=make.LONG_AGO, facts=rows)
    seal()


def decided(*kinds: str, on: date = ON) -> Disposal:
    list_expired(on=on)
    seen = fingerprint(undecided(kinds, on))
    return decide(decision=DECISION, kinds=kinds, seen=seen, actor="90001", at=start_of_day(on))


def erased(*kinds: str, on: date = ON) -> Disposal:
    disposal = decided(*kinds, on=on)
    carry_out(disposal=disposal, now=lambda: start_of_day(on))
    seal()
    return disposal


def sql(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
