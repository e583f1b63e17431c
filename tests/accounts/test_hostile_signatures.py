"""What is no UserSig is malformed: never an error, never a way in."""

import json
import random
import zlib
from base64 import b64encode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.signatures import Malformed, Reason, Verdict, generate, read
from tests.accounts.sigs import APP, AT, GOOD, OLD_KEY, SIGNED, having, judge, lacking, ours, outer, pack

BOMB = zlib.compress(json.dumps(GOOD).encode() + b" " * 60_000)
HOSTILE: dict[str, str] = {
    "nothing": "",
    "blank": " ",
    "padding only": "____",
    "a word": "usersig",
    "NUL": "\x00",
    "Chinese": "用户签名",
    "lone surrogate": "\ud800",
    "digits of another script": "١٢٣٤",
    "line break at the end": ours() + "\n",
    "blank in front": " " + ours(),
    "too much padding": ours().rstrip("_") + "___",
    "padding inside": ours()[:20] + "_" + ours()[20:],
    "one character short": ours().rstrip("_")[:-1],
    "half": ours()[: len(ours()) // 2],
    "one base64 digit left over": "eJyr5",
    "standard base64": b64encode(b"\xfb\xff" * 30).decode(),
    "over 4 KB": outer(zlib.compress(random.Random(1).randbytes(3200))),
    "a JWT": "eyJhbGciOiJub25lIn0.e30.",
    "not deflated": outer(json.dumps(GOOD).encode()),
    "gzip": outer(zlib.compress(json.dumps(GOOD).encode(), wbits=31)),
    "raw deflate": outer(zlib.compress(json.dumps(GOOD).encode(), wbits=-15)),
    "zlib without its checksum": outer(zlib.compress(json.dumps(GOOD).encode())[:-4]),
    "zlib with a wrong checksum": outer(zlib.compress(json.dumps(GOOD).encode())[:-1] + b"?"),
    "something after the zlib stream": outer(zlib.compress(json.dumps(GOOD).encode()) + b"more"),
    "two zlib streams": outer(zlib.compress(json.dumps(GOOD).encode()) * 2),
    "inflates beyond 8 KB": outer(BOMB),
    "inflates to 2 MB": outer(zlib.compress(b" " * 2_000_000)),
    "empty zlib": pack(b""),
    "bad UTF-8": pack(b'{"TLS.ver":"\xff"}'),
    "UTF-16": pack(json.dumps(GOOD).encode("utf-16")),
    "UTF-8 with a mark": pack(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()),
    "no JSON": pack("TLS.ver=2.0"),
    "half a JSON": pack(json.dumps(GOOD)[:-1]),
    "JSON and more": pack(json.dumps(GOOD) + "{}"),
    "null": pack("null"),
    "number": pack("2.0"),
    "string": pack('"TLS.ver"'),
    "list": pack([GOOD]),
    "empty object": pack({}),
    "deep lists": pack("[" * 8000),
    "deep objects": pack('{"a":' * 1600),
    "deep in a key": pack('{"TLS.ver":' + "[" * 4000 + "]" * 4000 + "}"),
    "key twice": pack(json.dumps(GOOD)[:-1] + ', "TLS.identifier": "root"}'),
    "key twice, escaped": pack(json.dumps(GOOD)[:-1] + ', "TLS.\\u0069dentifier": "xiaojun"}'),
    "key twice below": pack(json.dumps(GOOD)[:-1] + ', "more": {"a": 1, "a": 1}}'),
    "no version": lacking("TLS.ver"),
    "no identifier": lacking("TLS.identifier"),
    "no app": lacking("TLS.sdkappid"),
    "no time": lacking("TLS.time"),
    "no expire": lacking("TLS.expire"),
    "no signature": lacking("TLS.sig"),
    "version 1": having(ver="1.0"),
    "version as a number": having(ver=2.0),
    "version null": having(ver=None),
    "userbuf": having(userbuf="YWJj"),
    "userbuf null": having(userbuf=None),
    "userbuf empty": having(userbuf=""),
    "identifier a number": having(identifier=7),
    "identifier null": having(identifier=None),
    "identifier a list": having(identifier=["xiaojun"]),
    "identifier empty": having(identifier=""),
    "identifier with a line break": having(identifier="xiaojun\nTLS.sdkappid:1"),
    "identifier with NUL": having(identifier="xiao\x00jun"),
    "identifier with a lone surrogate": having(identifier="\ud800"),
    "identifier too long": having(identifier="x" * 256),
    "app a string": having(sdkappid=str(APP)),
    "app a float": having(sdkappid=float(APP)),
    "app true": having(sdkappid=True),
    "app zero": having(sdkappid=0),
    "app negative": having(sdkappid=-APP),
    "app beyond 64 bits": having(sdkappid=2**64),
    "time a string": having(time=str(AT)),
    "time true": having(time=True),
    "time negative": having(time=-1),
    "time with an exponent": pack(json.dumps(GOOD).replace(str(AT), "17e8")),
    "time NaN": having(time=float("nan")),
    "time infinite": having(time=float("inf")),
    "time of 5,000 digits": pack(json.dumps(GOOD).replace(str(AT), "1" * 5000)),
    "time in the year 10000": having(time=253_402_300_800),
    "expire a float": having(expire=86400.0),
    "expire negative": having(expire=-1),
    "expire null": having(expire=None),
    "expire beyond 64 bits": having(expire=2**63),
    "ends in the year 10000": having(expire=253_402_300_799),
    "signature null": having(sig=None),
    "signature empty": having(sig=""),
    "signature of bytes in a list": having(sig=list(range(32))),
    "signature in hex": having(sig="48d178166542" * 5),
    "signature too short": having(sig=SIGNED[:-4]),
    "signature without padding": having(sig=SIGNED[:-1]),
    "signature not base64": having(sig="é" + SIGNED[1:]),
    "signature with a line break": having(sig=SIGNED + "\n"),
}


@pytest.mark.parametrize("sig", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_sig_is_malformed_and_never_an_error(sig):
    assert judge(sig, sdk_app_id=None, user_id=None) == Verdict(Reason.MALFORMED, None)
    with pytest.raises(Malformed):
        read(sig)


def test_four_kilobytes_are_read_and_one_character_more_is_not():
    filler = random.Random(7).randbytes(4000).hex()
    sigs = [pack(GOOD | {"filler": filler[:length]}) for length in range(5000, 7000)]
    verdicts = {len(sig): judge(sig).reason for sig in sigs}
    assert {4096, 4100} <= set(verdicts)
    assert all(
        reason is (None if length <= 4096 else Reason.MALFORMED) for length, reason in verdicts.items()
    )


def test_eight_kilobytes_of_document_are_read_and_one_byte_more_is_not():
    document = json.dumps(GOOD)
    assert judge(pack(document + " " * (8192 - len(document)))).reason is None
    assert judge(pack(document + " " * (8193 - len(document)))).reason is Reason.MALFORMED


@settings(deadline=None, max_examples=300)
@given(st.text() | st.text("abcXYZ019*-_", max_size=200) | st.binary().map(outer) | st.binary().map(pack))
@example("eJw_")
def test_random_input_never_raises(sig):
    assert judge(sig, sdk_app_id=None, user_id=None) == Verdict(Reason.MALFORMED, None)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), anything, min_size=1))
def test_no_changed_document_is_good_nor_an_error(changes):
    document = GOOD | changes
    verdict = judge(pack(document), sdk_app_id=None, user_id=None)
    assert verdict.reason is None if document == GOOD else verdict.reason is not None


@settings(deadline=None, max_examples=100)
@given(position=st.integers(0, 10_000), replacement=st.sampled_from("abcxyzABCXYZ0189*-_"))
def test_one_changed_character_never_makes_another_good_sig(position, replacement):
    sig = ours()
    place = position % len(sig)
    verdict = judge(sig[:place] + replacement + sig[place + 1 :], sdk_app_id=None, user_id=None)
    assert verdict.reason is not None or verdict.claims == read(sig)


@settings(deadline=None, max_examples=100)
@given(
    user=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=64),
    app=st.integers(1, 2**53 - 1),
    expire=st.integers(60, 1_576_800_000),
    secret=st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_whatever_is_generated_is_good_for_its_own_user_app_and_secret(user, app, expire, secret):
    sig = generate(sdk_app_id=app, user_id=user, secret=secret, expire=expire, issued_at=AT)
    assert judge(sig, sdk_app_id=app, user_id=user, secrets=[OLD_KEY, secret], not_before=AT - 1).valid
