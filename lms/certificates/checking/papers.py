"""Is a paper genuine, and does it still count? What the signature says, and what the register knows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.certificates.models import Certificate, Series
from lms.certificates.papers.wording import plain_number
from lms.lib.fiscal_year import era_date
from lms.lib.signatures.checking import Verdict, check
from lms.lib.signatures.trust import Trust
from lms.lib.text_keys import search_key


@dataclass(frozen=True)
class Finding:
    """Of a file: the judgement of its signature, and its row in the register, if it has one."""

    verdict: Verdict
    certificate: Certificate | None

    @property
    def problem(self) -> str:
        """Why the file does not count as a paper of ours; empty when it does."""
        if self.verdict.problem:
            return self.verdict.problem
        return standing_problem(self.certificate) if self.certificate else "交付台帳に記録のない証書です。"


def find_paper(pdf: bytes, trust: Trust, at: datetime) -> Finding:
    """A file whose every byte the register knows is judged as of the moment in which it was signed: by then its
    certificate had not run out."""
    known = _registered(sha256=hashlib.sha256(pdf).hexdigest())
    return Finding(check(pdf, trust, known.drawn_at if known else at), known)


def by_code(public_id: str) -> Certificate | None:
    """The paper that carries this two-dimensional code."""
    return _registered(public_id=public_id.lower())


def by_number(text: str) -> Certificate | None:
    """The paper with a number as people type it; of one given again, the last."""
    return _registered(number_text=plain_number(text), replaced_by=None)


def _registered(**conditions: Any) -> Certificate | None:
    rows = Certificate.objects.with_state().select_related("series", "batch", "replaced_by__batch")
    return rows.filter(**conditions).first()


def standing_problem(certificate: Certificate) -> str:
    """Why a paper of the register does not count any more; empty when it does."""
    if certificate.state == Certificate.State.REVOKED:
        return f"{era_date(certificate.revocation.revoked_on)}に取り消された証書です。"
    if certificate.state == Certificate.State.SUPERSEDED:
        given_on = certificate.replaced_by.batch.given_on
        return f"{era_date(given_on)}に再交付されたため、効力のない証書です。"
    return ""


# ---- what a check shows: nothing that the paper does not say ---------------------------------------------------------


def is_holder(certificate: Certificate, name: str) -> bool:
    """Does the paper carry this name, however it was typed?"""
    return search_key(name) == search_key(certificate.payload.get("name", ""))


def words(certificate: Certificate) -> list[tuple[str, str]]:
    """The paper's own lines, for somebody who has it at hand."""
    said = certificate.payload
    if certificate.series.kind == Series.Kind.DEPARTMENT:
        facts = [
            (fact["label"].split("　", 1)[1].replace("　", ""), "、".join(fact["lines"])) for fact in said["facts"]
        ]
        return [("交付先", said["addressee"]), *facts[:-1], *_ends(certificate)]
    return [("氏名", said["name"]), ("所属・職名", said["post"]), *words_without_name(certificate)]


def words_without_name(certificate: Certificate) -> list[tuple[str, str]]:
    """For somebody who knows no more than a number."""
    said = certificate.payload
    if certificate.series.kind == Series.Kind.DEPARTMENT:
        return words(certificate)
    return [("本文", "　".join(said["body"])), ("修了日", said["completed"]["date"]), *_ends(certificate)]


def _ends(certificate: Certificate) -> list[tuple[str, str]]:
    said = certificate.payload
    signer = f"{said['signer']['title']}　{said['signer']['name']}"
    reissued = [("再交付", said["reissued"].removeprefix("再交付　"))] if "reissued" in said else []
    return [("交付日", said["given_on"]), *reissued, ("名義人", signer)]
