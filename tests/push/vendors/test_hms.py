"""Receipts of Huawei's services, and the signature that they bear where one is agreed on."""

from base64 import b64encode
from hmac import digest
from typing import Any

import orjson
import pytest

from push.vendors import harmony, hms, honor, huawei
from push.vendors.contract import Access

SECRET = b64encode(b"a key of thirty-two bytes or more").decode()
HEADER = "X-HUAWEI-CALLBACK-ID"


def access(**fields: str) -> Access:
    return Access(1, "HUAWEI", 1, fields)


def header(key: bytes, user: str = "hongyan", said: str = "1700000000000nonce-1") -> str:
    value = b64encode(digest(key, f"{said}{user}".encode(), "sha256")).decode()
    return f"timestamp=1700000000000; nonce=nonce-1; value={value}"


def first(status: int, **more: Any) -> bytes:
    one = {"biTag": "71", "token": "one", "requestId": "r1", "status": status, "timestamp": 1700000000000}
    return orjson.dumps({"statuses": [one | more]})


def second(result: int) -> bytes:
    status = {"result": result, "timestamp": 1700000000000}
    one = {"biTag": "71", "token": "one", "requestId": "r1", "pushType": 0, "deliveryStatus": status}
    return orjson.dumps({"statuses": [one]})


@pytest.mark.parametrize(
    ("status", "event"),
    [
        (0, "DELIVERED"),
        (2, "INVALID_TOKEN"),
        (5, "INVALID_TOKEN"),
        (6, "FAILED"),
        (10, "FAILED"),
        (15, "FAILED"),
        (27, "DELIVERED"),
        (102, "FAILED"),
        (144, "FAILED"),
        (201, "FAILED"),
        (4711, "FAILED"),
    ],
)
def test_both_versions_of_a_receipt_say_the_same(status: int, event: str) -> None:
    for found in (
        huawei.parse_receipt(first(status), "application/json"),
        harmony.parse_receipt(second(status), "application/json"),
    ):
        assert [
            (one.event, one.token, one.push_id, one.vendor_message_id, one.at, one.code) for one in found
        ] == [(event, "one", "71", "r1", 1700000000000, str(status))]


def test_harmonyos_has_receipts_of_its_own() -> None:
    (found,) = harmony.parse_receipt(second(256), "")
    assert found.event == "FAILED"
    assert "category" in found.message


def test_honor_s_receipts_are_of_the_first_kind() -> None:
    (found,) = honor.parse_receipt(first(40000002), "")
    assert (found.event, found.push_id) == ("DELIVERED", "71")


def test_a_receipt_of_a_push_to_many_names_the_task() -> None:
    (found,) = huawei.parse_receipt(first(0, biTag="t7"), "")
    assert (found.push_id, found.task_id) == ("", "7")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"statuses":3}', b'{"statuses":[1]}', b"\xff"])
def test_nonsense_is_no_receipt(body: bytes) -> None:
    with pytest.raises(ValueError):
        huawei.parse_receipt(body, "")


def test_a_receipt_is_checked_where_a_secret_is_known() -> None:
    known = access(callbackSecret=SECRET, callbackUser="hongyan")
    assert huawei.receipt_signed(known, {HEADER: header(b"a key of thirty-two bytes or more")}, b"")
    assert not huawei.receipt_signed(known, {HEADER: header(b"another")}, b"")
    assert not huawei.receipt_signed(known, {HEADER: header(b"another").partition("; value")[0]}, b"")
    assert not huawei.receipt_signed(known, {}, b"")


def test_an_older_secret_is_the_key_as_it_stands() -> None:
    known = access(callbackSecret="plain old secret", callbackUser="hongyan")
    assert harmony.receipt_signed(known, {HEADER.lower(): header(b"plain old secret")}, b"")


def test_another_user_s_signature_is_not_ours() -> None:
    known = access(callbackSecret=SECRET, callbackUser="somebody")
    assert not huawei.receipt_signed(known, {HEADER: header(b"a key of thirty-two bytes or more")}, b"")


def test_without_a_secret_nothing_is_checked() -> None:
    assert huawei.receipt_signed(access(), {}, b"")
    assert honor.receipt_signed(access(), {}, b"")


def test_illegal_tokens_have_the_reason_that_they_are_named_under() -> None:
    words = '{"success":1,"illegalTokens":{" tokenFormatError ":["a"],"noPushTypeRight":["b","c"]}}'
    assert hms.illegal(words) == {"a": "tokenFormatError", "b": "noPushTypeRight", "c": "noPushTypeRight"}
    assert hms.illegal('{"illegal_tokens":["a"]}') == {"a": "illegal_token"}
    assert hms.illegal('{"illegalTokens":["a"]}') == {"a": "illegal_token"}


@pytest.mark.parametrize("words", ["", "[]", "Success", '{"illegalTokens":{"noRight":3}}', "3"])
def test_words_without_tokens_name_none(words: str) -> None:
    assert hms.illegal(words) == {}
