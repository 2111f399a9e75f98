"""People and tests for the tests of this room."""

from lms.people.models import Employee
from lms.people.roles import Office
from quizzes.models import Item, QuestionBank, Quiz
from quizzes.questions import Option, Question

CHOICES = ("すぐに報告する", "電源を切る", "様子を見る", "同僚に転送する")


def employee(number: str = "00007") -> Employee:
    return Employee.objects.create(
        staff_number=number, name="髙橋　正樹", name_key="高橋正樹", kana_key="タカハシマサキ"
    )


def question(kind: str = "single", right: tuple[int, ...] = (0,), stem: str = "最初にすることはどれか。") -> Question:
    texts = ("正しい", "誤り") if kind == "true_false" else CHOICES
    options = (Option(f"o{i}", text, i in right, f"{text}の解説") for i, text in enumerate(texts))
    return Question(kind, stem, tuple(options), "報告が先である。")


def item(bank: QuestionBank, key: str, asked: Question | None = None, **values: object) -> Item:
    asked = asked or question()
    values = {"state": Item.State.APPROVED, "lesson_key": "05-report", "category": "報告"} | values
    return Item.objects.create(bank=bank, key=key, kind=asked.kind, content=asked.to_json(), **values)


def unsaved_item(key: str, asked: Question | None = None, pk: int = 1) -> Item:
    asked = asked or question()
    return Item(pk=pk, key=key, kind=asked.kind, content=asked.to_json(), lesson_key="05-report", category="報告")


def quiz(draws: int = 3, items: int = 5, code: str = "S-01") -> Quiz:
    """A test with `items` approved questions of one right answer, the first option of each in the bank."""
    bank = QuestionBank.objects.create(code=code, title=f"{code} 問題集", office=Office.SECURITY)
    for number in range(items):
        item(bank, f"q-{number:02}", question(stem=f"問い{number}。最初にすることはどれか。"))
    return Quiz.objects.create(code=code, title=f"{code} 理解度テスト", bank=bank, draws=draws, pass_percent=80)
