"""What Huawei is told."""

from typing import Any

import orjson
import pytest

from push.vendors import huawei
from push.vendors.contract import Access, BadField, Message, TooLong
from tests.push.vendors.messages import silent, targets, told

ACCESS = Access(1, "HUAWEI", 1, {"appId": "100", "appSecret": "s", "badgeClass": "com.acme.chat.Main"})


def said(message: Message, access: Access = ACCESS) -> Any:
    return orjson.loads(huawei.render(access, message, targets("one", "two")).body)["message"]


def android(**changes: Any) -> Any:
    return said(told(**changes))["android"]


def test_a_message_goes_to_all_of_its_tokens_at_the_app_s_own_address() -> None:
    call = huawei.render(ACCESS, told(), targets("one", "two"))
    assert call.url == "https://push-api.cloud.huawei.com/v1/100/messages:send"
    assert orjson.loads(call.body)["validate_only"] is False
    assert said(told())["token"] == ["one", "two"]


def test_a_notification_bears_texts_badge_category_and_what_its_receipt_finds_it_by() -> None:
    found = android()
    assert (found["bi_tag"], found["category"], found["urgency"]) == ("71", "IM", "HIGH")
    assert (found["ttl"], found["collapse_key"]) == ("86400s", -1)
    assert found["notification"] == {
        "title": "Alice",
        "body": "你好",
        "click_action": {"type": 3},
        "notify_id": found["notification"]["notify_id"],
        "tag": "t7",
        "importance": "NORMAL",
        "badge": {"set_num": 3, "class": "com.acme.chat.Main"},
    }


def test_the_data_are_one_text_with_our_two_names() -> None:
    assert orjson.loads(said(told(data={"room": 5, "pushId": "forged"}))["data"]) == {
        "room": 5,
        "pushId": "71",
        "taskId": "7",
    }


def test_a_repeat_takes_its_own_place_however_it_goes_out() -> None:
    alone, together = android(push_id="71"), android(push_id="t7")
    assert alone["notification"]["notify_id"] == together["notification"]["notify_id"]
    assert alone["notification"]["tag"] == together["notification"]["tag"]


def test_a_later_one_takes_the_place_of_an_earlier_one_of_its_key() -> None:
    one, other = (android(task_id=task, collapse_key="chat-5")["notification"] for task in ("7", "8"))
    assert (one["notify_id"], one["tag"]) == (other["notify_id"], other["tag"])
    assert android(task_id="9")["notification"]["notify_id"] != one["notify_id"]


def test_a_silent_message_is_data_and_nothing_else() -> None:
    found = said(silent(data={"sync": True}))
    assert "notification" not in found["android"]
    assert found["android"]["urgency"] == "NORMAL"
    assert orjson.loads(found["data"])["sync"] is True


def test_without_the_entry_s_class_there_is_no_badge() -> None:
    found = said(told(), Access(1, "HUAWEI", 1, {"appId": "100", "appSecret": "s"}))
    assert "badge" not in found["android"]["notification"]


def test_a_badge_is_99_at_most() -> None:
    assert android(badge=1234)["notification"]["badge"]["set_num"] == 99


def test_marketing_is_of_low_importance() -> None:
    found = android(category="MARKETING")
    assert (found["category"], found["notification"]["importance"]) == ("MARKETING", "LOW")


def test_a_category_that_huawei_lacks_is_an_account_s() -> None:
    assert android(category="SYSTEM")["category"] == "ACCOUNT"


@pytest.mark.parametrize(
    ("click", "action"),
    [
        ({"type": "APP"}, {"type": 3}),
        ({"type": "URL", "value": "https://acme.example/a"}, {"type": 2, "url": "https://acme.example/a"}),
        (
            {"type": "DEEPLINK", "value": "acme://chat/5?from=push"},
            {
                "type": 1,
                "intent": "intent://chat/5?from=push#Intent;scheme=acme;launchFlags=0x4000000;end",
            },
        ),
        (
            {"type": "ACTIVITY", "value": ".Chat"},
            {"type": 1, "intent": "intent:#Intent;component=com.acme.chat/.Chat;launchFlags=0x4000000;end"},
        ),
    ],
    ids=["app", "url", "deeplink", "activity"],
)
def test_a_click_leads_where_it_was_told_to(click: dict[str, str], action: dict[str, Any]) -> None:
    assert android(click=click)["notification"]["click_action"] == action


@pytest.mark.parametrize(
    ("ttl", "text"), [(0, "10s"), (60, "60s"), (10**9, "1296000s")], ids=["now", "minute", "most"]
)
def test_the_time_to_live_is_within_huawei_s_bounds(ttl: int, text: str) -> None:
    assert android(ttl=ttl)["ttl"] == text


def test_channel_image_sound_and_the_app_s_own_texts_go_along() -> None:
    loc = {"titleKey": "from", "titleArgs": ["Alice"], "bodyKey": "said"}
    found = android(channel_id="chat", image_url="https://acme.example/a.png", sound="/raw/ding", loc=loc)
    assert (
        found["notification"]
        | {
            "channel_id": "chat",
            "image": "https://acme.example/a.png",
            "sound": "/raw/ding",
            "title_loc_key": "from",
            "title_loc_args": ["Alice"],
            "body_loc_key": "said",
        }
        == found["notification"]
    )


def test_options_come_last_and_only_those_that_may() -> None:
    options = {"category": "TRAVEL", "importance": "LOW", "token": ["stolen"], "bi_tag": "0", "title": "no"}
    message = said(told(vendor_options=options))
    assert message["token"] == ["one", "two"]
    assert (message["android"]["category"], message["android"]["bi_tag"]) == ("TRAVEL", "71")
    assert message["android"]["notification"]["importance"] == "LOW"
    assert message["android"]["notification"]["title"] == "Alice"


def test_a_long_text_is_shortened_until_all_but_the_tokens_fits() -> None:
    call = huawei.render(ACCESS, told(body="好" * 5000), targets("t" * 3000))
    found = orjson.loads(call.body)
    tokens = found["message"].pop("token")
    assert tokens == ["t" * 3000]
    found["message"]["token"] = []
    assert 4090 < len(orjson.dumps(found)) <= 4096
    assert found["message"]["android"]["notification"]["body"].endswith("好…")


def test_data_are_not_shortened() -> None:
    with pytest.raises(TooLong):
        huawei.render(ACCESS, told(data={"k": "v" * 5000}), targets("one"))


def test_an_app_s_id_is_a_number() -> None:
    huawei.check_fields({"appId": "100", "appSecret": "s"})
    with pytest.raises(BadField):
        huawei.check_fields({"appId": "com.acme", "appSecret": "s"})
