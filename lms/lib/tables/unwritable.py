"""Characters that a file cannot hold are named to the person who asked for the file, never replaced."""

import re
from collections.abc import Callable, Sequence

_NAMED = 10
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A kanji and the selector of its shape are one character to people.
_CHARACTER = re.compile("[^\U000e0100-\U000e01ef][\U000e0100-\U000e01ef]?|.", re.DOTALL)


class UnwritableCharactersError(ValueError):
    """The message, in Japanese, says which characters, where they stand first, and what to do instead."""


def refuse_unwritable(
    lines: Sequence[Sequence[str]], can_write: Callable[[str], bool], *, form: str, remedy: str, passed: int = 0
) -> None:
    """Raise UnwritableCharactersError if there is any; `lines` as they would be written, the header first. `passed`:
    how many lines after the header have been written already."""
    places: dict[str, str] = {}
    for place, line in enumerate(lines, start=1):
        number = place + passed if place > 1 else place
        for index, text in enumerate(line):
            for character in _CHARACTER.findall(text):
                if character not in places and not can_write(character):
                    places[character] = _place(lines[0], number, index)
    if places:
        named = "、".join(f"{_name(character)}（{place}）" for character, place in [*places.items()][:_NAMED])
        more = f"、ほか{len(places) - _NAMED}文字" if len(places) > _NAMED else ""
        raise UnwritableCharactersError(f"{form}では表せない文字があります：{named}{more}。{remedy}")


def refuse_not_in_xml(lines: Sequence[Sequence[str]], *, form: str, passed: int = 0) -> None:
    """For the formats that are XML inside: control characters have no place there."""
    remedy = "その文字を取り除いてから出力してください。"
    refuse_unwritable(
        lines, lambda character: not NOT_IN_XML.search(character), form=form, remedy=remedy, passed=passed
    )


def _place(head: Sequence[str], number: int, index: int) -> str:
    return f"{number}行目「{head[index]}」" if index < len(head) else f"{number}行目"


def _name(character: str) -> str:
    return f"「{character}」" if character[0].isprintable() else f"制御文字{ord(character[0]):04X}"
