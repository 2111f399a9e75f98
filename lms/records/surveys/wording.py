"""The words of a survey: the five grades, the question that every survey begins with, and what the product brings."""

from dataclasses import dataclass

# From the best down; every question is a statement to agree with, so that 5 is always good.
GRADES = (
    (5, "とてもそう思う"), (4, "そう思う"), (3, "どちらともいえない"), (2, "あまりそう思わない"),
    (1, "まったくそう思わない"),
)  # fmt: skip
# 満足度 of the yearly report is this one figure, in the same words for every course and year.
SATISFACTION = "全体として、この研修に満足している"
MOST_QUESTIONS = 6


@dataclass(frozen=True)
class Wording:
    """What a survey says and how it asks."""

    named: bool
    questions: tuple[str, ...]
    text_question: str
    intro: str
    is_offered: bool


USUAL = Wording(
    named=False,
    questions=(
        SATISFACTION, "内容は分かりやすかった", "仕事に役立つ", "分量はちょうどよかった", "難しさはちょうどよかった",
        "画面は操作しやすかった",
    ),
    text_question="よかったこと、直してほしいこと",
    intro="今後の研修をよりよくするために使います。答えなくても修了に影響はありません。",
    is_offered=True,
)  # fmt: skip
