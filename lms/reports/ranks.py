"""職位 by rank. The staff file has them as free text, which cities write much alike: 「課長級」, 「課長補佐級」."""

# From the top down.
_RANKS = (
    "特別職", "局長", "部長", "次長", "参事", "課長", "課長補佐", "主幹",
    "係長", "主査", "主任", "主事", "係員", "主事補"
)  # fmt: skip


def rank(grade: str) -> int:
    """The smaller, the higher; what nobody knows comes last. The longest word is meant: 課長補佐 is no 課長."""
    known = max((word for word in _RANKS if word in grade), key=len, default="")
    return _RANKS.index(known) if known else len(_RANKS)
