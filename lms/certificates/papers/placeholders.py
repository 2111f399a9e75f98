"""Words in braces that the body of a layout may hold; each paper has its own words in their place. Pure."""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("氏名", "所属", "職名", "研修名", "年度", "修了日", "交付日", "団体名")

# Full-width braces are typed as often as the others.
_BRACES = re.compile(r"[{｛]([^{}｛｝\n]*)[}｝]")
_LOOSE = re.compile(r"[{}｛｝]")
_STOPS = re.compile(r"[、。，．､｡]")


def faults(text: str) -> list[str]:
    """What is wrong with the braces of a body, in words."""
    unknown = [word for word in dict.fromkeys(_BRACES.findall(text)) if word.strip() not in PLACEHOLDERS]
    usable = "、".join(f"{{{word}}}" for word in PLACEHOLDERS)
    found = [f"{{{word}}}という差し込みはありません。使えるのは{usable}です。" for word in unknown]
    if _LOOSE.search(_BRACES.sub("", text)):
        found.append("差し込みのかっこが閉じていません。{研修名}のように、両側をかっこで囲んでください。")
    return found


def has_stops(text: str) -> bool:
    """Whether there are 句読点, which a 賞状 does not have."""
    return _STOPS.search(text) is not None


def filled(text: str, words: Mapping[str, str]) -> list[str]:
    """The lines of a body without faults, each with the words of one paper."""
    return [_BRACES.sub(lambda found: words[found[1].strip()], line.rstrip()) for line in text.strip().splitlines()]
