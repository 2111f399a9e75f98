"""What makes a question fit to be asked. The library and the form for editing hold every question against this."""

from collections.abc import Sequence

from quizzes.questions import Option, Question

MAX_OPTIONS = 6


def true_or_false(stem: str, explanation: str, right: bool) -> Question:  # noqa: FBT001 - the answer, not a switch
    """A question that is answered 正しい or 誤り."""
    options = (Option("true", "正しい", right), Option("false", "誤り", not right))
    return Question("true_false", stem, options, explanation)


def faults(question: Question) -> list[str]:
    """What is wrong with a question, in words for the person who writes it. Nothing is wrong: an empty list."""
    if question.kind == "true_false":
        return []
    right = len(question.right_ids)
    return [*_counts(question.options), *_right_answers(question.kind, right, len(question.options)), *_texts(question)]


def _counts(options: Sequence[Option]) -> list[str]:
    if 2 <= len(options) <= MAX_OPTIONS:
        return []
    return [f"選択肢は2個から{MAX_OPTIONS}個までにしてください。"]


def _right_answers(kind: str, right: int, options: int) -> list[str]:
    if kind == "single" and right != 1:
        return ["「一つ選ぶ」問題では、正しい選択肢を一つだけにしてください。"]
    if kind == "multiple" and not 2 <= right < options:
        return ["「すべて選ぶ」問題では、正しい選択肢を二つ以上、誤りの選択肢を一つ以上にしてください。"]
    return []


def _texts(question: Question) -> list[str]:
    texts = [option.text for option in question.options]
    return ["同じ文の選択肢があります。違う文にしてください。"] if len(set(texts)) < len(texts) else []
