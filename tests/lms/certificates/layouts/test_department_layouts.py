"""How an office's 課別修了証明書 look: laid down in the editor, beside the layouts of 修了証書."""

import pytest
from django.urls import reverse

from lms.certificates.layouts.rows import Layout
from lms.people.roles import Role
from tests import factories as make
from tests.lms.certificates.layouts.layouts import department_layout, layout, permitted
from tests.lms.certificates.layouts.test_editor import crest, faults, shown
from tests.markup import page

pytestmark = pytest.mark.django_db


def typed(**more):
    usual = {
        "office": "security", "name": "飾り枠", "title": "課別修了証明書", "border": "line", "signer": "chief-security",
        "seal": "omitted", "code": "right",
    }  # fmt: skip
    return usual | more


def test_an_office_lays_down_a_layout_and_changes_it(enter):
    office = enter()
    response = office.post(reverse("department_layout:add"), typed(is_usual="on", crest_file=crest()))
    assert response.status_code == 302, faults(response)
    row = Layout.objects.get()
    assert (row.kind, row.usual, row.version) == ("department", True, 1)
    assert (row.design.border, row.design.signer, row.design.body) == ("line", "chief-security", "")
    office.post(reverse("department_layout:edit", args=[row.pk]), typed(signer="mayor"))
    row.refresh_from_db()
    assert (row.version, row.design.signer, row.usual) == (2, "mayor", False)


def test_each_kind_has_its_own_usual_layout(enter):
    layout("賞状", usual=True)
    assert enter().post(reverse("department_layout:add"), typed(is_usual="on")).status_code == 302
    assert Layout.objects.filter(usual=True).count() == 2


def test_each_list_shows_its_own_kind_and_the_other_kind_cannot_be_opened_there(enter):
    office, own, other = enter(), department_layout("課の様式"), layout("人の様式")
    kinds = ("department_layout", "paper_layout")
    listed = {name: office.get(reverse(f"{name}:index")).content.decode() for name in kinds}
    assert ("課の様式" in listed["department_layout"], "人の様式" in listed["department_layout"]) == (True, False)
    assert ("課の様式" in listed["paper_layout"], "人の様式" in listed["paper_layout"]) == (False, True)
    assert office.get(reverse("department_layout:edit", args=[other.pk])).status_code == 404
    assert office.get(reverse("paper_layout:edit", args=[own.pk])).status_code == 404


def test_the_form_begins_as_papers_are_given_without_a_layout(enter):
    form = page(enter().get(reverse("department_layout:add")))
    assert form.select_one("[name=title]")["value"] == "課別修了証明書"
    assert form.select_one("[name=signer] [selected]")["value"] == "chief-security"
    assert form.select_one("[name=border][checked]")["value"] == "none"
    assert not form.select("[name=form], [name=body], [name=courses]")


def test_a_seal_that_was_permitted_for_papers_of_persons_is_not_offered(enter):
    permitted()
    response = enter().post(reverse("department_layout:add"), typed(seal="picture"))
    assert "picture" in faults(response)
    assert not Layout.objects.exists()


def test_the_preview_shows_what_is_typed_and_saves_nothing(enter):
    make.city()
    office = enter()
    plain = shown(office.post(reverse("department_layout:preview"), typed(border="none")))
    bordered = shown(office.post(reverse("department_layout:preview"), typed(crest_file=crest())))
    assert [caption for caption, _ in plain] == ["ふつうの所属", "長い名前の所属"]
    assert plain[0][1].tobytes() != bordered[0][1].tobytes()
    assert not Layout.objects.exists()


def test_authors_have_none(enter):
    author = enter(Role.SECURITY_AUTHOR)
    for name in ("department_layout:index", "department_layout:add"):
        assert author.get(reverse(name)).status_code == 404
    assert author.post(reverse("department_layout:preview"), typed()).status_code == 404
