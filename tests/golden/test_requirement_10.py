"""The name shown can be 旧姓・通称; which name certificates carry is chosen by the city."""

import pytest
from django.test import Client

from lms.people.city import change_city, city
from lms.people.models import City
from lms.people.naming import Names, correct_names, name_on_papers
from lms.people.roles import Role
from tests import factories
from tests.factories import jst
from tests.markup import page, texts

pytestmark = pytest.mark.django_db

NOW = jst(2026, 6, 1)


def test_pages_show_the_usual_name_and_papers_the_one_the_city_chose(client: Client):
    """With 旧姓 entered, lists show it and find it; papers follow the city's setting, both ways."""
    factories.city()
    person = factories.employee(factories.department("0104"), name="田中　花子", kana="タナカ　ハナコ")
    names = Names(name="田中　花子", kana="タナカ　ハナコ", usual_name="髙橋　花子", email="")
    correct_names(employee=person, names=names, actor="00001", at=NOW)
    person.refresh_from_db()

    client.force_login(factories.viewer_of(Role.HR).user)
    for words in ("高橋", "田中"):
        assert texts(page(client.get("/people/", {"words": words})), "tbody .table__name") == ["髙橋　花子"]
    assert name_on_papers(person, city()) == "田中　花子"
    settings = city()
    settings.paper_name = City.PaperName.USUAL
    change_city(city=settings, actor="00001", at=NOW)
    assert name_on_papers(person, city()) == "髙橋　花子"
