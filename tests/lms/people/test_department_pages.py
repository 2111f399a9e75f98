"""所属 by page: the tree of a day, one department, and the acts."""

from datetime import date

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.models import DepartmentVersion, Posting
from lms.people.organisation import organisation
from lms.people.roles import Role
from tests import factories
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db

URL = "/people/departments/"
APRIL = date(2027, 4, 1)


@pytest.fixture
def welfare():
    top = factories.department("01", "市長部局", reports=False)
    return factories.department("0106", "福祉課", parent=top, appointing_authority="市長")


def rows(answer):
    return [texts(row, "th, td") for row in page(answer).select("tbody tr")]


def messages(answer):
    return texts(page(answer), ".banner")


def test_the_tree_shows_a_day_with_its_people(signed_in, welfare):
    factories.employee(welfare)
    client = signed_in(Role.HR)

    assert rows(client.get(URL)) == [
        ["市長部局", "01", "", "", "0", "0"], ["　福祉課", "0106", "市長", "報告単位", "1", "0"],
    ]  # fmt: skip
    assert texts(page(client.get(URL)), "tfoot td")[3] == "1"


def test_another_day_shows_the_organisation_of_that_day(signed_in, welfare):
    client = signed_in(Role.HR)
    client.post(
        f"{URL}{welfare.pk}/change/",
        {"name": "地域福祉課", "appointing_authority": "市長", "reports": "on", "on": "R9.4.1"},
    )

    assert [row[0] for row in rows(client.get(URL, {"on": "R9.3.31"}))] == ["市長部局", "　福祉課"]
    assert [row[0] for row in rows(client.get(URL, {"on": "２０２７．４．１"}))] == ["市長部局", "地域福祉課"]


def test_a_mistyped_day_is_answered_in_words(signed_in, welfare):
    answer = signed_in(Role.HR).get(URL, {"on": "きのう"})

    assert answer.status_code == 200
    assert "「きのう」は日付として読めません" in errors(answer)[0]


def test_a_department_shows_its_names_in_time_and_its_roles(signed_in, welfare):
    head = factories.employee(welfare, name="青木　花子")
    factories.grant(head, Role.HEAD, welfare)
    client = signed_in(Role.HR)
    client.post(f"{URL}{welfare.pk}/change/", {"name": "地域福祉課", "on": "R9.4.1"})
    answer = page(client.get(f"{URL}{welfare.pk}/"))

    assert texts(answer, "h1") == ["福祉課"]
    assert texts(answer, ".table__name") == ["地域福祉課", "福祉課", "青木　花子"]


def test_a_department_is_founded_by_page(signed_in, welfare):
    answer = signed_in(Role.HR).post(
        f"{URL}new/", {"code": "０１０９", "name": "DX推進課", "parent": welfare.pk, "reports": "on", "on": "R9.4.1"},
        follow=True,
    )  # fmt: skip

    assert "令和9年4月1日付けで、「DX推進課」（0109）を新設しました。" in messages(answer)[0]
    node = organisation(APRIL).by_code("0109")
    assert (node.name, node.parent_id, node.reports) == ("DX推進課", welfare.pk, True)


def test_what_is_missing_is_said_field_by_field(signed_in):
    answer = signed_in(Role.HR).post(f"{URL}new/", {"code": "", "name": "", "parent": "", "on": ""})
    empty = errors(answer)

    assert empty == [
        "所属コード：所属コードを入力してください。",
        "所属名：所属名を入力してください。",
        "開始日：開始日を入力してください。",
    ]


def test_the_form_begins_with_what_the_department_is(signed_in, welfare):
    answer = page(signed_in(Role.HR).get(f"{URL}{welfare.pk}/change/", {"on": "R9.4.1"}))

    assert answer.find(id="id_name")["value"] == "福祉課"
    assert answer.select_one("#id_parent option[selected]").get_text() == "01　市長部局"
    assert answer.find(id="id_reports").has_attr("checked")


@pytest.fixture
def renamed():
    """税務課 until March 2026, 収納税務課 until March 2027, then 税務収納課 as is already planned."""
    row = factories.department("0104", "税務課", reports=False, ends_on=date(2026, 3, 31))
    common = {"department": row, "reports": False, "recorded_at": factories.LONG_AGO}
    DepartmentVersion.objects.create(name="収納税務課", starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31), **common)
    DepartmentVersion.objects.create(name="税務収納課", starts_on=APRIL, **common)
    return row


@pytest.mark.parametrize(("day", "name"), [("R7.4.1", "税務課"), ("R8.4.1", "収納税務課"), ("R9.5.1", "税務収納課")])
def test_the_form_shows_what_the_department_is_on_the_day_of_the_change(signed_in, renamed, day, name):
    client, url = signed_in(Role.HR), f"{URL}{renamed.pk}/change/"
    step = page(client.get(url)).select_one("main form")
    assert (step["method"], texts(step, "label"), texts(step, "button")) == ("get", ["開始日※必須"], ["次へ進む"])
    form = page(client.get(url, {"on": day})).select_one("main form")

    assert form.find(id="id_name")["value"] == name
    sent = {"on": form.find(id="id_on")["value"], "name": name, "reports": "on"}
    answer = client.post(url, sent, follow=True)
    assert "付けで、報告単位の変更を登録しました。" in messages(answer)[0]
    days = (date(2026, 3, 31), date(2027, 3, 31), date(2027, 5, 1))
    assert [organisation(on).name(renamed.pk) for on in days] == ["税務課", "収納税務課", "税務収納課"]


def test_a_day_on_which_there_is_no_such_department_is_refused_before_anything_is_filled_in(signed_in, welfare):
    young = factories.department("0107", starts_on=date(2026, 4, 1))
    answer = signed_in(Role.HR).get(f"{URL}{young.pk}/change/", {"on": "R8.3.31"})

    assert "令和8年3月31日にはありません" in errors(answer)[0]
    assert page(answer).find(id="id_name") is None


def test_a_refusal_is_said_on_the_form_and_nothing_is_written(signed_in, welfare):
    factories.employee(welfare)
    answer = signed_in(Role.HR).post(f"{URL}{welfare.pk}/closure/", {"on": "R9.4.1"})

    assert "発令のある職員が1人います" in errors(answer)[0]
    assert DepartmentVersion.objects.known().get(department=welfare).ends_on is None


def test_a_merger_moves_people_and_says_which_roles_ended(signed_in, welfare):
    other = factories.department("0104", "税務課")
    person = factories.employee(welfare)
    factories.grant(person, Role.HEAD, welfare)
    answer = signed_in(Role.HR).post(f"{URL}{welfare.pk}/merger/", {"into": other.pk, "on": "R9.4.1"}, follow=True)

    assert "職員1人と下の所属0件を移しました。この所属に付く役割の指定1件が終わりました。" in messages(answer)[0]
    assert Posting.objects.on(APRIL).get(employee=person).department == other


def test_a_split_makes_as_many_departments_as_are_written(signed_in, welfare):
    client = signed_in(Role.HR)
    client.post(
        f"{URL}{welfare.pk}/split/",
        {"on": "R9.4.1", "code1": "0116", "name1": "高齢福祉課", "code2": "0117", "name2": "こども課"},
    )

    assert {"高齢福祉課", "こども課", "福祉課"} <= {node.name for node in organisation(APRIL).nodes.values()}
    half = client.post(f"{URL}{welfare.pk}/split/", {"on": "R9.4.1", "code1": "0118", "name1": "", "name2": "室"})
    assert errors(half) == [
        "新しい所属1の所属名：新しい所属1の所属名を入力してください。",
        "新しい所属2の所属コード：所属コードと所属名の両方を入力してください。",
    ]


def test_a_split_into_two_of_one_code_is_refused(signed_in, welfare):
    sent = {"on": "R9.4.1", "code1": "0116", "name1": "高齢福祉課", "code2": "０１１６", "name2": "こども課"}
    answer = signed_in(Role.HR).post(f"{URL}{welfare.pk}/split/", sent)

    assert errors(answer) == [
        "新しい所属2の所属コード：所属コード「0116」を二つの所属に入力しています。別のコードを入力してください。"
    ]


def test_the_auditor_reads_and_changes_nothing(signed_in, welfare):
    client = signed_in(Role.AUDITOR)

    assert client.get(URL).status_code == client.get(f"{URL}{welfare.pk}/").status_code == 200
    assert page(client.get(f"{URL}{welfare.pk}/")).select("main a.button") == []
    for act in ("change", "merger", "split", "closure"):
        assert client.post(f"{URL}{welfare.pk}/{act}/", {"on": "R9.4.1"}).status_code == 404
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("role", [None, Role.SECURITY_OFFICE, Role.ADMINISTRATOR])
def test_for_others_the_pages_do_not_exist(signed_in, welfare, role):
    client = signed_in(role)

    assert {client.get(url).status_code for url in (URL, f"{URL}{welfare.pk}/", f"{URL}new/")} == {404}


@pytest.mark.parametrize("number", [1, 3])
def test_the_tree_asks_the_database_as_often_for_one_as_for_three(
    signed_in, welfare, number, django_assert_num_queries
):
    for serial in range(number):
        factories.employee(factories.department(f"02{serial}", parent=welfare))
    client = signed_in(Role.HR)
    client.get(URL)
    with django_assert_num_queries(5):
        client.get(URL)
