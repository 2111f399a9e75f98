"""Pictures in the words of a question: `![図の説明](target)`. Pure.

A target is a drawing of the library ("S-01/figures/mail-signs.svg"), or a picture that was kept for questions
("questions/9f86d081884c7d65.png"): its name is made of its content, so it never changes under a question that was
asked, and tells nothing. In a form it may also be a picture of the editor by its number ("画像:12"), until it is kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

PICTURE = re.compile(r"!\[([^\]\n]*)\]\(([^()\n]*)\)")
LIBRARY = re.compile(r"[A-Za-z0-9-]+/figures/[a-z0-9-]+\.svg")
KEPT = re.compile(r"questions/[0-9a-f]{16}\.(?:png|jpe?g|gif|webp)")
CHOSEN = re.compile(r"画像:([0-9]{1,9})")

# Where words are shown as a page; elsewhere (lists to choose from, accepted answers) there is no room for a picture.
_SHOWN = frozenset({"stem", "explanation", "feedback"})
_TEXT_SHOWN = frozenset({"single", "multiple", "true_false", "scenario"})
_MISPLACED = "画像は、問題文、場面の文、選択肢、解説の中でだけ使えます。"


def is_target(text: str) -> bool:
    return any(shape.fullmatch(text) for shape in (LIBRARY, KEPT, CHOSEN))


def targets(content: Any) -> list[str]:
    """Every picture that a question shows, the one of a 「図の場所」 too."""
    inline = (found[2] for text, _ in _texts(content) for found in PICTURE.finditer(text))
    asked = [content, *content.get("parts", [])]
    own = [one["picture"]["path"] for one in asked if one.get("picture", {}).get("path")]
    return [*own, *inline]


def picture_faults(content: Mapping[str, Any]) -> list[str]:
    """What is wrong with the pictures in the words of a question."""
    found: list[str] = []
    for text, shown in _texts(content):
        for picture in PICTURE.finditer(text):
            found += ([] if shown else [_MISPLACED]) + _faults(picture[1], picture[2])
    return found


def _faults(alt: str, target: str) -> list[str]:
    found = []
    if not alt.strip():
        found.append("画像の説明を［］の中に書いてください。画像を見られない人が読みます。")
    if not is_target(target):
        found.append(f"画像「{target}」を表示できません。画像を選び直してください。")
    return found


def _texts(content: Any, kind: str = "", name: str = "") -> Iterator[tuple[str, bool]]:
    """Every text of a question, and whether a picture may stand there."""
    if isinstance(content, str):
        yield content, name in _SHOWN or (name == "text" and kind in _TEXT_SHOWN)
    elif isinstance(content, Mapping):
        kind = content.get("kind", kind)
        for key, value in content.items():
            yield from _texts(value, kind, key)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value, kind, name)


def with_targets(content: Any, renamed: Callable[[str], str]) -> Any:
    """The same question with every picture under another name."""
    if isinstance(content, str):
        return PICTURE.sub(lambda found: f"![{found[1]}]({renamed(found[2])})", content)
    if isinstance(content, Mapping):
        done = {key: with_targets(value, renamed) for key, value in content.items()}
        return done | ({"path": renamed(done["path"])} if "path" in done else {})
    return [with_targets(value, renamed) for value in content] if isinstance(content, list) else content
