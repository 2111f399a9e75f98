"""What a person types in the editor of the question bank."""

from django.urls import reverse

from quizzes.item_forms import fingerprint
from quizzes.models import Item
from tests.markup import page, texts


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


test_of.__test__ = False  # pytest would take it for a test


def stored(key="new-01"):
    return Item.objects.get(key=key)


def faults(response):
    return texts(page(response), ".messages .error, .error-message, .w-field__errors p")


def add(client, bank, **more):
    return client.post(reverse("item:add"), single(bank, **more))


def change(client, item, bank, *, follow=False, **more):
    """What a person sends who opened the question as it is now."""
    opened = fingerprint(Item.objects.get(pk=item.pk))
    said = single(bank, **({"opened": opened} | more))
    return client.post(reverse("item:edit", args=[item.pk]), said, follow=follow)
