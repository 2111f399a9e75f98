"""The question bank in the editor: an office's own questions and tests, and what authors may do."""

import pytest
from django.urls import reverse

from lms.people.roles import Office, Role
from quizzes.item_forms import fingerprint
from quizzes.models import Item, QuestionBank, Quiz
from tests import factories
from tests.markup import page
from tests.quizzes import samples
from tests.quizzes.admin.typed import add, change, faults, stored, test_of

pytestmark = pytest.mark.django_db


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

    assert change(office, item, other, key="renamed", stem="改めた問い。").status_code == 302

    changed = stored("q-01")
    assert list(changed.versions.values_list("number", flat=True)) == [1, 2]
    assert (changed.version, changed.bank, changed.content["stem"]) == (2, bank, "改めた問い。")
    assert [option["id"] for option in changed.content["options"]] == ["o0", "o1"]


def test_lines_as_a_browser_sends_them_make_no_other_version(office, bank):
    add(office, bank, stem="一行目\r\n二行目")
    assert stored().content["stem"] == "一行目\n二行目"

    change(office, stored(), bank, key="new-01", stem="一行目\r\n二行目", category="別の分類")
    assert (stored().version, stored().category) == (1, "別の分類")


def test_a_refused_change_leaves_the_question_and_its_version(office, bank):
    item = bank.items.get(key="q-01")

    change(office, item, bank, option_1_right="")

    assert (stored("q-01").version, stored("q-01").content) == (1, item.content)


def test_what_another_saved_meanwhile_is_not_written_over(office, bank):
    item = bank.items.get(key="q-01")
    opened = fingerprint(item)
    change(office, item, bank, stem="先に保存した問い。")

    late = change(office, item, bank, stem="後から保存した問い。", opened=opened)

    assert "ほかの人がこの問題を保存しました（今は第2版）" in " ".join(faults(late))
    assert page(late).select_one("[name=stem]").text.strip() == "後から保存した問い。"
    assert stored("q-01").content["stem"] == "先に保存した問い。"
    again = page(office.get(reverse("item:edit", args=[item.pk]))).select_one("[name=opened]")
    assert (again["type"], again["value"]) == ("hidden", fingerprint(stored("q-01")))


def test_a_question_that_another_put_out_of_use_does_not_come_back_with_an_old_form(office, bank):
    item = bank.items.get(key="q-01")
    opened = fingerprint(item)
    bank.items.filter(pk=item.pk).update(state="retired")

    late = change(office, item, bank, category="別の分類", opened=opened)

    assert "ほかの人がこの問題を保存しました" in " ".join(faults(late))
    assert (stored("q-01").state, stored("q-01").category) == ("retired", "報告")


def test_a_test_that_is_left_with_too_few_questions_is_named(office, bank):
    test = Quiz.objects.create(code="T-01", title="報告の理解度テスト", bank=bank, draws=5)

    enough = change(office, bank.items.get(key="q-01"), bank, category="別の分類", follow=True)
    assert "受験できません" not in page(enough).text

    short = change(office, bank.items.get(key="q-01"), bank, state="retired", follow=True)
    assert f"「{test.title}」を受験できません" in page(short).text


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


def test_the_bank_is_nothing_to_those_without_a_content_role(client, bank, groups):
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
    changed = change(author, draft, bank, state="approved")

    assert changed.status_code == 302
    assert (stored("draft-01").version, stored("draft-01").state) == (2, Item.State.DRAFT)
    assert reverse("item:edit", args=[draft.pk]) in listed
    assert approved.content["stem"][:10] in listed
    assert reverse("item:edit", args=[approved.pk]) not in listed
    assert author.get(reverse("item:edit", args=[approved.pk])).status_code == 404


def test_an_office_approves_what_an_author_wrote(office, bank):
    draft = samples.item(bank, "draft-01", state=Item.State.DRAFT)

    change(office, draft, bank, state="approved")

    assert stored("draft-01").state == Item.State.APPROVED


def test_an_office_that_also_writes_for_the_other_does_not_approve_there(client, bank, other, groups):
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

    with django_assert_num_queries(14):
        office.get(reverse("item:index"))
