"""Questions of every kind, and the settings of a test, as they are typed."""

import pytest
from django.urls import reverse

from lms.ledger.models import LedgerEntry
from quizzes.models import Quiz
from tests.markup import page
from tests.quizzes.admin.typed import add, change, stored, test_of

pytestmark = pytest.mark.django_db


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
    change(office, stored(), bank, kind=kind, body=shown)

    assert stored().version == 1, "saving what was shown changes nothing"


def test_blank_lines_in_a_text_with_gaps_are_the_authors(office, bank):
    add(office, bank, kind="gaps", body="件名　{至急}\r\n\r\n　{報告}してください。")

    assert stored().content["text"] == "件名　{1}\n\n　{2}してください。"


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


def test_a_changed_pass_mark_leaves_its_trace_before_and_after(office, bank):
    office.post(reverse("quiz:add"), test_of(bank))
    made = Quiz.objects.get(code="X")
    before = made.pass_percent
    office.post(reverse("quiz:edit", args=[made.pk]), test_of(bank, pass_percent=95))
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("教材の設定", f"理解度テスト {made}")
    assert entry.payload["changes"] == {"pass_percent": [str(before), "95"]}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"opens_at": "2026-06-10 09:00", "closes_at": "2026-06-01 09:00"}, "終わりを、始めより後に"),
        ({"shows_answers": "after_closing"}, "期間の終わりを入力してください"),
    ],
)
def test_settings_that_contradict_each_other_are_refused_in_words(office, bank, typed, words):
    assert words in office.post(reverse("quiz:add"), test_of(bank, **typed)).content.decode()
