"""What HarmonyOS is told, and what it takes as proof that it is us."""

from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from push.vendors import harmony
from push.vendors.contract import Access, BadField, Message, TooLong
from tests.push.vendors.messages import silent, targets, told

FIELDS = {"projectId": "200", "keyId": "kid", "subAccount": "acc", "privateKey": ""}
ACCESS = Access(1, "HARMONY", 1, FIELDS, "PROD")


def said(message: Message, access: Access = ACCESS) -> Any:
    return orjson.loads(harmony.render(access, message, targets("one", "two")).body)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_a_notification_is_an_alert_to_all_of_its_tokens() -> None:
    call = harmony.render(ACCESS, told(), targets("one", "two"))
    assert call.url == "https://push-api.cloud.huawei.com/v3/200/messages:send"
    assert call.headers["push-type"] == "0"
    found = orjson.loads(call.body)
    assert found["target"] == {"token": ["one", "two"]}
    assert found["pushOptions"] == {"ttl": 86400, "biTag": "71"}
    assert found["payload"]["notification"] == {
        "category": "IM",
        "title": "Alice",
        "body": "你好",
        "clickAction": {"actionType": 0, "data": {"pushId": "71", "taskId": "7"}},
        "notifyId": found["payload"]["notification"]["notifyId"],
        "badge": {"setNum": 3},
    }


def test_a_silent_message_goes_to_the_app_in_the_background() -> None:
    call = harmony.render(ACCESS, silent(data={"sync": 1}), targets("one"))
    assert call.headers["push-type"] == "6"
    assert orjson.loads(orjson.loads(call.body)["payload"]["extraData"]) == {
        "sync": 1,
        "pushId": "71",
        "taskId": "7",
    }


def test_a_call_that_the_app_draws_itself_is_asked_for() -> None:
    assert said(told(category="VOIP"))["payload"]["notification"]["category"] == "VOIP"
    call = harmony.render(ACCESS, told(category="VOIP", vendor_options={"pushType": 10}), targets("one"))
    assert call.headers["push-type"] == "10"
    assert orjson.loads(orjson.loads(call.body)["payload"]["extraData"])["title"] == "Alice"


def test_a_sandbox_s_messages_are_tests() -> None:
    sandbox = Access(1, "HARMONY", 1, FIELDS, "SANDBOX")
    assert said(told(), sandbox)["pushOptions"]["testMessage"] is True


@pytest.mark.parametrize(
    ("click", "action"),
    [
        ({"type": "APP"}, {"actionType": 0}),
        ({"type": "DEEPLINK", "value": "acme://chat/5"}, {"actionType": 1, "uri": "acme://chat/5"}),
        ({"type": "URL", "value": "https://a.example/"}, {"actionType": 1, "uri": "https://a.example/"}),
        ({"type": "ACTIVITY", "value": "action.chat"}, {"actionType": 1, "action": "action.chat"}),
    ],
    ids=["app", "deeplink", "url", "activity"],
)
def test_a_click_leads_where_it_was_told_to(click: dict[str, str], action: dict[str, Any]) -> None:
    found = said(told(click=click, data={"room": "5"}))["payload"]["notification"]["clickAction"]
    assert found == {**action, "data": {"room": "5", "pushId": "71", "taskId": "7"}}


def test_a_later_one_takes_the_place_of_an_earlier_one_of_its_key() -> None:
    one, other = (
        said(told(task_id=task, collapse_key="c"))["payload"]["notification"]["notifyId"]
        for task in ("7", "8")
    )
    assert one == other != said(told())["payload"]["notification"]["notifyId"]


def test_options_come_last_and_only_those_that_may() -> None:
    found = said(told(vendor_options={"category": "WORK", "testMessage": True, "biTag": "0", "token": ["x"]}))
    assert found["payload"]["notification"]["category"] == "WORK"
    assert found["pushOptions"] == {"ttl": 86400, "biTag": "71", "testMessage": True}
    assert found["target"] == {"token": ["one", "two"]}


def test_a_long_text_is_shortened_and_data_are_not() -> None:
    found = said(told(body="好" * 5000))
    found["target"]["token"] = []
    assert 4090 < len(orjson.dumps(found)) <= 4096
    with pytest.raises(TooLong):
        said(silent(data={"k": "v" * 5000}))


def test_the_key_is_an_rsa_key_also_with_the_line_breaks_of_a_json_file() -> None:
    text = pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    harmony.check_fields({**FIELDS, "privateKey": text})
    harmony.check_fields({**FIELDS, "privateKey": text.replace("\n", "\\n")})


@pytest.mark.parametrize(
    "key", ["", "no key", pem(ec.generate_private_key(ec.SECP256R1()))], ids=["", "text", "ec"]
)
def test_another_key_is_refused(key: str) -> None:
    with pytest.raises(BadField, match=r"RSA|PEM") as refused:
        harmony.check_fields({**FIELDS, "privateKey": key})
    assert refused.value.name == "privateKey"
