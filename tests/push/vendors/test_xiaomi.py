"""What Xiaomi is told, and how its receipts read."""

from typing import Any
from urllib.parse import parse_qs, urlencode

import orjson
import pytest

from push.vendors import xiaomi
from push.vendors.contract import Access, BadField, Message, TooLong
from tests.push.vendors.messages import silent, targets, told

FIELDS = {"appSecret": "s", "packageName": "com.acme.chat", "channelId": "100"}
ACCESS = Access(1, "XIAOMI", 1, FIELDS)


def said(message: Message) -> dict[str, str]:
    body = xiaomi.render(ACCESS, message, targets("one", "two")).body.decode()
    return {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}


def test_a_notification_is_a_form_for_all_of_its_tokens() -> None:
    assert (
        xiaomi.render(ACCESS, told(), targets("one")).url == "https://api.xmpush.xiaomi.com/v3/message/regid"
    )
    found = said(told(data={"room": 5}))
    assert orjson.loads(found.pop("payload")) == {"room": 5, "pushId": "71", "taskId": "7"}
    assert found == {
        "registration_id": "one,two",
        "restricted_package_name": "com.acme.chat",
        "pass_through": "0",
        "time_to_live": "86400000",
        "title": "Alice",
        "description": "你好",
        "notify_type": "-1",
        "notify_id": found["notify_id"],
        "extra.jobkey": "7",
        "extra.channel_id": "100",
        "extra.notify_effect": "1",
    }


def test_a_silent_message_passes_through() -> None:
    found = said(silent(data={"sync": 1}))
    assert found["pass_through"] == "1"
    assert "title" not in found
    assert "notify_id" not in found


def test_texts_are_shortened_to_what_xiaomi_shows() -> None:
    found = said(told(title="题" * 60, body="文" * 200))
    assert found["title"] == "题" * 48 + "…"
    assert found["description"] == "文" * 126 + "…"


def test_neither_text_is_ever_empty() -> None:
    assert said(told(title=""))["title"] == "你好"
    assert said(told(body=""))["description"] == "Alice"


def test_data_are_not_shortened() -> None:
    with pytest.raises(TooLong):
        said(told(data={"k": "v" * 5000}))


def test_what_may_not_wait_goes_to_phones_that_are_online() -> None:
    assert said(told(ttl=0))["extra.only_send_once"] == "1"


def test_the_message_s_channel_is_before_the_credential_s() -> None:
    assert said(told(channel_id="7"))["extra.channel_id"] == "7"


def test_receipts_of_every_kind_are_asked_for_where_there_is_an_address() -> None:
    found = said(told(receipt_url="https://hongyan.example/api/push/receive-push?vendor=XIAOMI"))
    assert found["extra.callback"] == "https://hongyan.example/api/push/receive-push?vendor=XIAOMI"
    assert (found["extra.callback.param"], found["extra.callback.type"]) == ("71", "243")


@pytest.mark.parametrize(
    ("click", "extras"),
    [
        (
            {"type": "URL", "value": "https://a.example/"},
            {"notify_effect": "3", "web_uri": "https://a.example/"},
        ),
        (
            {"type": "DEEPLINK", "value": "acme://chat"},
            {
                "notify_effect": "2",
                "intent_uri": "intent://chat#Intent;scheme=acme;launchFlags=0x4000000;end",
            },
        ),
        (
            {"type": "ACTIVITY", "value": "com.acme.chat.Chat"},
            {
                "notify_effect": "2",
                "intent_uri": (
                    "intent:#Intent;component=com.acme.chat/com.acme.chat.Chat;launchFlags=0x4000000;end"
                ),
            },
        ),
    ],
    ids=["url", "deeplink", "activity"],
)
def test_a_click_leads_where_it_was_told_to(click: dict[str, str], extras: dict[str, str]) -> None:
    found = said(told(click=click))
    assert {f"extra.{name}": value for name, value in extras.items()}.items() <= found.items()


def test_options_come_last_and_only_those_that_may() -> None:
    options = {"notify_type": 1, "extra.template_id": "P1", "registration_id": "x"}
    found = said(told(vendor_options={**options, "extra.template_param": {"name": "Al"}}))
    assert found["extra.template_param"] == '{"name":"Al"}'
    assert (found["notify_type"], found["extra.template_id"]) == ("1", "P1")
    assert found["registration_id"] == "one,two"


def receipt(**one: Any) -> bytes:
    return urlencode({"data": orjson.dumps({"sdm1": one}).decode()}).encode()


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        (1, "DELIVERED"),
        (2, "CLICKED"),
        (16, "INVALID_TOKEN"),
        (32, "FAILED"),
        (128, "FAILED"),
        (999, "FAILED"),
    ],
)
def test_a_receipt_says_what_became_of_each_of_its_targets(kind: int, event: str) -> None:
    body = receipt(param="71", type=kind, targets="one,two", jobkey="7", timestamp=1700000000000)
    found = xiaomi.parse_receipt(body, "application/x-www-form-urlencoded")
    assert [(one.event, one.token, one.push_id, one.vendor_message_id, one.at) for one in found] == [
        (event, "one", "71", "sdm1", 1700000000000),
        (event, "two", "71", "sdm1", 1700000000000),
    ]


def test_a_receipt_of_a_push_to_many_names_the_task() -> None:
    found = xiaomi.parse_receipt(receipt(param="t7", type=1, targets="one"), "")
    assert [(one.push_id, one.task_id, one.token) for one in found] == [("", "7", "one")]


@pytest.mark.parametrize("body", [b"", b"data=no", b"data=[1]", b'data={"m":3}', b"\xff"])
def test_nonsense_is_no_receipt(body: bytes) -> None:
    with pytest.raises(ValueError):
        xiaomi.parse_receipt(body, "")


def test_a_package_has_a_name() -> None:
    xiaomi.check_fields(FIELDS)
    with pytest.raises(BadField):
        xiaomi.check_fields({**FIELDS, "packageName": "chat"})
