"""Which questions of a bank a paper asks. Pure: chance comes in as `rng`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple


class BankTooSmallError(ValueError):
    """The bank holds fewer approved questions than the test asks."""

    def __init__(self, wanted: int, found: int, of: str = "") -> None:
        where = f"「{of}」の" if of else ""
        super().__init__(
            f"{where}出題数{wanted}問に対して、承認済みの問題が{found}問しかありません。研修担当に問題の承認を依頼してください。"
        )


class Candidate(NamedTuple):
    """An approved question of the bank; there may be many thousands."""

    pk: int
    key: str = ""
    category: str = ""
    tags: str = ""


@dataclass(frozen=True)
class Wanted:
    """One part of a test. A certain question is named by its `key`; else `count` by chance."""

    count: int
    category: str = ""
    tag: str = ""
    key: str = ""

    def fits(self, candidate: Candidate) -> bool:
        if self.key:
            return candidate.key == self.key
        return (not self.category or candidate.category == self.category) and (
            not self.tag or f" {self.tag} " in candidate.tags
        )

    @property
    def words(self) -> str:
        return "　".join(word for word in (self.key, self.category, self.tag) if word)


def any_of(bank: Sequence[int], count: int, rng: Random) -> list[int]:
    """Different questions of the whole bank, in its order."""
    if len(bank) < count:
        raise BankTooSmallError(count, len(bank))
    return [bank[place] for place in sorted(rng.sample(range(len(bank)), count))]


def select(candidates: Sequence[Candidate], parts: Iterable[Wanted], rng: Random) -> list[int]:
    """Different questions, part after part, each part in the order of the bank.

    Certain questions are set aside first, so that chance cannot take them.
    """
    parts = list(parts)
    certain = {part.key for part in parts if part.key}
    taken = {one.pk for one in candidates if one.key in certain} if certain else set()
    chosen: list[int] = []
    by_category = _by_category(candidates)
    for part in parts:
        possible = by_category.get(part.category, ()) if part.category and not part.key else candidates
        fitting = [one.pk for one in possible if part.fits(one) and (part.key or one.pk not in taken)]
        if len(fitting) < part.count:
            raise BankTooSmallError(part.count, len(fitting), part.words)
        found = [fitting[place] for place in sorted(rng.sample(range(len(fitting)), part.count))]
        taken |= set(found)
        chosen += found
    return chosen


def _by_category(candidates: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for one in candidates:
        found.setdefault(one.category, []).append(one)
    return found
