"""Any order of sends, reads, revokes, edits, clearings and acknowledgements against a model that counts."""

import os
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im.conversations import actions as conversations
from im.conversations.lists import conversation_feed
from im.conversations.models import Conversation
from im.messages import actions as messages
from im.messages.history import group_history, single_history
from im.messages.models import Message
from im.messages.sends import Send
from im.messages.sync import offline_count, sync
from tests.im.chat import Room

EXAMPLES = 1_000 if os.environ.get("FUZZ") == "long" else 25
PEOPLE = ("alice", "bob", "carol")
PLACES: dict[str, tuple[str, ...]] = {"pair": ("alice", "bob"), "self": ("alice",), "club": PEOPLE}
DEVICE = "phone"


@dataclass
class Said:
    pk: int
    sender: str
    counts: bool
    names: frozenset[str]
    to_all: bool
    revoked: bool = False
    version: int = 0


@dataclass
class Seat:
    """One person's view: all that is at or below `floor` is invisible, at or below `read` is read."""

    floor: int = 0
    read: int = 0
    synced: int = 0
    removed: int = 0
    muted: bool = False
    hidden: int | None = None


@dataclass
class Place:
    seats: dict[str, Seat]
    said: list[Said] = field(default_factory=list)
    version: int = 0

    def after(self, seq: int, me: str) -> list[Said]:
        """What counts as unread there: others', not marked, not revoked."""
        return [said for said in self.said[seq:] if said.counts and not said.revoked and said.sender != me]

    def mentioned(self, me: str) -> bool:
        seat = self.seats[me]
        later = [
            said for said in self.said[max(seat.read, seat.floor) :] if not said.revoked and said.sender != me
        ]
        return any(said.to_all or me in said.names for said in later)


class World:
    """The model and the real thing, which get the same steps."""

    def __init__(self, app: App, people: dict[str, Account]) -> None:
        self.app, self.people = app, people
        self.room = Room(app, "club", people["alice"], people["bob"])
        self.server = Caller(role="S", app=app)
        self.places = {
            name: Place({person: Seat() for person in who if (name, person) != ("club", "carol")})
            for name, who in PLACES.items()
        }
        self.texts = 0

    def target(self, place: str, me: str) -> dict[str, Any]:
        other = {"club": "club", "self": me}.get(place, "bob" if me == "alice" else "alice")
        kind = "GROUP" if place == "club" else "SINGLE"
        return {"account": self.people[me], "app": self.app, "target_id": other, "chat_type": kind}

    def text(self) -> dict[str, str]:
        self.texts += 1
        return {"text": f"text {self.texts}"}

    def send(
        self, place: str, me: str, *, counts: bool, server: bool, names: frozenset[str], to_all: bool
    ) -> None:
        where, to = self.places[place], self.target(place, me)
        to_all = to_all and place == "club" and not server and me == "alice"  # who owns it
        content = self.text()
        sent = messages.send_one(
            Send(
                app=self.app,
                sender=to["account"],
                chat_type=to["chat_type"],
                to_id=to["target_id"],
                msg_type="TEXT",
                content=content,
                client_msg_id=content["text"],
                no_unread=not counts,
                by_server=server,
                at_user_ids=sorted(names),
                at_all=to_all,
            )
        )
        named = names & where.seats.keys() if place == "club" else frozenset()
        where.said.append(Said(sent.pk, me, counts, named, to_all))
        assert sent.seq == len(where.said)
        if not server:
            where.seats[me].read = sent.seq

    def read(self, place: str, me: str, share: float) -> None:
        where = self.places[place]
        seq = round(share * len(where.said))
        conversations.read(**self.target(place, me), seq=seq, operator_id=me)
        where.seats[me].read = max(where.seats[me].read, seq)

    def revoke(self, place: str, me: str, share: float) -> None:
        self._change(place, share, revoked=True)

    def edit(self, place: str, me: str, share: float) -> None:
        self._change(place, share, revoked=False)

    def _change(self, place: str, share: float, *, revoked: bool) -> None:
        where = self.places[place]
        if not where.said:
            return
        said = where.said[round(share * (len(where.said) - 1))]
        effective = not said.revoked
        try:
            if revoked:
                messages.revoke(message_id=said.pk, by=self.server)
            else:
                messages.edit(message_id=said.pk, by=self.server, content=self.text(), ext=None)
        except Refusal:
            assert said.revoked
            assert not revoked
        if effective:
            where.version += 1
            said.version = where.version
            said.revoked = revoked

    def clear(self, place: str, me: str, *, history: bool) -> None:
        where = self.places[place]
        seat, last = where.seats[me], len(where.said)
        conversations.remove(**self.target(place, me), clear_history=history, operator_id=me)
        seat.read = seat.removed = last
        seat.floor = last if history else seat.floor

    def acknowledge(self, place: str, me: str, share: float) -> None:
        where = self.places[place]
        seq = round(share * len(where.said))
        ack = {"targetId": self.target(place, me)["target_id"], "seq": seq, "version": 0}
        sync(self.people[me], DEVICE, {"ack": [ack], "limitPerConversation": 1, "totalLimit": 1})
        where.seats[me].synced = max(where.seats[me].synced, seq)

    def mute(self, place: str, me: str, share: float) -> None:
        seat = self.places[place].seats[me]
        seat.muted = share < 0.5
        conversations.mute(**self.target(place, me), muted=seat.muted, operator_id=me)

    def hide(self, place: str, me: str, share: float) -> None:
        where = self.places[place]
        where.seats[me].hidden = len(where.said) if share < 0.7 else None
        conversations.hide(**self.target(place, me), hidden=share < 0.7, operator_id=me)

    def join(self) -> None:
        where = self.places["club"]
        if "carol" not in where.seats:
            self.room.enter(self.people["carol"])
            last = len(where.said)
            where.seats["carol"] = Seat(floor=last, read=last)

    def check(self) -> None:
        for name, place in self.places.items():
            for me in place.seats:
                self.check_history(name, place, me)
        for me in PEOPLE:
            self.check_list(me)
            self.check_offline(me)
        for conversation in Conversation.objects.all():
            kind = (
                "club"
                if conversation.group_id
                else "self"
                if conversation.low_id == conversation.high_id
                else "pair"
            )
            place = self.places[kind]
            assert (conversation.last_seq, conversation.version) == (len(place.said), place.version)

    def check_history(self, name: str, place: Place, me: str) -> None:
        to = self.target(name, me)
        look = group_history if name == "club" else single_history
        page = look(
            to["account"], self.app, to["target_id"], {"limit": 100, "order": "asc", "includeRevoked": True}
        )
        shown = [
            (item["seq"], item["status"], item["version"], bool(item["content"])) for item in page["items"]
        ]
        assert shown == [
            (seq, "REVOKED" if said.revoked else "NORMAL", said.version, not said.revoked)
            for seq, said in enumerate(place.said, 1)
            if seq > place.seats[me].floor
        ]

    def check_list(self, me: str) -> None:
        feed = conversation_feed(self.people[me], limit=100, include_hidden=True)
        rows = {row["targetId"]: row for row in feed["items"]}
        total = 0
        for name, place in self.places.items():
            seat = place.seats.get(me)
            if seat is None:
                continue
            unread, last = len(place.after(seat.read, me)), len(place.said)
            hidden = seat.hidden is not None and last <= seat.hidden
            total += 0 if seat.muted or hidden else unread
            row = rows.pop(self.target(name, me)["target_id"], None)
            assert (row is not None) == (last > max(seat.floor, seat.removed))
            if row is not None:
                got = (
                    row["unread"],
                    row["mentioned"],
                    row["lastSeq"],
                    row["readSeq"],
                    row["muted"],
                    row["hidden"],
                )
                assert got == (unread, place.mentioned(me), last, seat.read, seat.muted, hidden)
        assert rows == {}
        assert feed["totalUnread"] == total

    def check_offline(self, me: str) -> None:
        found = {
            item["targetId"]: item for item in offline_count(self.people[me], DEVICE, {})["conversations"]
        }
        for name, place in self.places.items():
            seat = place.seats.get(me)
            target = self.target(name, me)["target_id"]
            if seat is not None:
                synced = max(seat.synced, seat.floor)
                expected = (len(place.after(synced, me)), synced) if len(place.said) > synced else (0, None)
                item = found.get(target, {"unread": 0, "syncedSeq": None})
                assert (item["unread"], item["syncedSeq"]) == expected


KINDS = ["send"] * 8 + ["revoke", "read"] * 3 + ["clear", "edit", "acknowledge", "mute", "hide", "join"]
CAST = [(place, person) for place, people in PLACES.items() for person in people]


@dataclass(frozen=True)
class Step:
    kind: str
    where: tuple[str, str]
    share: float
    counts: bool
    server: bool
    names: frozenset[str]
    to_all: bool


step = st.builds(
    Step,
    kind=st.sampled_from(KINDS),
    where=st.sampled_from(CAST),
    share=st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0]),
    counts=st.sampled_from([True, True, True, False]),
    server=st.sampled_from([False, False, True]),
    names=st.frozensets(st.sampled_from(PEOPLE)),
    to_all=st.sampled_from([False, False, True]),
)


def play(world: World, step: Step) -> None:
    place, me = step.where
    if step.kind == "join":
        world.join()
    elif me not in world.places[place].seats:
        return
    elif step.kind == "send":
        world.send(place, me, counts=step.counts, server=step.server, names=step.names, to_all=step.to_all)
    elif step.kind == "clear":
        world.clear(place, me, history=step.counts)
    else:
        getattr(world, step.kind)(place, me, step.share)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(step, min_size=10, max_size=30))
def test_the_counters_agree_with_counting(
    acme: App, alice: Account, bob: Account, carol: Account, steps: list[Step]
) -> None:
    with transaction.atomic():
        world = World(acme, {"alice": alice, "bob": bob, "carol": carol})
        for one in steps:
            play(world, one)
        world.check()
        assert Message.objects.count() == sum(len(place.said) for place in world.places.values())
        transaction.set_rollback(True)
