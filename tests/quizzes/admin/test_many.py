"""Finding and changing among many questions; where one is used."""

import pytest
from django.urls import reverse

from lms.ledger.models import LedgerEntry
from quizzes.models import Item, Quiz, QuizPart
from tests.markup import page
from tests.quizzes import samples

pytestmark = pytest.mark.django_db


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
    bank.items.filter(key="b").update(state="retired")
    assert listed(office, doubled="on", state="retired") == {"b"}


def test_a_list_that_nobody_narrowed_says_of_no_filter_that_it_is_on(office, bank):
    assert page(office.get(reverse("item:index"))).select(".w-active-filters .w-pill") == []
    assert len(page(office.get(reverse("item:index"), {"doubled": "on"})).select(".w-active-filters .w-pill")) == 1


def test_questions_to_look_at_again_are_found_by_their_day(office, bank):
    samples.item(bank, "old", review_on="2026-12-01")
    samples.item(bank, "new", review_on="2027-12-01")

    assert listed(office, review_by="2027-03-31") == {"old"}


# ---- many at once ---------------------------------------------------------------------------------------------------


def bulk(client, query="", *, follow=False, **changes):
    return client.post(f"{reverse('item:bulk')}?{query}", changes, follow=follow)


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


def test_tests_that_a_change_of_many_leaves_with_too_few_questions_are_named(office, bank, other):
    for found, title in ((bank, "報告"), (other, "よその課")):
        Quiz.objects.create(code=f"T-{found.pk}", title=title, bank=found, draws=99)

    said = page(bulk(office, "category=報告", follow=True, state="retired")).text

    assert "「報告」を受験できません" in said
    assert "よその課" not in said


@pytest.mark.parametrize("query", ["review_by=nonsense", "bank=999", "state=unknown"])
def test_where_the_filter_is_not_understood_nothing_is_changed(office, bank, query):
    assert "0問を変更します" in page(office.get(f"{reverse('item:bulk')}?{query}")).text
    bulk(office, query, state="retired")

    assert set(bank.items.values_list("state", flat=True)) == {"approved"}


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


def test_the_form_says_where_a_question_is_asked_and_its_versions(office, bank):
    other_part = Quiz.objects.create(code="P", title="部分のテスト", bank=bank, draws=1)
    QuizPart.objects.create(quiz=other_part, category="標的型メール", count=1)
    item = bank.items.get(key="q-01")

    said = page(office.get(reverse("item:edit", args=[item.pk]))).text
    assert "S-01 理解度テスト" in said
    assert "部分のテスト" not in said
    assert "第1版" in said
