"""Who signs the city's papers from which day on."""

from datetime import date

import pytest

from lms.people.city import appoint_office_holder
from lms.people.models import OfficeHolder
from tests.factories import jst

pytestmark = pytest.mark.django_db


def appoint(name: str, starts_on: date) -> None:
    usual = {"office": "mayor", "title": "垂水市長", "actor": "90001", "at": jst(2026, 6, 1)}
    appoint_office_holder(name=name, starts_on=starts_on, **usual)


def standing() -> list[tuple[str, date, date | None]]:
    return list(OfficeHolder.objects.known().order_by("starts_on").values_list("name", "starts_on", "ends_on"))


def test_a_name_written_wrongly_is_replaced_from_the_same_day_for_the_same_span():
    first, second = date(2022, 4, 1), date(2026, 4, 1)
    appoint("水本　市郎", first)
    appoint("次の　市長", second)
    appoint("水本　一郎", first)
    appoint("次野　市長", second)
    assert standing() == [("水本　一郎", first, date(2026, 3, 31)), ("次野　市長", second, None)]
