"""What a clerk says once and the next import knows: which column is which, and the real characters of a name."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from lms.importing.models import ColumnMapping, ComingParticulars, ImportBatch, NameReplacement
from lms.ledger.appending import append
from lms.people.enrolling import Particulars, correct
from lms.people.models import Employee


@transaction.atomic
def remember_columns(*, kind: str, headings: Mapping[str, str], actor: str, at: datetime) -> None:
    """`headings`: for each column of ours that the city's files name otherwise, how they name it."""
    ColumnMapping.objects.update_or_create(kind=kind, defaults={"headings": dict(headings)})
    append(
        actor=actor, action="取込みの列の対応", subject=str(ImportBatch.Kind(kind).label), at=at,
        payload={"headings": dict(headings)},
    )  # fmt: skip


@transaction.atomic
def replace_gaiji(*, raw: str, chosen: str, actor: str, at: datetime) -> int:
    """Everybody with exactly this name gets the chosen one, today and in later files; returns how many people."""
    NameReplacement.objects.update_or_create(raw=raw, defaults={"chosen": chosen})
    people = list(Employee.objects.filter(name=raw).select_related("user"))
    said = {person.pk: replace(_as_they_are(person), name=chosen) for person in people}
    correct(
        people=said, accounts={person.user_id: said[person.pk] for person in people if person.user_id}
    )  # fmt: skip
    ComingParticulars.objects.filter(name=raw).update(name=chosen)
    append(
        actor=actor, action="外字の置換え", subject=f"{len(people)}人", at=at,
        payload={"people": [{"employee": person.pk, "name": [raw, chosen]} for person in people]},
        watched={Employee: said},
    )  # fmt: skip
    return len(people)


def _as_they_are(person: Employee) -> Particulars:
    return Particulars(
        staff_number=person.staff_number, name=person.name, kana=person.kana,
        usual_name=person.usual_name, email=person.email, hired_on=person.hired_on,
        active_until=person.user.active_until if person.user else None,
    )  # fmt: skip
