"""What the city is called and who signs its papers."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.forms import model_to_dict

from lms.ledger.appending import append
from lms.people.models import City, OfficeHolder
from lms.people.rewriting import rewrite


def city() -> City:
    """The one row; before anybody has filled it in, an unsaved one."""
    return City.objects.first() or City(name="")


@transaction.atomic
def change_city(*, city: City, actor: str, at: datetime) -> None:
    city.save()
    append(
        actor=actor, action="団体の設定", subject="団体", at=at, payload=model_to_dict(city),
        watched={City: [city.pk]},
    )  # fmt: skip


@transaction.atomic
def appoint_office_holder(
    *, office: str, title: str, name: str, starts_on: date, actor: str, at: datetime
) -> OfficeHolder:
    """Somebody holds an office from a day on; whoever held it before does so until the day before. Who is registered
    from that very day was written down wrongly and is replaced; until when, if it is known, stays."""
    before = list(OfficeHolder.objects.on(starts_on).filter(office=office))
    ends_on = before[0].ends_on if before else None
    holder = OfficeHolder(office=office, title=title, name=name, starts_on=starts_on, ends_on=ends_on)
    void = [one.pk for one in before]
    rows = rewrite(OfficeHolder, void=void, add=[*_ended(before, starts_on - timedelta(days=1)), holder], at=at)
    payload = {"voided": {OfficeHolder._meta.label: void}}
    append(actor=actor, action="証書の名義人の登録", subject=office, at=at, payload=payload, facts=rows)
    return rows[-1]


def _ended(holders: Iterable[OfficeHolder], last: date) -> Iterator[OfficeHolder]:
    """What is left of them."""
    for one in holders:
        if one.starts_on <= last:
            yield OfficeHolder(
                office=one.office, title=one.title, name=one.name, starts_on=one.starts_on, ends_on=last
            )  # fmt: skip
