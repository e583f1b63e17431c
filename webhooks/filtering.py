"""Whether an event has what an endpoint's filters ask for."""

from collections.abc import Iterator, Mapping
from typing import Any

USERS = ("userId", "fromId", "toId", "targetId", "operatorId", "ownerId", "friendId", "peerId")
LISTS = ("userIds", "friendIds")

Filters = Mapping[str, frozenset[str]]


def filters_of(stored: Mapping[str, list[str]]) -> Filters:
    """Without those that ask for nothing."""
    return {kind: frozenset(values) for kind, values in stored.items() if values}


def passes(filters: Filters, data: Mapping[str, Any]) -> bool:
    """An event that lacks what a filter asks for does not pass."""
    return all(not wanted.isdisjoint(_said(kind, data)) for kind, wanted in filters.items())


def _said(kind: str, data: Mapping[str, Any]) -> Iterator[str]:
    """What the event has of a filter's kind: message types, groups, or users, as sender, actor or target."""
    if kind == "msgTypes":
        yield from _texts(data.get("msgType"))
    elif kind == "groupIds":
        yield from _texts(data.get("groupId"))
        if data.get("chatType") == "GROUP":
            yield from _texts(data.get("toId"), data.get("targetId"))
    else:
        yield from _users(data)


def _users(data: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(*(data.get(name) for name in USERS))
    for name in LISTS:
        yield from _texts(*(data.get(name) or ()))
    for name in ("accounts", "friends"):
        yield from _texts(*(one.get("userId") for one in data.get(name) or ()))


def _texts(*values: Any) -> Iterator[str]:
    yield from (value for value in values if isinstance(value, str))
