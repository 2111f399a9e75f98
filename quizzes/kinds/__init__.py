"""The kinds of questions. A new kind is a new class, its template, and one line here."""

from quizzes.kinds.choosing import Multiple, Single, TrueFalse
from quizzes.kinds.gaps import Gaps
from quizzes.kinds.hotspot import Hotspot
from quizzes.kinds.kind import Content, Kind
from quizzes.kinds.pairing import Matching, Ordering
from quizzes.kinds.scenario import Scenario
from quizzes.kinds.typing_in import Number, Short
from quizzes.pictures import picture_faults

_PLAIN: tuple[Kind, ...] = (
    Single(), Multiple(), TrueFalse(), Short(), Number(), Matching(), Ordering(), Gaps(), Hotspot(),
)  # fmt: skip
_PLAIN_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in _PLAIN}

KINDS: dict[str, Kind] = {**_PLAIN_BY_NAME, Scenario.name: Scenario(_PLAIN_BY_NAME)}


def faults(content: Content) -> list[str]:
    """What is wrong with a question of any kind, in words for the person who writes it."""
    if content.get("kind") not in KINDS:
        return [f"形式は{'、'.join(KINDS)}のいずれかにしてください。"]
    missing = [words for name, words in _TEXTS.items() if not content.get(name, "").strip()]
    return [
        *(f"{words}を書いてください。" for words in missing),
        *KINDS[content["kind"]].faults(content),
        *picture_faults(content),
    ]


_TEXTS = {"stem": "問題文", "explanation": "問題の解説"}
