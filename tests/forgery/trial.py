"""The judgement of many forgeries: ours, and that of pdfsig and openssl together (both must accept)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from lms.lib.signatures.authority import demo_authority
from lms.lib.signatures.checking import check
from lms.lib.signatures.signing import signed
from tests.forgery import papers
from tests.forgery.mutations import KINDS, ROUND, forgeries


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
            f"{kind:46} {number:6} forged, {self.accepted[kind]} accepted; by pdfsig and openssl "
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
    found, step = Found(), max(1, number * len(KINDS) // (len(ROUND) * max(1, beside)))
    for place, (form, name, forged) in enumerate(forgeries(number, seed)):
        kind = f"{form} {name}"
        found.made[kind] += 1
        ours = check(forged, papers.trusted_with_stamps(), papers.AT).accepted
        found.accepted[kind] += ours
        # In whole rounds of all kinds, so that each kind is asked about. Others do not look into stamps.
        if form == "B-B" and place // len(ROUND) % step == 0:
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
        form = papers.FORMS[place % len(papers.FORMS)]
        paper = signed(papers.unsigned(body), papers.identity_for(form), papers.AT)
        ours += not check(paper, papers.trusted_with_stamps(), papers.AT).accepted
        # A stamp over the whole is a second signature to them.
        theirs += form != "archive" and not (papers.pdfsig_accepts(paper) and papers.openssl_accepts(paper, folder))
    return ours, theirs
