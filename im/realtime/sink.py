"""The now-sink: hands the frames of what just happened to Redis, from any process that records facts."""

from collections.abc import Iterator, Sequence

import orjson

from accounts.models.account import PLATFORM_ACCOUNT
from im.realtime import channels
from im.realtime.publisher import publish
from journal.facts import Fact


def deliver(facts: Sequence[Fact]) -> None:
    """Never raises for a Redis that is away: the gateways fetch what they miss, and a client sees the gap."""
    publish([word for fact in facts if fact.socket for word in _addressed(fact)])


def _addressed(fact: Fact) -> Iterator[str | bytes]:
    """Channel and payload for everyone who hears of it, in turn; first of all who comes in and who goes.

    Whom a conversation's event is told by name does not hear it by the conversation too.
    """
    for turn in fact.turns:
        word = channels.turn(turn.conversation_id, turn.seq, leaving=turn.leaving)
        for user_id in turn.users:
            yield channels.of_user(fact.app_id, user_id)
            yield word
    body = orjson.dumps({"type": fact.type, "id": fact.id, "data": fact.data})
    payload = _header(fact, fact.skip_users) + body
    for channel in _channels(fact):
        yield channel
        yield payload
    if fact.audience.conversation_id is not None:
        yield channels.of_conversation(fact.audience.conversation_id)
        yield _header(fact, (*fact.skip_users, *fact.audience.users)) + body


def _header(fact: Fact, skip_users: Sequence[str]) -> bytes:
    order = fact.order
    return channels.header(
        order.conversation_id if order else 0,
        order.seq if order else 0,
        recent=order.recent if order else False,
        skip_session=fact.skip_session,
        skip_users=skip_users,
    )


def _channels(fact: Fact) -> Iterator[str]:
    audience = fact.audience
    for user_id in audience.users:
        yield channels.of_user(fact.app_id, user_id)
    if audience.whole_app:
        yield channels.of_app(fact.app_id)
    if audience.gateways:
        yield channels.CONTROL
    if audience.operators:
        yield channels.of_user(fact.app_id, PLATFORM_ACCOUNT)
