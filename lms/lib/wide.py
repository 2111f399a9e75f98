"""Full-width digits and letters, as papers set in Japanese use them."""

_ASCII = range(0x21, 0x7F)
_OFFSET = 0xFF01 - 0x21
_WIDE = {code: code + _OFFSET for code in _ASCII} | {0x20: 0x3000}


def wide(value: str | int) -> str:
    """The text in full width: 「38人」 becomes 「３８人」."""
    return str(value).translate(_WIDE)
