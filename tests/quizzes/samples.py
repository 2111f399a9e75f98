"""People, questions of every kind, and tests for the tests of this room."""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

from lms.people.models import Employee
from lms.people.roles import Office
from quizzes.drawing import Paper, draw
from quizzes.kinds.choosing import true_or_false
from quizzes.models import Attempt, Item, ItemVersion, QuestionBank, Quiz
from quizzes.versions import contents, write_item

CHOICES = ("すぐに報告する", "電源を切る", "様子を見る", "同僚に転送する")
WRITTEN_AT = datetime(2026, 4, 1, tzinfo=UTC)
Content = dict[str, Any]


def employee(number: str = "00007") -> Employee:
    return Employee.objects.create(
        staff_number=number, name="髙橋　正樹", name_key="高橋正樹", kana_key="タカハシマサキ"
    )


def question(kind: str = "single", right: tuple[int, ...] = (0,), stem: str = "最初にすることはどれか。") -> Content:
    """A question that is answered by choosing, in its canonical form."""
    if kind == "true_false":
        return asked(kind, stem=stem, options=true_or_false(0 in right))
    return asked(kind, stem=stem, options=[_option(i, text, i in right) for i, text in enumerate(CHOICES)])


def _option(number: int, text: str, right: bool) -> Content:  # noqa: FBT001 - a property of the option
    return {"id": f"o{number}", "text": text, "right": right, "feedback": f"{text}の解説"}


def _place(number: int, text: str, y: int) -> Content:
    """The first is right."""
    return _option(number, text, number == 0) | {"x": 0, "y": y, "width": 800, "height": 50}


def asked(kind: str, **own: Any) -> Content:
    common = {"kind": kind, "stem": "問い。", "explanation": "報告が先である。", "lesson_key": "05-report"}
    return common | own


def every_kind() -> dict[str, Content]:
    """One question of each kind and way of marking. What is right is never found in what is asked."""
    parts = [_PLAIN[name] for name in ("single", "short", "gaps")]
    scene = asked("scenario", text="件名　至急\n添付を開いてください。", parts=parts)
    return _PLAIN | {"scenario": scene, "scenario_on_a_picture": scene | {"parts": [_PLAIN["hotspot"]]}}


_PLAIN: dict[str, Content] = {
    "single": question(),
    "multiple": question("multiple", (0, 2)),
    "part_marks": question("multiple", (0, 2)) | {"marking": "part"},
    "true_false": question("true_false"),
    "short": asked("short", answers=["インターネット", "ネット*回線"]),
    "number": asked("number", value="1000.5", tolerance="0.5", unit="件"),
    "matching": asked(
        "matching", extras=["誰でもない"],
        pairs=[
            {"left": "漏えい", "right": "所属長"},
            {"left": "紛失", "right": "警察"},
            {"left": "故障", "right": "所属長"},
        ],
    ),
    "ordering": asked("ordering", steps=["線を抜く", "報告する", "記録する", "待つ"]),
    "gaps": asked(
        "gaps", text="気付いたら{1}、{2}に報告する。",
        gaps=[
            {"answers": ["速やかに", "直ちに"], "choices": []},
            {"answers": ["所属長"], "choices": ["所属長", "同僚", "家族"]},
        ],
    ),
    "hotspot": asked(
        "hotspot", picture={"path": "S-01/figures/mail.svg", "alt": "届いたメール", "width": 800, "height": 400},
        places=[_place(0, "差出人のアドレス", 0), _place(1, "件名", 60), _place(2, "署名", 350)],
    ),
}  # fmt: skip


def item(bank: QuestionBank, key: str, content: Mapping[str, Any] | None = None, **values: object) -> Item:
    values = {"state": Item.State.APPROVED, "category": "報告"} | values
    found = Item(bank=bank, key=key, content=content or question(), **values)
    write_item(item=found, author="tests", at=WRITTEN_AT)
    return found


def version(pk: int, content: Mapping[str, Any] | None = None) -> ItemVersion:
    """A version of some question, without a database."""
    return ItemVersion(pk=pk, item_id=pk, number=1, content=content or question())


def quiz(draws: int = 3, items: int = 5, code: str = "S-01", **settings: object) -> Quiz:
    """A test with `items` approved questions of one right answer, the first option of each in the bank."""
    bank = QuestionBank.objects.create(code=code, title=f"{code} 問題集", office=Office.SECURITY)
    for number in range(items):
        item(bank, f"q-{number:02}", question(stem=f"問い{number}。最初にすることはどれか。"))
    title = f"{code} 理解度テスト"
    return Quiz.objects.create(code=code, title=title, bank=bank, **({"draws": draws, "pass_percent": 80} | settings))


def right_answers(attempt: Attempt) -> dict[int, Any]:
    paper = Paper.from_json(attempt.paper)
    both = zip(paper.numbered(), contents(paper), strict=True)
    return {position: asked.rules.right_value(content, asked.order) for (position, asked), content in both}


def right_controls(attempt: Attempt) -> dict[int, list[tuple[str, str]]]:
    """By position, the names and values of the controls of a page that make the right answer."""
    questions = Paper.from_json(attempt.paper).numbered()
    right = right_answers(attempt)
    return {n: _controls(asked.kind, asked.order, f"q{n}", right[n]) for n, asked in questions}


def _controls(kind: str, order: Any, field: str, value: Any) -> list[tuple[str, str]]:
    if kind == "scenario":
        parts = enumerate(order, start=1)
        found = (_controls(name, inner, f"{field}-{n}", value[str(n)]) for n, (name, inner) in parts)
        return [control for part in found for control in part]
    if isinstance(value, dict):
        return [(f"{field}-{place}", chosen) for place, chosen in value.items()]
    return [(field, value)] if isinstance(value, str) else [(field, name) for name in value]


def wrong_answers(attempt: Attempt) -> dict[int, Any]:
    """Of questions with one right option: the first of the wrong ones."""
    return {
        position: [next(name for name in ("1", "2") if name not in right)]
        for position, right in right_answers(attempt).items()
    }


def paper_of(*kinds: str, seed: int = 3) -> tuple[Paper, list[Content]]:
    """A paper with one question of each of these kinds, and what they say."""
    versions = [version(number, every_kind()[kind]) for number, kind in enumerate(kinds, start=1)]
    return draw(versions, Random(seed)), [one.content for one in versions]
