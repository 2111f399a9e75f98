"""外字: characters of an office's own, which no other machine can show. Pure."""

# As databases and Python write a class of characters: the private use areas of Unicode.
PATTERN = "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


def gaiji(text: str) -> list[str]:
    """The 外字 of a text in order."""
    return [one for one in text if any(first <= ord(one) <= last for first, last in _PRIVATE)]


def has_gaiji(text: str) -> bool:
    return not text.isascii() and bool(gaiji(text))


def code_points(text: str) -> str:
    """「U+E000、U+E001」, by which the office finds its 外字 in its table."""
    return "、".join(f"U+{ord(one):04X}" for one in gaiji(text))
