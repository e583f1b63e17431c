"""The Redis channels between publishers and gateways, and the header line that orders their frames."""

from collections.abc import Iterable
from typing import Final

CONTROL: Final = "ctl"


def of_user(app_id: int, user_id: str) -> str:
    return f"u:{app_id}:{user_id}"


def of_conversation(conversation_id: int) -> str:
    return f"c:{conversation_id}"


def is_conversation(channel: str) -> bool:
    return channel.startswith("c:")


def turn(conversation_id: int, seq: int, *, leaving: bool) -> bytes:
    """What a user's channel carries when he comes into a conversation, after `seq`, or leaves it."""
    return f"{'-' if leaving else '+'}{conversation_id} {seq}".encode()


def is_turn(payload: bytes) -> bool:
    return payload[:1] in (b"+", b"-")


def turn_in(payload: bytes) -> tuple[int, int, bool]:
    conversation, seq = payload[1:].split(b" ")
    return int(conversation), int(seq), payload[:1] == b"-"


def of_app(app_id: int) -> str:
    return f"a:{app_id}"


def of_watchers(app_id: int, user_id: str) -> str:
    return f"w:{app_id}:{user_id}"


def header(
    conversation_id: int = 0,
    seq: int = 0,
    *,
    recent: bool = False,
    skip_session: str = "",
    skip_users: Iterable[str] = (),
) -> bytes:
    """`<conversation> <seq> <recent> <skipped session or -> <skipped users>`; zeros where there is no order.

    The users are led by commas, for "-" is a userId too; a lone comma is nobody.
    """
    users = "".join(f",{user_id}" for user_id in skip_users) or ","
    return f"{conversation_id} {seq} {recent:d} {skip_session or '-'} {users}\n".encode()
