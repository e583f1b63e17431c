"""What Honor is told."""

from typing import Any

import orjson
import pytest

from push.vendors import honor
from push.vendors.contract import Access, BadField, Message, TooLong
from tests.push.vendors.messages import silent, targets, told

FIELDS = {"appId": "300", "clientId": "c", "clientSecret": "s", "badgeClass": "com.acme.chat.Main"}
ACCESS = Access(1, "HONOR", 1, FIELDS)


def said(message: Message) -> Any:
    return orjson.loads(honor.render(ACCESS, message, targets("one", "two")).body)


def test_a_notification_goes_to_all_of_its_tokens() -> None:
    assert honor.render(ACCESS, told(), targets("one")).url == (
        "https://push-api.cloud.honor.com/api/v1/300/sendMessage"
    )
    found = said(told(collapse_key="chat-5"))
    assert found["token"] == ["one", "two"]
    assert (found["android"]["ttl"], found["android"]["biTag"]) == ("86400s", "71")
    assert found["android"]["notification"] == {
        "title": "Alice",
        "body": "你好",
        "importance": "NORMAL",
        "clickAction": {"type": 3},
        "notifyId": found["android"]["notification"]["notifyId"],
        "tag": "chat-5",
        "badge": {"setNum": 3, "badgeClass": "com.acme.chat.Main"},
    }
    assert orjson.loads(found["data"]) == {"pushId": "71", "taskId": "7"}


def test_a_silent_message_is_data_and_nothing_else() -> None:
    found = said(silent(data={"sync": 1}))
    assert "notification" not in found["android"]
    assert orjson.loads(found["data"])["sync"] == 1


@pytest.mark.parametrize(
    ("click", "action"),
    [
        ({"type": "URL", "value": "https://a.example/"}, {"type": 2, "url": "https://a.example/"}),
        (
            {"type": "DEEPLINK", "value": "acme://chat"},
            {"type": 1, "intent": "intent://chat#Intent;scheme=acme;launchFlags=0x4000000;end"},
        ),
        (
            {"type": "ACTIVITY", "value": "com.acme.OPEN"},
            {"type": 1, "intent": "intent:#Intent;action=com.acme.OPEN;launchFlags=0x4000000;end"},
        ),
    ],
    ids=["url", "deeplink", "activity"],
)
def test_a_click_leads_where_it_was_told_to(click: dict[str, str], action: dict[str, Any]) -> None:
    assert said(told(click=click))["android"]["notification"]["clickAction"] == action


def test_options_come_last_and_only_those_that_may() -> None:
    found = said(told(vendor_options={"targetUserType": 1, "importance": "LOW", "biTag": "0", "tag": "x"}))
    assert (found["android"]["targetUserType"], found["android"]["biTag"]) == (1, "71")
    assert found["android"]["notification"]["importance"] == "LOW"
    assert found["android"]["notification"]["tag"] == "t7"


def test_a_long_text_is_shortened_and_data_are_not() -> None:
    found = said(told(body="好" * 5000))
    found["token"] = []
    assert 4090 < len(orjson.dumps(found)) <= 4096
    with pytest.raises(TooLong):
        said(told(data={"k": "v" * 5000}))


def test_an_app_s_id_is_a_number() -> None:
    with pytest.raises(BadField):
        honor.check_fields({**FIELDS, "appId": "x"})
