"""What the city is called and who signs its papers."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.forms import model_to_dict

from lms.ledger.appending import append
from lms.people.models import City, OfficeHolder


def city() -> City:
    """The one row; before anybody has filled it in, an unsaved one."""
    return City.objects.first() or City(name="")


@transaction.atomic
def change_city(*, city: City, actor: str, at: datetime) -> None:
    city.save()
    append(actor=actor, action="団体の設定", subject="団体", at=at, payload=model_to_dict(city))


@transaction.atomic
def appoint_office_holder(
    *, office: str, title: str, name: str, starts_on: date, actor: str, at: datetime
) -> OfficeHolder:
    """Somebody holds an office from a day on; whoever held it before does so until the day before."""
    before = OfficeHolder.objects.on(starts_on).filter(office=office)
    for holder in before:
        _end(holder, starts_on - timedelta(days=1), at)
    holder = OfficeHolder.objects.create(office=office, title=title, name=name, starts_on=starts_on, recorded_at=at)
    append(actor=actor, action="証書の名義人の登録", subject=office, at=at, facts=[holder])
    return holder


def _end(holder: OfficeHolder, ends_on: date, at: datetime) -> None:
    OfficeHolder.objects.filter(pk=holder.pk).void(at)
    if holder.starts_on <= ends_on:
        OfficeHolder.objects.create(
            office=holder.office, title=holder.title, name=holder.name, starts_on=holder.starts_on, ends_on=ends_on,
            recorded_at=at,
        )  # fmt: skip


def holder_on(office: str, day: date) -> OfficeHolder | None:
    """Who held an office on a day."""
    return OfficeHolder.objects.on(day).filter(office=office).order_by("-starts_on").first()
