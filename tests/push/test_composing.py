from typing import Any

import pytest

from push import wording
from push.composing import compose
from push.vendors.contract import Message

TEXTS = {
    "title": "Order",
    "body": "It is on its way",
    "subtitle": "No. 7",
    "imageUrl": "https://a.example/i.png",
}


def composed(content: dict[str, Any], options: dict[str, Any] | None = None, **told: Any) -> Message:
    usual: dict[str, Any] = {
        "push_id": "7",
        "task_id": "3",
        "vendor": "APNS",
        "locale": "",
        "badge": 4,
        "hide_preview": False,
        "seconds_left": 60.0,
        "receipt_url": "",
    }
    return compose(content, options or {}, **{**usual, **told})


def test_a_notification_is_told_as_it_is():
    click = {"type": "URL", "value": "https://a.example"}
    said = {**TEXTS, "sound": "bell", "click": click, "collapseKey": "c", "threadId": "t", "channelId": "ch"}
    message = composed({"notification": said, "data": {"a": 1}})
    assert (message.push_id, message.task_id, message.title, message.body) == (
        "7",
        "3",
        *list(TEXTS.values())[:2],
    )
    assert (message.subtitle, message.image_url, message.sound) == ("No. 7", TEXTS["imageUrl"], "bell")
    assert (message.click, message.data, message.badge) == (click, {"a": 1}, None)
    assert (message.collapse_key, message.thread_id, message.channel_id) == ("c", "t", "ch")
    assert (message.category, message.high, message.silent, message.ttl) == ("IM", True, False, 60)


@pytest.mark.parametrize(
    ("locale", "body"),
    [
        ("zh-Hans-CN", "exact"),
        ("zh_hans_cn", "exact"),
        ("zh-TW", "language"),
        ("fr-CA", "plain"),
        ("", "plain"),
        ("e", "plain"),
    ],
)
def test_the_language_is_the_devices_or_the_plain_text(locale: str, body: str):
    i18n = {"zh-Hans-CN": {"body": "exact"}, "zh": {"title": "题", "body": "language"}, "en": {"title": "t"}}
    message = composed({"notification": {"title": "T", "body": "plain", "i18n": i18n}}, locale=locale)
    assert message.body == body
    assert message.title == ("题" if body == "language" else "T")


def test_keys_that_the_phone_itself_translates_go_along():
    loc = {"titleKey": "HI", "titleArgs": ["bob"]}
    assert composed({"notification": {"title": "Hi", "loc": loc}}).loc == loc


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "You have a new message"),
        ("zh-Hans-CN", "您有一条新消息"),
        ("zh-TW", "您有一則新訊息"),
        ("zh-Hant-HK", "您有一則新訊息"),
        ("tlh", "You have a new message"),
    ],
)
def test_a_hidden_preview_says_only_that_there_is_a_message(locale: str, text: str):
    said = {
        **TEXTS,
        "i18n": {"en": {"body": "secret"}, "zh": {"body": "secret"}},
        "loc": {"bodyKey": "SECRET"},
    }
    message = composed({"notification": said}, {"preview": True}, locale=locale, hide_preview=True)
    assert (message.title, message.body) == ("Order", text)
    assert (message.subtitle, message.image_url, message.loc) == ("", "", None)


@pytest.mark.parametrize(
    ("kind", "en", "zh"),
    [
        ("IM_MESSAGE", "You have a new message", "您有一条新消息"),
        ("IM_REVOKE", "A message was recalled", "一条消息已被撤回"),
        ("CALL", "Incoming call", "邀请您通话"),
        ("FRIEND_REQUEST", "wants to add you as a friend", "请求添加您为好友"),
        ("GROUP_NOTICE", "[Group notice]", "[群公告]"),
        ("CUSTOM", "You have a new message", "您有一条新消息"),
    ],
)
def test_a_hidden_preview_says_what_happened_and_no_more(kind: str, en: str, zh: str):
    about = {"type_": kind, "from_name": "Ann", "group_name": "", "msg_type": "", "preview": "secret"}
    said = wording.notification(**about, called=False, overrides={})
    for locale, text in (("en-GB", en), ("zh-CN", zh)):
        message = composed({"notification": said}, {"preview": True}, locale=locale, hide_preview=True)
        assert (message.title, message.body) == ("Ann", text)


def test_only_a_messages_text_is_hidden():
    assert composed({"notification": TEXTS}, hide_preview=True).body == TEXTS["body"]
    assert composed({"notification": TEXTS}, {"preview": True}).body == TEXTS["body"]


@pytest.mark.parametrize(
    ("asked", "vendor", "shown"),
    [
        (0, "APNS", 0),
        (12, "HUAWEI", 12),
        ("+1", "APNS", 5),
        ("UNREAD", "FCM", 4),
        (None, "APNS", None),
        (12, "XIAOMI", None),
        ("+1", "OPPO", None),
        ("UNREAD", "VIVO", None),
        (1, "MEIZU", None),
    ],
)
def test_the_badge_is_what_was_asked_for_where_the_phone_takes_one(
    asked: Any, vendor: str, shown: int | None
):
    said = TEXTS if asked is None else {**TEXTS, "badge": asked}
    assert composed({"notification": said}, vendor=vendor).badge == shown


def test_a_messages_badge_is_what_is_unread():
    assert composed({"notification": TEXTS}, {"preview": True}).badge == 4


def test_without_a_notification_it_is_silent_and_in_no_hurry():
    message = composed({"data": {"a": "b"}})
    assert (message.silent, message.high, message.title, message.badge) == (True, False, "", None)
    assert composed({"data": {}}, {"priority": "HIGH"}).high
    assert not composed({"notification": TEXTS}, {"priority": "NORMAL"}).high


def test_each_vendor_gets_its_own_options():
    options = {"vendorOptions": {"APNS": {"a": 1}, "APNS_VOIP": {"v": 1}, "HUAWEI": {"h": 1}}}
    found = {
        name: composed({}, options, vendor=name).vendor_options for name in ("APNS_LIVE", "APNS_VOIP", "FCM")
    }
    assert found == {"APNS_LIVE": {"a": 1}, "APNS_VOIP": {"v": 1}, "FCM": {}}


def test_a_live_activity_is_told_to_its_own_token_only():
    live = {"event": "update", "contentState": {"at": 3}}
    assert composed({}, {"liveActivity": live}, vendor="APNS_LIVE").live_activity == live
    assert composed({}, {"liveActivity": live}).live_activity is None


def test_what_is_late_is_now_or_never():
    assert composed({}, seconds_left=-0.5).ttl == 0
    assert composed({}, seconds_left=59.9).ttl == 59
