"""The question bank in the editor: an office's own questions and tests, and what authors may do."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.ledger.models import LedgerEntry
from lms.people.roles import Office, Role
from quizzes.allowing import allow
from quizzes.models import Allowance, Item, QuestionBank, Quiz
from quizzes.ownership import CONTENT_ROLES, group_name
from tests import factories
from tests.markup import page, texts
from tests.quizzes import samples

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def groups():
    access = Permission.objects.get(codename="access_admin")
    for role in CONTENT_ROLES:
        Group.objects.create(name=group_name(role)).permissions.add(access)


@pytest.fixture
def bank():
    return samples.quiz().bank


@pytest.fixture
def other():
    """The other office's bank, with a question that could leak."""
    found = QuestionBank.objects.create(code="D-01", title="DXの問題集", office=Office.DX)
    samples.item(found, "secret", samples.question(stem="DXの秘密の問い。"))
    Quiz.objects.create(code="D-01", title="DXのテスト", bank=found, draws=1)
    return found


@pytest.fixture
def office(client):
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    return client


@pytest.fixture
def author(client):
    client.force_login(factories.viewer_of(Role.SECURITY_AUTHOR).user)
    return client


def single(bank, **more):
    """What a person types for a new question of one answer."""
    options = {
        "option_1_text": "報告する", "option_1_right": "on", "option_1_feedback": "正しい対応です。",
        "option_2_text": "様子を見る", "option_2_feedback": "遅れます。",
    }  # fmt: skip
    fields = {
        "bank": bank.pk, "key": "new-01", "kind": "single", "category": "報告", "difficulty": "1",
        "lesson_key": "05-report", "stem": "最初にすることは。", "explanation": "報告が先です。", "answer": "",
        "state": "approved",
    }  # fmt: skip
    return fields | options | more


def test_of(bank, **more):
    """What a person types for a new test without parts."""
    fields = {
        "code": "X", "title": "題", "bank": bank.pk, "draws": 1, "pass_percent": 80, "layout": "one_page",
        "grade_rule": "best", "wait_hours": 0, "shows_score": "at_once", "shows_answers": "at_once",
        "shows_explanations": "at_once", "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0,
    }  # fmt: skip
    return fields | more


test_of.__test__ = False


def stored(key="new-01"):
    return Item.objects.get(key=key)


def faults(response):
    return texts(page(response), ".messages .error, .error-message, .w-field__errors p")


def add(client, bank, **more):
    return client.post(reverse("item:add"), single(bank, **more))


# ---- questions ------------------------------------------------------------------------------------------------------


def test_a_question_is_kept_in_its_canonical_form(office, bank):
    assert add(office, bank).status_code == 302

    assert stored().state == Item.State.APPROVED
    assert stored().content == {
        "kind": "single", "stem": "最初にすることは。", "explanation": "報告が先です。", "lesson_key": "05-report",
        "options": [
            {"id": "a", "text": "報告する", "right": True, "feedback": "正しい対応です。"},
            {"id": "b", "text": "様子を見る", "right": False, "feedback": "遅れます。"},
        ],
    }  # fmt: skip


def test_a_true_false_question_needs_its_answer_and_no_options(office, bank):
    nothing = {"option_1_text": "", "option_1_right": "", "option_2_text": ""}
    refused = add(office, bank, kind="true_false", **nothing)
    assert "「正しい」か「誤り」を選んでください。" in " ".join(faults(refused))

    add(office, bank, kind="true_false", answer="false", **nothing)

    options = [(option["text"], option["right"]) for option in stored().content["options"]]
    assert options == [("正しい", False), ("誤り", True)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"option_1_right": ""}, "正しい選択肢を一つだけにしてください。"),
        ({"option_2_right": "on"}, "正しい選択肢を一つだけにしてください。"),
        ({"kind": "multiple"}, "正しい選択肢を二つ以上、誤りの選択肢を一つ以上にしてください。"),
        ({"kind": "multiple", "option_2_right": "on"}, "誤りの選択肢を一つ以上にしてください。"),
        ({"option_2_text": ""}, "選択肢は2個から6個までにしてください。"),
        ({"option_2_text": "報告する"}, "同じ文の選択肢があります。"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_words(office, bank, typed, words):
    response = add(office, bank, **typed)

    assert words in response.content.decode()
    assert not Item.objects.filter(key="new-01").exists()


def test_several_right_answers_are_kept(office, bank):
    more = {"option_2_right": "on", "option_3_text": "電源を切る", "option_6_text": "黙っている"}

    add(office, bank, kind="multiple", **more)

    options = stored().content["options"]
    assert [option["id"] for option in options if option["right"]] == ["a", "b"]
    assert [option["text"] for option in options][2:] == ["電源を切る", "黙っている"]


def test_a_key_is_given_once_in_a_bank(office, bank):
    response = add(office, bank, key="q-00")

    assert response.status_code == 200
    assert bank.items.filter(key="q-00").count() == 1


def test_the_form_shows_the_question_as_it_is(office, bank):
    item = bank.items.get(key="q-01")

    html = page(office.get(reverse("item:edit", args=[item.pk])))

    assert html.select_one("[name=stem]").text.strip() == item.content["stem"]
    assert html.select_one("[name=option_2_text]")["value"] == item.content["options"][1]["text"]
    assert html.select_one("[name=option_1_right]").has_attr("checked")
    assert not html.select_one("[name=option_2_right]").has_attr("checked")
    assert html.select_one("[name=key]").has_attr("disabled")


def test_a_change_makes_another_version_and_keeps_bank_key_and_ids(office, bank, other):
    item = bank.items.get(key="q-01")
    data = single(other, key="renamed", stem="改めた問い。")

    assert office.post(reverse("item:edit", args=[item.pk]), data).status_code == 302

    changed = stored("q-01")
    assert list(changed.versions.values_list("number", flat=True)) == [1, 2]
    assert (changed.version, changed.bank, changed.content["stem"]) == (2, bank, "改めた問い。")
    assert [option["id"] for option in changed.content["options"]] == ["o0", "o1"]


def test_a_refused_change_leaves_the_question_and_its_version(office, bank):
    item = bank.items.get(key="q-01")

    office.post(reverse("item:edit", args=[item.pk]), single(bank, option_1_right=""))

    assert (stored("q-01").version, stored("q-01").content) == (1, item.content)


# ---- own and other --------------------------------------------------------------------------------------------------


def test_an_office_sees_its_own_questions_only(office, bank, other):
    html = office.get(reverse("item:index")).content.decode()

    assert bank.items.first().content["stem"][:10] in html
    assert "DXの秘密の問い" not in html
    assert "DXの問題集" not in html


@pytest.mark.parametrize("name", ["item", "questionbank", "quiz"])
def test_the_other_offices_row_does_not_exist(office, bank, other, name):
    model = {"item": Item, "questionbank": QuestionBank, "quiz": Quiz}[name]
    way = {"item": "bank__office", "questionbank": "office", "quiz": "bank__office"}[name]
    theirs, mine = (model.objects.filter(**{way: owner}).first() for owner in (Office.DX, Office.SECURITY))

    assert office.get(reverse(f"{name}:edit", args=[theirs.pk])).status_code == 404
    assert office.post(reverse(f"{name}:edit", args=[theirs.pk]), {}).status_code == 404
    assert office.get(reverse(f"{name}:edit", args=[mine.pk])).status_code == 200
    assert "DXの" not in office.get(reverse(f"{name}:index")).content.decode()
    assert office.get(f"/cms/{name}/results/?q=DX").status_code == 200
    for view in ("delete", "history", "usage", "copy", "inspect"):
        assert office.get(f"/cms/{name}/{view}/{theirs.pk}/").status_code == 404


def test_nothing_is_put_into_the_other_offices_bank(office, other):
    assert add(office, other).status_code == 200
    data = test_of(other)
    assert office.post(reverse("quiz:add"), data).status_code == 200
    assert office.post(reverse("questionbank:add"), {"code": "X", "title": "題", "office": "dx"}).status_code == 200

    assert not Item.objects.filter(key="new-01").exists()
    assert not Quiz.objects.filter(code="X").exists()
    assert not QuestionBank.objects.filter(code="X").exists()


def test_the_bank_is_nothing_to_those_without_a_content_role(client, bank):
    item = bank.items.first()
    for role in (Role.HR, Role.AUDITOR, Role.ADMINISTRATOR, Role.HEAD):
        client.force_login(factories.viewer_of(role).user)
        assert client.get(reverse("item:index")).status_code == 404
        assert client.get(reverse("item:edit", args=[item.pk])).status_code == 404


# ---- authors --------------------------------------------------------------------------------------------------------


def test_an_author_adds_a_draft_whatever_state_is_sent(author, bank):
    assert "state" not in page(author.get(reverse("item:add"))).select_one("form#w-editor-form").text

    add(author, bank, state="approved")

    assert stored().state == Item.State.DRAFT


def test_an_author_changes_drafts_and_sees_the_rest_without_a_link(author, bank):
    draft = samples.item(bank, "draft-01", state=Item.State.DRAFT)
    approved = bank.items.get(key="q-01")

    listed = author.get(reverse("item:index")).content.decode()
    changed = author.post(reverse("item:edit", args=[draft.pk]), single(bank, state="approved"))

    assert changed.status_code == 302
    assert (stored("draft-01").version, stored("draft-01").state) == (2, Item.State.DRAFT)
    assert reverse("item:edit", args=[draft.pk]) in listed
    assert approved.content["stem"][:10] in listed
    assert reverse("item:edit", args=[approved.pk]) not in listed
    assert author.get(reverse("item:edit", args=[approved.pk])).status_code == 404


def test_an_office_approves_what_an_author_wrote(office, bank):
    draft = samples.item(bank, "draft-01", state=Item.State.DRAFT)

    office.post(reverse("item:edit", args=[draft.pk]), single(bank, state="approved"))

    assert stored("draft-01").state == Item.State.APPROVED


def test_an_office_that_also_writes_for_the_other_does_not_approve_there(client, bank, other):
    person = factories.viewer_of(Role.DX_OFFICE)
    factories.grant(person, Role.SECURITY_AUTHOR)
    client.force_login(person.user)

    add(client, bank, state="approved")
    add(client, other, state="approved", key="new-02")
    data = test_of(bank)

    assert (stored("new-01").state, stored("new-02").state) == (Item.State.DRAFT, Item.State.APPROVED)
    assert client.post(reverse("quiz:add"), data).status_code == 200
    assert not Quiz.objects.filter(code="X").exists()


def test_an_author_has_no_say_in_banks_and_tests(author, bank):
    for name, pk in (("questionbank", bank.pk), ("quiz", bank.quizzes.get().pk)):
        assert author.get(reverse(f"{name}:edit", args=[pk])).status_code == 404
        author.post(reverse(f"{name}:edit", args=[pk]), {"title": "書換え"})
    bank.refresh_from_db()

    assert bank.title != "書換え"


# ---- tests ----------------------------------------------------------------------------------------------------------


def test_a_test_asks_no_more_than_its_bank_has_approved(office, bank):
    samples.item(bank, "draft-01", state=Item.State.DRAFT)
    quiz = bank.quizzes.get()
    data = test_of(bank, code="other", title="改めた題", draws=6, pass_percent=70)

    refused = office.post(reverse("quiz:edit", args=[quiz.pk]), data)
    assert "承認済みの問題の数（5問）以下" in refused.content.decode()

    office.post(reverse("quiz:edit", args=[quiz.pk]), data | {"draws": 5})
    quiz.refresh_from_db()
    assert (quiz.code, quiz.title, quiz.draws, quiz.pass_percent) == ("S-01", "改めた題", 5, 70)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_question_and_for_three(office, django_assert_num_queries, count):
    found = QuestionBank.objects.create(code="B", title="問題集", office=Office.SECURITY)
    for number in range(count):
        samples.item(found, f"q-{number}")
    office.get(reverse("item:index"))

    with django_assert_num_queries(15):
        office.get(reverse("item:index"))


# ---- other kinds, parts and settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "content"),
    [
        ("short", "インターネット\nネット*回線", {"answers": ["インターネット", "ネット*回線"]}),
        ("number", "10\n0.5\n文字", {"value": "10", "tolerance": "0.5", "unit": "文字"}),
        (
            "matching", "紛失 = 警察\n漏えい ＝ 所属長\n= 誰でもない",
            {
                "pairs": [{"left": "紛失", "right": "警察"}, {"left": "漏えい", "right": "所属長"}],
                "extras": ["誰でもない"],
            },
        ),
        ("ordering", "線を抜く\n報告する", {"steps": ["線を抜く", "報告する"]}),
        (
            "gaps", "{すぐ/直ちに}、{所属長|同僚}に報告する。",
            {
                "text": "{1}、{2}に報告する。",
                "gaps": [
                    {"answers": ["すぐ", "直ちに"], "choices": []},
                    {"answers": ["所属長"], "choices": ["所属長", "同僚"]},
                ],
            },
        ),
    ],
)  # fmt: skip
def test_kinds_without_options_are_written_line_by_line_and_shown_again_as_written(office, bank, kind, body, content):
    assert add(office, bank, kind=kind, body=body).status_code == 302
    assert stored().content.items() >= content.items()

    shown = page(office.get(reverse("item:edit", args=[stored().pk]))).select_one("[name=body]").text.strip()
    office.post(reverse("item:edit", args=[stored().pk]), single(bank, kind=kind, body=shown))

    assert stored().version == 1, "saving what was shown changes nothing"


def test_a_place_in_a_picture_needs_its_picture(office, bank):
    lines = "S-01/figures/gone.svg 800 400 届いたメール\n*0 0 10 10 差出人\n0 20 10 10 件名"

    assert "gone.svg」がありません" in add(office, bank, kind="hotspot", body=lines).content.decode()
    assert "1行目に図" in add(office, bank, kind="hotspot", body="差出人").content.decode()
    assert not Item.objects.filter(key="new-01").exists()


def test_tags_and_category_are_kept_for_drawing(office, bank):
    add(office, bank, tags="窓口　新任", review_on="2027-04-01", dss="マインド・スタンス")

    assert (stored().tags, stored().dss, str(stored().review_on)) == (" 窓口 新任 ", "マインド・スタンス", "2027-04-01")
    assert stored().author


def test_a_test_in_parts_needs_enough_questions_in_each(office, bank):
    row = {"count": 6, "category": "報告", "tag": "", "key": ""}
    part = {"parts-TOTAL_FORMS": 1} | {f"parts-0-{name}": value for name, value in row.items()}

    refused = office.post(reverse("quiz:add"), test_of(bank) | part)
    assert "「報告」の出題数6問に対して" in refused.content.decode()

    assert office.post(reverse("quiz:add"), test_of(bank) | part | {"parts-0-count": 2}).status_code == 302
    assert list(Quiz.objects.get(code="X").parts.values_list("category", "count")) == [("報告", 2)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"opens_at": "2026-06-10 09:00", "closes_at": "2026-06-01 09:00"}, "終わりを、始めより後に"),
        ({"shows_answers": "after_closing"}, "期間の終わりを入力してください"),
    ],
)
def test_settings_that_contradict_each_other_are_refused_in_words(office, bank, typed, words):
    assert words in office.post(reverse("quiz:add"), test_of(bank, **typed)).content.decode()


# ---- finding --------------------------------------------------------------------------------------------------------


def listed(client, **asked):
    response = client.get(reverse("item:index"), asked)
    return {item.key for item in response.context["object_list"]}


def test_questions_are_found_by_words_in_any_writing_and_by_tag(office, bank):
    samples.item(bank, "mail", samples.question(stem="ﾌｨｯｼﾝｸﾞメールの見分け方は。"), tags=" 窓口 新任 ")

    assert listed(office, words="フィッシング") == listed(office, words="ふぃっしんぐ") == {"mail"}
    assert listed(office, tag="新任") == {"mail"}
    assert listed(office, tag="新") == set()


def test_questions_that_ask_the_same_are_found_and_not_those_of_the_other_office(office, bank, other):
    first = bank.items.get(key="q-00").content["stem"]
    for found, key, stem in (
        (bank, "a", "ＵＳＢメモリは"), (bank, "b", "USBメモリは"), (other, "c", "USBメモリは"), (other, "d", first)
    ):  # fmt: skip
        samples.item(found, key, samples.question(stem=stem))

    assert listed(office, doubled="on") == {"a", "b"}


def test_questions_to_look_at_again_are_found_by_their_day(office, bank):
    samples.item(bank, "old", review_on="2026-12-01")
    samples.item(bank, "new", review_on="2027-12-01")

    assert listed(office, review_by="2027-03-31") == {"old"}


# ---- many at once ---------------------------------------------------------------------------------------------------


def bulk(client, query="", **changes):
    return client.post(f"{reverse('item:bulk')}?{query}", changes)


def test_what_is_listed_is_changed_at_once_with_one_trace(office, bank):
    samples.item(bank, "mail", category="標的型メール")
    before = LedgerEntry.objects.count()

    shown = page(office.get(f"{reverse('item:bulk')}?category=報告"))
    assert "5問を変更します" in shown.text
    assert bulk(office, "category=報告", state="retired", category="旧").status_code == 302

    assert set(Item.objects.values_list("key", "category", "state")) == {
        ("mail", "標的型メール", "approved"), *((f"q-0{n}", "旧", "retired") for n in range(5)),
    }  # fmt: skip
    assert LedgerEntry.objects.count() == before + 1
    assert LedgerEntry.objects.latest("pk").payload["changes"] == {"state": "retired", "category": "旧"}


def test_nothing_of_the_other_office_is_changed_at_once(office, bank, other):
    bulk(office, state="retired")

    assert set(other.items.values_list("state", flat=True)) == {"approved"}


def test_an_author_changes_the_category_of_drafts_only_and_no_state(author, bank):
    samples.item(bank, "draft-01", state=Item.State.DRAFT)

    bulk(author, state="approved", category="旧")

    assert set(Item.objects.filter(category="旧").values_list("key", "state")) == {("draft-01", "draft")}


def test_a_change_of_nothing_is_refused_in_words(office, bank):
    assert "変える項目を一つ以上" in bulk(office).content.decode()


def test_the_list_leads_to_changing_what_it_shows(office, bank):
    assert f"{reverse('item:bulk')}?state=draft" in office.get(f"{reverse('item:index')}?state=draft").content.decode()


# ---- where used, and allowances -------------------------------------------------------------------------------------


def test_the_form_says_where_a_question_is_asked_and_its_versions(office, bank):
    other_part = Quiz.objects.create(code="P", title="部分のテスト", bank=bank, draws=1)
    other_part.parts.create(category="標的型メール", count=1)
    item = bank.items.get(key="q-01")

    said = page(office.get(reverse("item:edit", args=[item.pk]))).text
    assert "S-01 理解度テスト" in said
    assert "部分のテスト" not in said
    assert "第1版" in said


def allowance(bank, **more):
    fields = {"quiz": bank.quizzes.get().pk, "extra_minutes": 15, "extra_attempts": 0, "reason": "拡大読書器を使うため"}
    return fields | more


def test_an_office_allows_somebody_more_time_and_takes_it_back(office, bank):
    person = factories.employee(factories.department("d"))

    response = office.post(reverse("allowance:add"), allowance(bank, staff_number=person.staff_number))
    assert response.status_code == 302, faults(response)
    row = Allowance.objects.get()
    assert (row.employee, row.department, row.extra_minutes) == (person, None, 15)
    assert "拡大読書器" not in office.get(reverse("allowance:index")).content.decode()

    assert "拡大読書器" in office.get(reverse("allowance:edit", args=[row.pk])).content.decode()
    assert office.post(reverse("allowance:edit", args=[row.pk])).status_code == 302
    assert not Allowance.objects.known().exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "どちらか一つ"),
        ({"staff_number": "1", "department_code": "d"}, "どちらか一つ"),
        ({"staff_number": "nobody"}, "登録されていません"),
        ({"department_code": "d", "extra_minutes": 0}, "いずれかを入力"),
    ],
)
def test_an_allowance_that_says_too_little_is_refused_in_words(office, bank, typed, words):
    factories.department("d")

    assert words in office.post(reverse("allowance:add"), allowance(bank, **typed)).content.decode()
    assert not Allowance.objects.exists()


def test_allowances_are_of_the_own_office_only(author, other):
    person = factories.employee(factories.department("d"))
    row = allow(allowance=Allowance(quiz=other.quizzes.get(), employee=person, extra_minutes=5), actor="1", at=NOW)
    client = Client()
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)

    assert client.get(reverse("allowance:edit", args=[row.pk])).status_code == 404
    assert client.post(reverse("allowance:edit", args=[row.pk])).status_code == 404
    assert client.post(reverse("allowance:add"), allowance(other, department_code="d")).status_code == 200
    assert Allowance.objects.known().count() == 1
    assert author.get(reverse("allowance:index")).status_code == 404
