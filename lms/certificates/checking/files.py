"""Is a file a paper of ours, or the credential of one, and does it still count?"""

from datetime import datetime

from lms.certificates.checking.badges import find_badge
from lms.certificates.checking.papers import Finding, find_paper
from lms.lib.signatures.checking import Verdict, check
from lms.lib.signatures.jws import check_json, looks_signed
from lms.lib.signatures.trust import Trust


def find(content: bytes, trust: Trust, at: datetime) -> Finding:
    """The judgement of a file's signature, and its row in the register."""
    return find_badge(content, trust, at) if looks_signed(content) else find_paper(content, trust, at)


def judge(content: bytes, trust: Trust, at: datetime) -> Verdict:
    """That of the signature alone."""
    return check_json(content, trust, at).verdict if looks_signed(content) else check(content, trust, at)
