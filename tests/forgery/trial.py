"""The judgement of many forgeries: ours, and that of pdfsig and openssl together (both must accept)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from lms.lib.signatures.authority import demo_authority
from lms.lib.signatures.checking import check
from lms.lib.signatures.signing import signed
from tests.forgery import papers
from tests.forgery.mutations import KINDS, forgeries


@dataclass
class Found:
    """By kind of forgery. `theirs` counts what others accept of what they were `asked` about, `only_ours` what of it
    we accept and they do not."""

    made: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    only_ours: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        lines = [
            f"{kind:40} {number:6} forged, {self.accepted[kind]} accepted; by pdfsig and openssl "
            f"{self.theirs[kind]} of {self.asked[kind]}"
            for kind, number in self.made.items()
        ]
        total = f"{self.made.total()} forged, {self.accepted.total()} accepted; by pdfsig and openssl"
        return "\n".join([*lines, f"in all: {total} {self.theirs.total()} of {self.asked.total()}"])


def prepare() -> None:
    """The demo authority whose papers are forged."""
    demo_authority(papers.folder_of_ours(), papers.AT - timedelta(days=900))


def tried(number: int, seed: int, beside: int, folder: Path) -> Found:
    """`number` forgeries; of `beside` of them, evenly spread, others are asked as well."""
    found, step = Found(), max(1, number // max(1, beside))
    for place, (kind, forged) in enumerate(forgeries(number, seed)):
        found.made[kind] += 1
        ours = check(forged, papers.trusted(), papers.AT).accepted
        found.accepted[kind] += ours
        # In whole rounds of all kinds, so that each kind is asked about.
        if place // len(KINDS) % step == 0:
            theirs = papers.pdfsig_accepts(forged) and papers.openssl_accepts(forged, folder)
            found.asked[kind] += 1
            found.theirs[kind] += theirs
            found.only_ours[kind] += ours and not theirs
    return found


def genuine_refused(number: int, folder: Path) -> tuple[int, int]:
    """The control: how many of so many genuine papers, each with words of its own, we refuse, and others."""
    ours = theirs = 0
    for place in range(number):
        body = f'<html lang="ja"><title>修了証書</title><p>第８－{place}号</p><p>髙橋 正樹</p></html>'
        paper = signed(papers.unsigned(body), papers.ours(), papers.AT)
        ours += not check(paper, papers.trusted(), papers.AT).accepted
        theirs += not (papers.pdfsig_accepts(paper) and papers.openssl_accepts(paper, folder))
    return ours, theirs
