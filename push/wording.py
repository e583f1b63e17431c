"""What a notification says of what happened in a chat: in English, with the Chinese beside it. Pure."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

BODY: Final = 1_000
TITLE: Final = 100


class Both(NamedTuple):
    en: str
    zh: str

    def then(self, text: str) -> "Both":
        return Both(f"{self.en} {text}".strip(), f"{self.zh} {text}".strip())


KINDS: Final = {
    "IMAGE": Both("[Image]", "[图片]"),
    "AUDIO": Both("[Voice message]", "[语音]"),
    "VIDEO": Both("[Video]", "[视频]"),
    "FILE": Both("[File]", "[文件]"),
    "LOCATION": Both("[Location]", "[位置]"),
    "FACE": Both("[Sticker]", "[表情]"),
    "CARD": Both("[Contact card]", "[名片]"),
    "MERGED": Both("[Chat history]", "[聊天记录]"),
}
MESSAGE: Final = Both("[Message]", "[消息]")
CALLED: Final = Both("[You were mentioned]", "[有人@你]")
REVOKED: Final = Both("A message was recalled", "一条消息已被撤回")
BEFRIEND: Final = Both("wants to add you as a friend", "请求添加您为好友")
NOTED: Final = Both("[Group notice]", "[群公告]")
RINGS: Final = Both("Incoming call", "邀请您通话")


def notification(
    *,
    type_: str,
    from_name: str,
    group_name: str,
    msg_type: str,
    preview: str,
    called: bool,
    overrides: Mapping[str, Any],
) -> dict[str, Any]:
    """`called`: whoever gets it is mentioned. `overrides`: `offlinePush`, what the sender wants said instead.

    `i18n` only where the languages differ. `hidden`: what is said to who wants no previews, where that is not
    that there is a message. Nothing where there is nothing to say.
    """
    title = (overrides.get("title") or group_name or from_name)[:TITLE]
    body = _body(type_, msg_type, preview)
    if group_name and type_ == "IM_MESSAGE" and from_name:
        body = Both(f"{from_name}: {body.en}", f"{from_name}: {body.zh}")
    if called:
        body = Both(f"{CALLED.en} {body.en}", f"{CALLED.zh} {body.zh}")
    if overrides.get("body"):
        body = Both(overrides["body"], overrides["body"])
    said: dict[str, Any] = {"title": title, "body": body.en[:BODY]}
    if body.zh != body.en:
        said["i18n"] = {"zh": {"title": title, "body": body.zh[:BODY]}}
    if type_ != "IM_MESSAGE" and (bare := _body(type_, "", "")).en:
        said["hidden"] = bare._asdict()
    said |= {name: overrides[name] for name in ("sound", "badge") if overrides.get(name) not in (None, "")}
    return said if title or body.en else {}


def _body(type_: str, msg_type: str, preview: str) -> Both:
    said = Both(preview, preview)
    if type_ == "IM_REVOKE":
        return REVOKED
    if type_ == "FRIEND_REQUEST":
        return said if preview else BEFRIEND
    if type_ == "GROUP_NOTICE":
        return NOTED.then(preview)
    if type_ == "CALL":
        return said if preview else RINGS
    if type_ == "IM_MESSAGE" and msg_type in KINDS:
        return KINDS[msg_type].then(preview)
    return MESSAGE if type_ == "IM_MESSAGE" and not preview else said
