"""What a socket brings, put in order: each message once, in `seq` order, and a gap is seen as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from hongyan import models

SENT, EDITED, REVOKED = "message.sent", "message.edited", "message.revoked"
ORDERED = frozenset((SENT, EDITED, REVOKED))
REMEMBERED = 4096  # ids of frames, and of own messages

Key: TypeAlias = tuple[str, str]  # chatType, targetId


@dataclass(slots=True)
class Place:
    """How far this device is in a conversation: what it was given, has taken, and told the server."""

    seq: int | None = None
    version: int | None = None
    taken: tuple[int, int] = (0, 0)
    acked: tuple[int, int] = (0, 0)
    outstanding: int = 0
    own: set[int] = field(default_factory=set)  # seqs of what this socket sent itself

    def step(self) -> None:
        """Past one's own messages, which the server does not bring."""
        while self.seq is not None and self.seq + 1 in self.own:
            self.seq += 1
            self.own.discard(self.seq)
        self.settle()

    def forget_own(self) -> None:
        if self.own and self.seq is not None:
            self.own = {seq for seq in self.own if seq > self.seq}

    def settle(self) -> None:
        if not self.outstanding:
            self.taken = (self.seq or 0, self.version or 0)


@dataclass(frozen=True, slots=True)
class Event:
    """`type` and `data` as the server's catalogue of events has them (docs/events.md).

    Made by the client itself: `synced`, when what was missed before a `hello` has been brought.
    """

    type: str
    data: dict[str, Any]
    id: str | None = None
    place: Place | None = field(default=None, repr=False, compare=False)
    reaches: tuple[int, int] = field(default=(0, 0), repr=False, compare=False)

    @property
    def message(self) -> models.Message:
        """Of `message.sent` and `message.edited`."""
        return cast(models.Message, self.data)


class Inbox:
    """Knows nothing of the network. `gap` is set when something is missing that a sync would bring."""

    def __init__(self, cursors: Iterable[models.SyncCursorRequest] = ()) -> None:
        self.me = ""
        self.gap = False
        self.outstanding = 0
        self._places: dict[Key, Place] = {}
        self._frames: dict[str, None] = {}
        self._own: dict[str, None] = {}
        for cursor in cursors:
            place = self._place((cursor.get("chatType", "SINGLE"), cursor["targetId"]))
            place.seq, place.version = cursor.get("seq", 0), cursor.get("version", 0)
            place.settle()

    # What comes in

    def live(self, frame: Mapping[str, Any], *, tolerant: bool = False) -> Event | None:
        """The event to hand on, if there is one. `tolerant`: what it misses will never come."""
        kind, data, frame_id = frame["type"], frame.get("data") or {}, frame.get("id")
        if kind not in ORDERED:
            return None if self._is_repeat(frame_id) else Event(kind, data, frame_id)
        if kind == SENT and not data["seq"]:  # onlineOnly: it is in nobody's history
            return None if self._is_repeat(frame_id) else Event(kind, data, frame_id)
        place = self._place(self._key(data))
        place.step()
        if kind == SENT:
            return self._sent(place, data, frame_id, tolerant=tolerant)
        return self._changed(place, kind, data, frame_id, tolerant=tolerant)

    def synced(self, conversations: Sequence[models.SyncedConversation]) -> list[Event]:
        """What an answer to a sync brings that was not here yet: changes of old messages first."""
        events: list[Event] = []
        for conversation in conversations:
            place = self._place((conversation["chatType"], conversation["targetId"]))
            events += self._old_changes(place, conversation)
            events += self._new_messages(place, conversation)
            place.version = max(place.version or 0, conversation["version"])
            place.settle()
        return events

    # What goes out

    def sends(self, client_msg_id: str) -> None:
        """Before it is sent: it may come back by a sync sooner than its answer."""
        _remember(self._own, client_msg_id)

    def sent(self, message: Mapping[str, Any]) -> None:
        if not message.get("seq") or message.get("fromId") != self.me:
            return
        place = self._place(self._key(message))
        if place.seq is None or message["seq"] > place.seq:  # what came before it may still be on its way
            place.own.add(message["seq"])
        place.step()

    # What was taken

    def took(self, event: Event) -> None:
        """Whoever reads has asked for the next one."""
        if event.place is None:
            return
        self.outstanding -= 1
        event.place.outstanding -= 1
        event.place.taken = event.reaches
        event.place.settle()

    def cursors(self, *, all_of_them: bool = False) -> list[models.SyncCursorRequest]:
        """How far what was taken reaches, where the server does not know it yet."""
        return [
            {
                "chatType": cast(Any, chat),
                "targetId": target,
                "seq": place.taken[0],
                "version": place.taken[1],
            }
            for (chat, target), place in self._places.items()
            if any(place.taken) and (all_of_them or place.taken != place.acked)
        ]

    def now(self, given: Iterable[models.SyncCursorRequest]) -> list[models.SyncCursorRequest]:
        """The same conversations, as far as they are by now."""
        named = {(cursor.get("chatType", "SINGLE"), cursor["targetId"]) for cursor in given}
        return [
            {
                "chatType": cast(Any, chat),
                "targetId": target,
                "seq": place.seq or 0,
                "version": place.version or 0,
            }
            for (chat, target), place in self._places.items()
            if (chat, target) in named
        ]

    def acked(self, cursors: Iterable[models.SyncCursorRequest]) -> None:
        for cursor in cursors:
            place = self._place((cursor.get("chatType", "SINGLE"), cursor["targetId"]))
            place.acked = (cursor.get("seq", 0), cursor.get("version", 0))

    # Inside

    def _sent(
        self, place: Place, data: dict[str, Any], frame_id: str | None, *, tolerant: bool
    ) -> Event | None:
        seq = data["seq"]
        if place.seq is not None and seq <= place.seq:
            return None
        if place.seq is not None and seq > place.seq + 1 and not tolerant:
            self.gap = True
            return None
        place.seq = seq
        place.forget_own()
        if self._is_own(data):
            place.step()
            return None
        return self._event(SENT, data, frame_id, place, (seq, place.version or 0))

    def _changed(
        self, place: Place, kind: str, data: dict[str, Any], frame_id: str | None, *, tolerant: bool
    ) -> Event | None:
        version = data["version"]
        if place.version is not None and version <= place.version:
            return None
        skips = place.version is not None and version > place.version + 1
        unknown = place.seq is not None and data["seq"] > place.seq
        if (skips or unknown) and not tolerant:
            self.gap = True
            return None
        place.version = version
        return self._event(kind, data, frame_id, place, (place.seq or 0, version))

    def _old_changes(self, place: Place, conversation: models.SyncedConversation) -> list[Event]:
        events = []
        for message in conversation["changes"]:
            known = place.seq is None or message["seq"] <= place.seq
            if known and message["version"] > (place.version or 0):
                place.version = message["version"]
                kind, data = _as_change(message)
                events.append(self._event(kind, data, None, place, (place.seq or 0, place.version)))
        return events

    def _new_messages(self, place: Place, conversation: models.SyncedConversation) -> list[Event]:
        events = []
        for message in conversation["messages"]:
            if place.seq is None or message["seq"] > place.seq:
                place.seq = message["seq"]
                if not self._is_own(message):
                    reaches = (message["seq"], conversation["version"])
                    events.append(self._event(SENT, cast(dict[str, Any], message), None, place, reaches))
        place.forget_own()
        return events

    def _event(
        self, kind: str, data: dict[str, Any], frame_id: str | None, place: Place, reaches: tuple[int, int]
    ) -> Event:
        self.outstanding += 1
        place.outstanding += 1
        return Event(kind, data, frame_id, place, reaches)

    def _key(self, data: Mapping[str, Any]) -> Key:
        """A conversation as its owner names it: the group, or the other one of the two."""
        to_id = data.get("toId", data.get("targetId"))
        if data["chatType"] == "GROUP" or data["fromId"] == self.me:
            return data["chatType"], str(to_id)
        return data["chatType"], data["fromId"]

    def _place(self, key: Key) -> Place:
        return self._places.setdefault(key, Place())

    def _is_own(self, message: Mapping[str, Any]) -> bool:
        return message["fromId"] == self.me and message["clientMsgId"] in self._own

    def _is_repeat(self, frame_id: str | None) -> bool:
        if frame_id is None:
            return False
        known = frame_id in self._frames
        _remember(self._frames, frame_id)
        return known


def _as_change(message: models.Message) -> tuple[str, dict[str, Any]]:
    """As the socket would have told it; a sync no longer knows who revoked it, and when."""
    if message["status"] != "REVOKED":
        return EDITED, cast(dict[str, Any], message)
    return REVOKED, {
        "messageId": message["id"],
        "conversationId": message["conversationId"],
        "chatType": message["chatType"],
        "fromId": message["fromId"],
        "targetId": message["toId"],
        "seq": message["seq"],
        "version": message["version"],
    }


def _remember(ids: dict[str, None], new: str) -> None:
    ids[new] = None
    if len(ids) > REMEMBERED:
        del ids[next(iter(ids))]
