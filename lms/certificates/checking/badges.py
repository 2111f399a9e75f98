"""Open Badges 3.0: a 修了証書 as a signed credential (Verifiable Credentials 2.0) that a person takes along.

It says what the paper says and has no number of its own. Signed as a JSON Web Token (RS256) with the key that signs
papers; whether it still counts is asked at the addresses inside the network that it names.
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse

from lms.certificates.checking.papers import Finding, by_code, standing_problem, words_without_name
from lms.certificates.models import Certificate
from lms.certificates.register.naming import training
from lms.lib.fiscal_year import TOKYO
from lms.lib.signatures.checking import Verdict
from lms.lib.signatures.configured import signature_note, trust
from lms.lib.signatures.jws import check_json, may_sign_json, public_jwk, signed_json
from lms.lib.signatures.trust import Trust
from lms.people.models import City

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
_UNREADABLE = "オープンバッジとして読めません。"


def badge(certificate: Certificate, city: City, at: datetime) -> str:
    """The signed credential of a personal paper. Needs series, batch and completion at hand."""
    said = credential(certificate, city)
    claims = {
        "iss": said["issuer"]["id"], "jti": said["id"], "sub": said["credentialSubject"]["id"],
        "nbf": _seconds(said["validFrom"]),
    }  # fmt: skip
    return signed_json(said | claims, at)


def credential(certificate: Certificate, city: City) -> dict[str, Any]:
    """What is signed, in the words of the paper."""
    public_id = certificate.public_id
    return {
        "@context": list(CONTEXT),
        "id": _address("paper_code", public_id.upper()),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{certificate.payload['title']}（{training(certificate)}）",
        "issuer": issuer(city),
        "validFrom": _start_of(certificate.batch.given_on),
        "awardedDate": certificate.completion.completed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            # Of this credential alone: two of them do not tell that they are one person's.
            "id": _urn(f"{public_id} holder"),
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject", "hashed": False, "identityType": "name",
                    "identityHash": certificate.payload["name"],
                }
            ],
            "licenseNumber": certificate.number_text,
            "achievement": _achievement(certificate),
        },
        "credentialStatus": {"id": _address("badge_status", public_id), "type": "1EdTechRevocationList"},
    }  # fmt: skip


def _achievement(certificate: Certificate) -> dict[str, Any]:
    title = training(certificate)
    return {
        "id": _urn(f"{certificate.fiscal_year} {certificate.subject_code}"),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "inLanguage": "ja",
        "name": title,
        "description": dict(words_without_name(certificate))["本文"],
        "criteria": {"narrative": f"{title}の課程を修了すること。"},
    }


def issuer(city: City) -> dict[str, Any]:
    """The city. As long as the demo authority signs, the name says so, as on papers."""
    note = signature_note()
    return {
        "id": _address("badge_issuer"), "type": ["Profile"], "name": f"{city.name}（{note}）" if note else city.name,
    }  # fmt: skip


def issuer_profile(city: City) -> dict[str, Any]:
    """What the issuer's address answers."""
    return {"@context": list(CONTEXT), **issuer(city), "url": settings.BASE_URL, "jwksUri": _address("badge_keys")}


def keys(at: datetime) -> dict[str, Any]:
    """The public keys that sign, or signed, for this city (JWK Set)."""
    return {"keys": [public_jwk(certificate) for certificate in trust(at).own if may_sign_json(certificate)]}


def status(certificate: Certificate) -> dict[str, Any]:
    """The list of revoked credentials that a credential names: of itself alone, so that it tells nothing of others."""
    gone = standing_problem(certificate) != ""
    revoked = [{"id": _address("paper_code", certificate.public_id.upper()), "revoked": True}] if gone else []
    return {
        "id": _address("badge_status", certificate.public_id), "issuer": _address("badge_issuer"),
        "revokedCredential": revoked,
    }  # fmt: skip


def find_badge(content: bytes, trusted: Trust, at: datetime) -> Finding:
    """Of a file. What the register knows may be signed with a certificate that was valid when the paper was given."""
    judged = check_json(content, trusted, at)
    if not judged.payload:
        return Finding(judged.verdict, None)
    if not _claims_agree(judged.payload):
        return Finding(Verdict(_UNREADABLE), None)
    certificate = by_code(str(judged.payload["id"]).rpartition("/")[2])
    if certificate and not judged.verdict.accepted:
        judged = check_json(content, trusted, certificate.recorded_at)
    return Finding(judged.verdict, certificate)


def _claims_agree(said: Mapping[str, Any]) -> bool:
    """What the token claims is what the credential says (Open Badges 3.0, 8.2.4.1)."""
    try:
        claims = (said["iss"], said["jti"], said["sub"], said["nbf"])
        stated = (said["issuer"]["id"], said["id"], said["credentialSubject"]["id"], _seconds(said["validFrom"]))
    except (KeyError, TypeError, ValueError):
        return False
    return claims == stated


def _address(name: str, *arguments: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=arguments)}"


def _urn(text: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL} {text}").urn


def _start_of(day: date) -> str:
    return datetime.combine(day, time(), TOKYO).isoformat()


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
