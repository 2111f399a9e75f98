"""Open Badges: what a credential says, that it is signed as the specification wants it, and who gets one."""

import base64
import json
import re
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random

import jwt
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from lms.certificates.checking import badges, files
from lms.certificates.models import Certificate
from lms.certificates.reissuing import reissue, revoke
from lms.lib.signatures.configured import trust
from lms.lib.signatures.jws import signed_json
from lms.lib.signatures.signing import CannotSignError
from lms.people.city import city
from lms.people.models import City
from lms.people.roles import Role
from tests import factories as make
from tests.forgery.papers import stranger
from tests.lms.certificates.town import DECIDED, NOW, TODAY, give
from tests.markup import page, texts

# Facts of Open Badges 3.0 (6 and 8.2): what must be there, and of which kind.
URI = re.compile(r"(https?://|urn:uuid:)\S+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.fixture(autouse=True)
def switched_on(request) -> None:
    if "town" in request.fixturenames:
        request.getfixturevalue("town")
        City.objects.update(open_badges=True)


@pytest.fixture
def certificate(town) -> Certificate:
    rows = give(town.done["髙橋"]).certificates.select_related("series", "batch", "completion", "employee")
    return rows.get()


def token(row: Certificate) -> str:
    return badges.badge(row, city(), NOW)


def parts(text: str) -> tuple[dict, dict, bytes]:
    header, payload, signature = (base64.urlsafe_b64decode(part + "==") for part in text.split("."))
    return json.loads(header), json.loads(payload), signature


def problem(content: bytes, at: datetime = NOW) -> str:
    return files.find(content, trust(at), at).problem


# ---- what the specification asks -------------------------------------------------------------------------------------


def test_the_credential_has_what_the_specification_asks(certificate):
    _, said, _ = parts(token(certificate))
    assert said["@context"] == [
        "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]  # fmt: skip
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(said["type"])
    subject, issuer = said["credentialSubject"], said["issuer"]
    achievement = subject["achievement"]
    for address in (said["id"], issuer["id"], subject["id"], achievement["id"], said["credentialStatus"]["id"]):
        assert URI.fullmatch(address), address
    assert MOMENT.fullmatch(said["validFrom"])
    assert MOMENT.fullmatch(said["awardedDate"])
    assert said["awardedDate"].endswith("Z")
    assert ("Profile" in issuer["type"], "AchievementSubject" in subject["type"]) == (True, True)
    assert "Achievement" in achievement["type"]
    assert all(isinstance(achievement[name], str) and achievement[name] for name in ("name", "description"))
    assert achievement["criteria"]["narrative"]
    assert said["credentialStatus"]["type"] == "1EdTechRevocationList"
    assert "proof" not in said


def test_the_token_has_the_header_and_claims_that_the_specification_asks(certificate):
    header, said, _ = parts(token(certificate))
    assert set(header) == {"alg", "typ", "jwk"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    assert set(header["jwk"]) == {"kty", "n", "e"}  # never "d", the private key
    assert (said["iss"], said["jti"], said["sub"]) == (
        said["issuer"]["id"],
        said["id"],
        said["credentialSubject"]["id"],
    )
    assert said["nbf"] == int(datetime.fromisoformat(said["validFrom"]).timestamp())
    assert "vc" not in said


def test_another_library_verifies_it_with_the_key_that_it_carries(certificate):
    text = token(certificate)
    key = jwt.PyJWK.from_dict({**jwt.get_unverified_header(text)["jwk"], "alg": "RS256"})
    said = jwt.decode(text, key, algorithms=["RS256"], options={"verify_nbf": False})
    assert said["credentialSubject"]["licenseNumber"] == "第８－１号"


def test_it_says_what_the_paper_says_and_no_more(certificate):
    said = badges.credential(certificate, city())
    assert said["name"] == "修了証書（令和８年度情報セキュリティ基礎）"
    assert said["credentialSubject"]["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": "髙橋　正樹"}
    ]
    assert said["validFrom"] == "2026-07-31T00:00:00+09:00"
    assert said["issuer"]["name"] == "垂水市（試行用の署名）"
    everything = json.dumps(said, ensure_ascii=False)
    assert "000123" not in everything
    assert "主査" not in everything


def test_two_credentials_do_not_tell_that_they_are_one_persons(town, certificate):
    other = give(town.done["髙橋 DX"]).certificates.select_related("series", "batch", "completion").get()
    subjects = {badges.credential(row, city())["credentialSubject"]["id"] for row in (certificate, other)}
    assert len(subjects) == 2


# ---- checking --------------------------------------------------------------------------------------------------------


def test_a_genuine_one_is_accepted_and_counts_as_long_as_the_paper_does(certificate):
    content = token(certificate).encode()
    assert problem(content) == ""
    revoke(certificate=certificate, reason="誤り", on=TODAY, actor="00900", at=NOW)
    assert problem(content) == "令和8年7月31日に取り消された証書です。"


def test_after_a_reissue_the_new_papers_own_counts(certificate):
    new = reissue(certificate=certificate, reason="紛失", decision=DECIDED, on=TODAY, actor="00900", at=NOW)
    rows = Certificate.objects.select_related("series", "batch", "completion", "employee")
    assert "再交付された" in problem(token(certificate).encode())
    assert problem(token(rows.get(pk=new.pk)).encode()) == ""


def test_no_changed_letter_is_accepted(certificate):
    content, chance = token(certificate).encode(), Random(1)
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    for _ in range(150):
        at = chance.randrange(len(content))
        other = chance.choice([letter for letter in letters if letter != content[at]])
        assert problem(content[:at] + bytes([other]) + content[at + 1 :])
    # The last letter of the signature has bits without meaning.
    assert all(problem(content[:-1] + bytes([letter])) for letter in letters if letter != content[-1])
    assert all(problem(changed) for changed in (content + b"\n", content + b"=", content[:-1], content + b".x"))


def test_what_somebody_else_signed_is_refused_whatever_key_it_carries(certificate, monkeypatch):
    monkeypatch.setattr("lms.lib.signatures.jws.identity", lambda at: stranger())
    forged = token(certificate).encode()
    assert problem(forged).startswith("証書に使う証明書による署名ではない")


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_other_algorithm_is_accepted(certificate, algorithm):
    header, said, _ = parts(token(certificate))
    secret = "" if algorithm == "none" else json.dumps(header["jwk"]).encode() * 2
    forged = jwt.encode(said, secret or None, algorithm=algorithm, headers={"jwk": header["jwk"]})
    assert problem(forged.encode().rstrip(b".") + (b".AA" if algorithm == "none" else b""))


def test_what_our_key_signed_for_another_use_is_none(certificate):
    said = badges.credential(certificate, city())
    assert problem(signed_json(said, NOW).encode()) == "オープンバッジとして読めません。"
    claims = {"iss": said["issuer"]["id"], "jti": said["id"], "sub": "urn:x", "nbf": 0}
    assert problem(signed_json(said | claims, NOW).encode()) == "オープンバッジとして読めません。"


def test_of_a_paper_that_the_register_does_not_know_it_is_refused(certificate):
    _, said, _ = parts(token(certificate))
    unknown = said | {"id": said["id"][:-32] + "0" * 32, "jti": said["jti"][:-32] + "0" * 32}
    assert problem(signed_json(unknown, NOW).encode()) == "交付台帳に記録のない証書です。"


def test_what_was_given_while_the_certificate_was_valid_stays_accepted(certificate):
    content, later = token(certificate).encode(), NOW + timedelta(days=21 * 365)
    assert problem(content, later) == ""
    assert files.judge(content, trust(later), later).problem == "署名に使った証明書の有効期間が過ぎています。"


def test_the_command_takes_papers_and_badges(certificate, tmp_path: Path):
    file, changed = tmp_path / "badge.jwt", tmp_path / "changed.jwt"
    file.write_text(token(certificate))
    changed.write_text(token(certificate).replace(".e", ".f", 1))
    out = StringIO()
    call_command("verify_certificate", file, "--json", stdout=out)
    (found,) = json.loads(out.getvalue())
    assert (found["accepted"], found["register"], found["number"]) == (True, "issued", "第８－１号")
    call_command("verify_certificate", file, "--without-register", stdout=StringIO())
    with pytest.raises(SystemExit):
        call_command("verify_certificate", file, changed, stdout=StringIO())


# ---- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def holder(client, town):
    person = town.people["髙橋"]
    make.account(person)
    client.force_login(person.user)
    return client


def test_people_see_their_own_papers_and_take_the_badge_along(certificate, town, holder):
    give(town.done["﨑山"])
    found = holder.get(reverse("own_papers"))
    assert texts(page(found), ".file__facts") == ["第８－１号　令和8年7月31日　有効"]
    answer = holder.get(reverse("own_badge", args=[certificate.pk]))
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Content-Disposition"] == 'attachment; filename="2026-security-00001_000123_S-01.jwt"'
    assert problem(answer.content) == ""


def test_a_key_that_cannot_sign_badges_is_said_in_words(certificate, holder, monkeypatch):
    def refuse(*_: object) -> None:
        raise CannotSignError("この形式の署名には、RSA方式の証明書が必要です。")

    monkeypatch.setattr(badges, "badge", refuse)
    answer = holder.get(reverse("own_badge", args=[certificate.pk]), follow=True)
    assert "RSA方式の証明書が必要です。" in answer.content.decode()


def test_nobody_takes_anothers_badge_along(certificate, town, client, signed_in):
    other = town.people["﨑山"]
    make.account(other)
    client.force_login(other.user)
    assert client.get(reverse("own_badge", args=[certificate.pk])).status_code == 404
    for role in (Role.SECURITY_OFFICE, Role.HR, Role.AUDITOR):
        assert signed_in(role).get(reverse("own_badge", args=[certificate.pk])).status_code == 404


def test_there_is_none_where_the_city_has_not_switched_it_on(certificate, holder):
    City.objects.update(open_badges=False)
    assert "オープンバッジ" not in holder.get(reverse("own_papers")).content.decode()
    assert holder.get(reverse("own_badge", args=[certificate.pk])).status_code == 404


def test_there_is_none_of_a_paper_that_counts_no_more(certificate, holder):
    revoke(certificate=certificate, reason="誤り", on=TODAY, actor="00900", at=NOW)
    found = holder.get(reverse("own_papers"))
    assert "取消し" in found.content.decode()
    assert reverse("own_badge", args=[certificate.pk]) not in found.content.decode()
    assert holder.get(reverse("own_badge", args=[certificate.pk])).status_code == 404


@pytest.mark.parametrize("papers", [1, 3])
def test_ones_own_papers_take_the_same_queries(town, certificate, holder, papers, django_assert_num_queries):
    for day in range(1, papers):
        give(make.completion(town.people["髙橋"], town.security, make.jst(2026, 6, day), department_name="福祉課"))
    with django_assert_num_queries(8):
        holder.get(reverse("own_papers"))


def test_issuer_key_and_status_stand_at_the_addresses_named(certificate, client):
    header, said, _ = parts(token(certificate))
    issuer = client.get(reverse("badge_issuer")).json()
    assert (issuer["id"], issuer["name"]) == (said["issuer"]["id"], "垂水市（試行用の署名）")
    assert issuer["jwksUri"].endswith(reverse("badge_keys"))
    assert header["jwk"] in client.get(reverse("badge_keys")).json()["keys"]
    asked = reverse("badge_status", args=[certificate.public_id])
    assert said["credentialStatus"]["id"].endswith(asked)
    assert client.get(asked).json()["revokedCredential"] == []
    revoke(certificate=certificate, reason="誤り", on=TODAY, actor="00900", at=NOW)
    assert client.get(asked).json()["revokedCredential"] == [{"id": said["id"], "revoked": True}]
    assert client.get(reverse("badge_status", args=["0" * 32])).status_code == 404


def test_the_check_page_takes_a_badge(certificate, client):
    def checked(content: bytes) -> str:
        file = SimpleUploadedFile("badge.jwt", content)
        return client.post(reverse("paper_check"), {"paper": file}).content.decode()

    assert "交付したままの、有効な証書です。" in checked(token(certificate).encode())
    revoke(certificate=certificate, reason="誤り", on=TODAY, actor="00900", at=NOW)
    assert "取り消された証書です。" in checked(token(certificate).encode())
    assert "証書として認められません。" in checked(b"a.b.c")
