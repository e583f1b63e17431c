"""UserSig: what the field's generators make is good here, what we make is good there."""

import json
import time
import zlib
from typing import Any

import pytest
import TLSSigAPIv2

from accounts.signatures import Claims, Reason, Verdict, generate, read
from tests.accounts.sigs import (
    APP,
    AT,
    DAY,
    GOOD,
    KEY,
    OLD_KEY,
    SIGNED,
    USER,
    having,
    judge,
    ours,
    outer,
    pack,
)
from tests.generators import NpmGenerator, npm_generator

__all__ = ["npm_generator"]

USERS = ["xiaojun", "a", "A.b-c_d@example.org", "9" * 64, "administrator", "0"]

# The vector and the generators


def test_the_known_vector_is_signed_as_the_field_signs_it():
    assert read(ours()) == Claims(USER, APP, AT, DAY, SIGNED)


def test_a_sig_of_ours_is_good_until_it_ends():
    assert judge(ours()) == Verdict(None, Claims(USER, APP, AT, DAY, SIGNED))
    assert judge(ours()).valid
    assert judge(ours(), now=AT + DAY - 1).valid
    assert judge(ours(), now=AT + DAY).reason is Reason.EXPIRED


def test_the_time_of_a_sig_is_now_unless_said_otherwise():
    before = int(time.time())
    claims = read(generate(sdk_app_id=APP, user_id=USER, secret=KEY, expire=60))
    assert before <= claims.issued_at <= time.time()
    assert claims.expires_at == claims.issued_at + 60


@pytest.mark.parametrize("user", USERS)
def test_what_the_pypi_generator_makes_is_good_here(user):
    sig = TLSSigAPIv2.TLSSigAPIv2(APP, KEY).gen_sig(user, DAY)
    verdict = judge(sig, user_id=user, now=time.time())
    assert verdict.reason is None
    assert verdict.claims is not None
    assert (verdict.claims.identifier, verdict.claims.sdk_app_id, verdict.claims.expire) == (user, APP, DAY)


def test_what_the_npm_generator_makes_is_good_here(npm_generator: NpmGenerator):
    calls = [{"do": "sig", "app": APP, "key": KEY, "user": user, "expire": DAY} for user in USERS]
    for user, sig in zip(USERS, npm_generator.run(*calls), strict=True):
        assert judge(sig, user_id=user, now=time.time()).reason is None
        wrong = judge(sig, user_id=user, now=time.time(), secrets=[OLD_KEY])
        assert wrong.reason is Reason.SIGNATURE_MISMATCH


def test_the_pypi_generator_signs_the_same_as_what_we_make():
    for user in USERS:
        said = json.loads(zlib.decompress(TLSSigAPIv2.base64_decode_url(ours(user_id=user).encode())))
        sign = TLSSigAPIv2.TLSSigAPIv2(APP, KEY)._TLSSigAPIv2__hmacsha256
        signed = sign(user, said["TLS.time"], said["TLS.expire"])
        assert said["TLS.sig"] == signed.decode()
        assert (said["TLS.ver"], said["TLS.sdkappid"], said["TLS.identifier"]) == ("2.0", APP, user)


def test_the_npm_generator_signs_the_same_as_what_we_make(npm_generator: NpmGenerator):
    good = [{"do": "accepts", "app": APP, "key": KEY, "sig": ours(user_id=user)} for user in USERS]
    bad = [{"do": "accepts", "app": APP, "key": OLD_KEY, "sig": ours()}]
    assert npm_generator.run(*good, *bad) == [True] * len(USERS) + [False]


def test_room_permits_of_the_generators_are_no_login(npm_generator: NpmGenerator):
    permits = npm_generator.run({"do": "permit", "app": APP, "key": KEY, "user": USER, "expire": DAY})
    permits.append(TLSSigAPIv2.TLSSigAPIv2(APP, KEY).gen_sig_with_userbuf(USER, DAY, b"abc"))
    for permit in permits:
        assert judge(permit, now=time.time()) == Verdict(Reason.MALFORMED, None)


def test_key_order_blanks_escapes_and_compression_of_other_languages_make_no_difference():
    backwards = json.dumps(dict(reversed(GOOD.items())), indent=2)
    escaped = backwards.replace("xiaojun", "\\u0078iaojun").replace("TLS.ver", "\\u0054LS.ver")
    for level in (0, 1, 9):
        assert judge(outer(zlib.compress(escaped.encode(), level))).reason is None


def test_keys_that_nobody_signs_are_ignored():
    assert judge(pack(GOOD | {"TLS.extra": {"deep": [1, None]}})).reason is None


def test_missing_padding_is_forgiven():
    padded = {len(sig) - len(sig.rstrip("_")): sig for sig in (ours(expire=n) for n in range(60, 400))}
    assert set(padded) == {0, 1, 2}
    for sig in padded.values():
        for shortened in (sig, sig.removesuffix("_"), sig.rstrip("_")):
            assert judge(shortened, now=AT).reason is None


# The verdicts


def test_every_reason_has_the_sub_code_of_the_reference():
    assert {reason.name: reason.value for reason in Reason} == {
        "EXPIRED": "70001",
        "MALFORMED": "70003",
        "SIGNATURE_MISMATCH": "70009",
        "USER_MISMATCH": "70013",
        "APP_MISMATCH": "70014",
        "REVOKED": "70052",
    }


def test_a_sig_of_another_app_another_user_or_another_key_is_told_apart():
    assert judge(ours(), sdk_app_id=APP + 1).reason is Reason.APP_MISMATCH
    assert judge(ours(), user_id="Xiaojun").reason is Reason.USER_MISMATCH
    assert judge(ours(), secrets=[OLD_KEY]).reason is Reason.SIGNATURE_MISMATCH
    assert judge(ours(), secrets=[KEY.upper()]).reason is Reason.SIGNATURE_MISMATCH
    assert judge(ours(), secrets=[]).reason is Reason.SIGNATURE_MISMATCH


def test_claims_can_be_read_whatever_the_verdict_but_malformed():
    for other in (
        {"sdk_app_id": 1},
        {"user_id": "x"},
        {"secrets": [OLD_KEY]},
        {"now": AT + DAY},
        {"not_before": AT},
    ):
        verdict = judge(ours(), **other)
        assert not verdict.valid
        assert verdict.claims == Claims(USER, APP, AT, DAY, SIGNED)


def test_user_and_app_may_be_taken_from_the_sig_alone():
    verdict = judge(ours(), sdk_app_id=None, user_id=None)
    assert verdict.reason is None
    assert verdict.claims is not None
    assert (verdict.claims.identifier, verdict.claims.sdk_app_id) == (USER, APP)
    assert judge(ours(secret=OLD_KEY), sdk_app_id=None, user_id=None).reason is Reason.SIGNATURE_MISMATCH


def test_the_previous_secret_stays_good_while_a_secret_rotates():
    assert judge(ours(secret=OLD_KEY), secrets=[KEY, OLD_KEY]).reason is None
    assert judge(ours(), secrets=[KEY, OLD_KEY]).reason is None
    assert judge(ours(secret="b" * 64), secrets=[KEY, OLD_KEY]).reason is Reason.SIGNATURE_MISMATCH


@pytest.mark.parametrize(
    ("kicked", "reason"),
    [(AT - 1, None), (AT, Reason.REVOKED), (AT + 1, Reason.REVOKED), (None, None), (0, None)],
)
def test_a_kick_ends_sigs_of_its_own_second_and_before(kicked, reason):
    assert judge(ours(), not_before=kicked).reason is reason


@pytest.mark.parametrize(
    ("ahead", "reason"), [(0, None), (300, None), (301, Reason.MALFORMED), (DAY, Reason.MALFORMED)]
)
def test_a_clock_may_be_ahead_by_five_minutes(ahead, reason):
    assert judge(ours(issued_at=AT + ahead), now=AT).reason is reason


def test_a_fraction_of_a_second_changes_nothing():
    assert judge(ours(), now=AT + DAY - 0.001).reason is None
    assert judge(ours(issued_at=AT + 300), now=AT + 0.9).reason is None


def test_a_forged_sig_learns_neither_times_nor_kicks():
    forged = ours(secret="f" * 64)
    for other in ({"now": AT + 9 * DAY}, {"not_before": AT + 1}, {"now": AT - DAY}):
        assert judge(forged, **other).reason is Reason.SIGNATURE_MISMATCH


def test_the_reasons_have_an_order():
    faults: list[tuple[Reason, dict[str, Any]]] = [
        (Reason.REVOKED, {"not_before": AT}),
        (Reason.EXPIRED, {"now": AT + DAY}),
        (Reason.SIGNATURE_MISMATCH, {"secrets": []}),
        (Reason.USER_MISMATCH, {"user_id": "x"}),
        (Reason.APP_MISMATCH, {"sdk_app_id": 1}),
    ]
    together: dict[str, Any] = {}
    for reason, fault in faults:
        together |= fault
        assert judge(ours(), **together).reason is reason
    assert judge("?", **together).reason is Reason.MALFORMED


@pytest.mark.parametrize("name", ["identifier", "sdkappid", "time", "expire"])
def test_every_signed_claim_is_held_by_the_signature(name):
    changed = {"identifier": "xiaojuN", "sdkappid": APP + 1, "time": AT - 1, "expire": DAY + 1}
    verdict = judge(having(**{name: changed[name]}), sdk_app_id=None, user_id=None)
    assert verdict.reason is Reason.SIGNATURE_MISMATCH
