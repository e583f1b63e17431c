"""Every place of every row where an id can stand, and who tries ids there that are not his."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests import shapes
from tests.client import Answer, Client
from tests.rows import ROWS, call

# What stands under these names is an id, of this kind of the case's ids (tests/ids.py).
KINDS = {
    "actAs": "user",
    "atUserIds": "user",
    "friendId": "user",
    "friendIds": "user",
    "fromId": "user",
    "fromUserId": "user",
    "groupId": "group",
    "groupIds": "group",
    "filterId": "word",
    "ids": "word",
    "messageId": "message",
    "messageIds": "message",
    "newOwnerId": "user",
    "operatorId": "user",
    "ownerId": "user",
    "pushId": "push",
    "quoteId": "message",
    "requestId": "request",
    "requestIds": "request",
    "targetId": "user",
    "targetUserId": "user",
    "taskId": "task",
    "deviceIds": "device",
    "toId": "user",
    "toIds": "user",
    "toUserIds": "user",
    "userId": "user",
    "userIds": "user",
    "webhookId": "webhook",
}
# And these look like ids and are none: nothing is looked up by them but what is the caller's own.
NO_IDS = {"actionId", "clientMsgId", "deviceId", "threadId"}
# Of an app's account with a vendor.
NO_IDS |= {"appId", "bundleId", "channelId", "clientId", "keyId", "projectId", "teamId"}
# What happened in a chat, as another service names it; what of it is the chat's own is looked for in the app.
NO_IDS |= {"conversationId", "eventId"}
BY_EXAMPLE = {"id"}  # in a path: of whatever kind the row's example says
CREDENTIALS = {"sig", "refresh"}
LOOKS_LIKE_AN_ID = re.compile(r"(?:^i|I)ds?$")
ITEM = "[]"
INSTEAD = {  # of these two one or the other is given
    "accounts": "userIds",
    "deviceIds": "userIds",
    "userId": "audience",
    "userIds": "audience",
}
LOGOUT = "POST /api/im/auth/logout"  # of the token itself: there is nobody else to do it for
TRUSTED = ("admin", "server", "operator")


@dataclass(frozen=True)
class Place:
    """Where in a row an id stands: in `path`, `query` or `body`; nowhere in a row without ids.

    `wanted`: the row's example has an id there too.
    """

    row: str
    where: str = ""
    steps: tuple[str, ...] = ()
    kind: str = ""
    wanted: bool = False

    def __str__(self) -> str:
        return f"{self.row} {self.where} {'.'.join(self.steps)}".strip()


def places() -> Iterator[Place]:
    for name, row in ROWS.items():
        yield Place(name)
        examples = set(_examples(name))
        for where, steps in dict.fromkeys([*_fields(name), *examples]):
            kind = _kind(name, where, steps)
            if kind and kind not in CREDENTIALS:
                wanted = where == "path" or (where, steps) in examples
                yield Place(name, where, steps, kind, wanted)
        if row.door == "U" and name != LOGOUT:
            yield Place(name, "query", ("actAs",), "user")


def unnamed() -> set[str]:
    """What looks like an id and is neither known as one nor known as none."""
    names = {steps[-1] for name in ROWS for _, steps in _fields(name) if steps[-1] != ITEM}
    return {name for name in names if LOOKS_LIKE_AN_ID.search(name)} - KINDS.keys() - NO_IDS - BY_EXAMPLE


def ask(client: Client, place: Place, stranger: str, ids: dict[str, str], value: str) -> Answer:
    """The row's example call, as this stranger would make it, with this id in that place."""
    query, body = example(place.row, stranger)
    if place.where == "path":
        return call(client, place.row, {**ids, place.kind: value}, query=query)
    if place.where == "query":
        query = {**query, place.steps[-1]: value}
    if place.where == "body":
        body = put(body, place.steps, value)
    return call(client, place.row, ids, query=query, body=body)


def example(name: str, stranger: str) -> tuple[dict[str, Any], Any]:
    """Whoever is trusted with the app calls for alice, whose the known ids are."""
    row = ROWS[name]
    query, body = row.query, row.body
    if stranger in TRUSTED and row.door == "U":
        query = {"actAs": "alice", **query}
    if stranger in TRUSTED[1:] and ("body", ("fromId",)) in _fields(name):
        body = {**body, "fromId": "alice"}
    if stranger == "member" and isinstance(body, dict):
        body = {word: inner for word, inner in body.items() if word != "ownerId"}
    return query, body


def put(body: Any, steps: tuple[str, ...], value: Any) -> Any:
    """The body with the value there, in the place of what it excludes: of `userId` and `userIds`, one."""
    if not steps:
        return value
    first, *rest = steps
    if first == ITEM:
        return [put(body[0] if body else {}, tuple(rest), value)]
    body = dict(body or {})
    for rival in (first + "s", first.removesuffix("s"), INSTEAD.get(first, "")):
        if rival != first:
            body.pop(rival, None)
    return {**body, first: put(body.get(first), tuple(rest), value)}


def _kind(name: str, where: str, steps: tuple[str, ...]) -> str:
    """As the row's example says, else by the name."""
    example: Any = getattr(ROWS[name], where)
    for step in steps:
        if isinstance(example, list):
            example = example[0] if example else None
        elif isinstance(example, dict):
            example = example.get(step)
    if isinstance(example, str) and example.startswith("$"):
        return example[1:]
    word = next(step for step in reversed(steps) if step != ITEM)
    return KINDS.get(word, "") if where != "path" else ""


def _fields(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    method, _, template = name.partition(" ")
    operation = shapes.document()["paths"][template][method.lower()]
    for parameter in operation.get("parameters", []):
        in_path = parameter["in"] == "query" and "{" + parameter["name"] + "}" in template
        if parameter["in"] in ("path", "query") and not in_path:
            yield parameter["in"], (parameter["name"],)
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        for steps in _leaves(schema, ()):
            yield "body", steps


def _examples(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the OpenAPI document has no room to say, as the items of a list that differ from each other."""
    row = ROWS[name]
    yield from (("query", (word,)) for word in row.query)
    yield from (("body", steps) for steps in _words(row.body, ()))


def _words(example: Any, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(example, dict):
        for field, inner in example.items():
            yield from _words(inner, (*above, field))
    elif isinstance(example, list):
        yield from _words(example[0] if example else None, (*above, ITEM))
    elif above:
        yield above


def _leaves(schema: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    schema = shapes.resolved(schema)
    for field, inner in schema.get("properties", {}).items():
        yield from _leaves(inner, (*above, field))
    if "items" in schema:
        yield from _leaves(schema["items"], (*above, ITEM))
    elif above and not schema.get("properties"):
        yield above
