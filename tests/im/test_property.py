"""A group's members, roles and cursors against a small model in memory, whatever is done in any order."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im.conversations import actions as conversations
from im.conversations.models import Conversation, Member
from im.groups import actions as groups
from im.groups.models import GroupMember
from im.messages import actions as messages
from im.messages.history import group_history
from im.messages.models import Message
from im.messages.receipts import receipts_of
from tests.im.groups.steps import make
from tests.im.messages.test_batches import one

EXAMPLES, STEPS = (2_000, 100) if os.environ.get("FUZZ") == "long" else (100, 100)
PEOPLE = ("alice", "bob", "carol", "erin")
RANK = {"OWNER": 3, "ADMIN": 2, "MEMBER": 1}
OUTSIDE, MUTED = "10007", "10017"
people = st.sampled_from(PEOPLE)
shares = st.sampled_from([0.0, 0.3, 0.6, 0.9, 1.0])


@dataclass
class Said:
    sender: str = ""  # nobody says a TIP
    counts: bool = True
    revoked: bool = False


@dataclass
class Seat:
    role: str
    joined: int
    read: int


class Team(RuleBasedStateMachine):
    """The model, and beside it the real group, which is asked for the same."""

    def __init__(self, app: App, accounts: dict[str, Account]) -> None:
        super().__init__()
        self.app, self.cast = app, accounts
        self._undo = transaction.atomic()
        self._undo.__enter__()
        make(accounts["alice"], accounts["bob"])
        self.conversation = Conversation.objects.get()
        self.said = [Said()]
        self.seats = {"alice": Seat("OWNER", 0, 0), "bob": Seat("MEMBER", 0, 0)}
        self.muted: set[str] = set()
        self.silent = self.open = False

    def teardown(self) -> None:
        try:
            self.count()
            for name in PEOPLE:
                self.look(name)
        finally:
            transaction.set_rollback(True)
            self._undo.__exit__(None, None, None)

    def by(self, name: str) -> dict[str, Any]:
        account = self.cast[name]
        return {"group_id": "team", "account": account, "by": Caller(role="U", app=self.app, account=account)}

    def rank(self, name: str) -> int:
        return RANK[self.seats[name].role] if name in self.seats else 0

    def manages(self, name: str) -> bool:
        return self.rank(name) > RANK["MEMBER"]

    def tip(self) -> None:
        self.said.append(Said())

    def floor(self, name: str) -> int:
        return 0 if self.open else self.seats[name].joined

    @rule(by=people, who=people)
    def add(self, by: str, who: str) -> None:
        outcome = answered(lambda: groups.add(**self.by(by), user_ids=[who]))
        if not self.manages(by) and (by != who or by not in self.seats):
            assert isinstance(outcome, str)
        elif who in self.seats:
            assert outcome == {who: "ALREADY"}
        else:
            assert outcome == {who: "ADDED"}
            self.seats[who] = Seat("MEMBER", len(self.said), len(self.said))
            self.tip()

    @rule(by=people, who=people)
    def remove(self, by: str, who: str) -> None:
        outcome = answered(lambda: groups.remove(**self.by(by), user_id=who))
        quits = by == who and 0 < self.rank(by) < RANK["OWNER"]
        if quits or (by != who and who in self.seats and self.manages(by) and self.rank(by) > self.rank(who)):
            assert outcome is None
            del self.seats[who]
            self.tip()
        else:
            assert isinstance(outcome, str) or who not in self.seats

    @rule(by=people, counts=st.sampled_from([True, True, False]))
    def send(self, by: str, counts: bool) -> None:
        key = f"{by} {len(self.said)}"
        outcome = answered(
            lambda: (
                messages.send_one(
                    one(self.cast[by], "team", key, key, chat_type="GROUP", no_unread=not counts)
                ).seq
            )
        )
        if by not in self.seats:
            assert outcome == OUTSIDE
        elif by in self.muted or (self.silent and not self.manages(by)):
            assert outcome == MUTED
        else:
            self.said.append(Said(by, counts))
            assert outcome == len(self.said)
            self.seats[by].read = len(self.said)

    @rule(by=people, share=shares)
    def read(self, by: str, share: float) -> None:
        seq = round(share * len(self.said))
        target = {"target_id": "team", "chat_type": "GROUP", "operator_id": by}
        outcome = answered(
            lambda: conversations.read(account=self.cast[by], app=self.app, **target, seq=seq)["readSeq"]
        )
        if by in self.seats:
            self.seats[by].read = max(self.seats[by].read, seq)
            assert outcome == self.seats[by].read
        else:
            assert isinstance(outcome, str)

    @rule(by=people, share=shares)
    def revoke(self, by: str, share: float) -> None:
        seq = 1 + round(share * (len(self.said) - 1))
        said, key = self.said[seq - 1], Message.objects.get(seq=seq).pk
        outcome = answered(lambda: messages.revoke(message_id=key, by=self.by(by)["by"]).status)
        if by not in self.seats or seq <= self.floor(by):
            assert isinstance(outcome, str)
            assert outcome != "REVOKED"
        elif said.sender and (
            by == said.sender or (self.manages(by) and self.rank(by) > self.rank(said.sender))
        ):
            assert outcome == "REVOKED"
            said.revoked = True
        else:
            assert outcome == OUTSIDE

    @rule(by=people, who=people, seconds=st.sampled_from([0, -1]))
    def mute(self, by: str, who: str, seconds: int) -> None:
        outcome = answered(lambda: groups.mute(**self.by(by), user_ids=[who], seconds=seconds))
        below = by != who and who in self.seats and self.rank(by) > self.rank(who)
        if self.manages(by) and below:
            assert outcome == {who: seconds}
            self.muted = self.muted | {who} if seconds else self.muted - {who}
            self.tip()
        else:
            assert isinstance(outcome, str) or isinstance(outcome[who], Refusal)

    @rule(by=people, silent=st.booleans())
    def mute_all(self, by: str, silent: bool) -> None:
        outcome = answered(lambda: groups.update(**self.by(by), fields={"muteAll": silent}))
        assert isinstance(outcome, str) is not self.manages(by)
        if self.manages(by) and self.silent != silent:
            self.silent = silent
            self.tip()

    @rule(by=people, shown=st.booleans())
    def show_history(self, by: str, shown: bool) -> None:
        outcome = answered(lambda: groups.update(**self.by(by), fields={"historyVisible": shown}))
        assert isinstance(outcome, str) is not self.manages(by)
        if self.manages(by):
            self.open = shown

    @rule(who=people)
    def hand_over(self, who: str) -> None:
        owner = next(name for name, seat in self.seats.items() if seat.role == "OWNER")
        outcome = answered(lambda: groups.transfer(**self.by(owner), new_owner_id=who))
        if who == owner or who not in self.seats:
            assert isinstance(outcome, str)
        else:
            self.seats[owner].role, self.seats[who].role = "MEMBER", "OWNER"
            self.muted = self.muted - {who}  # nobody could let an owner speak again
            self.tip()

    @rule(name=people)
    def look(self, name: str) -> None:
        """What somebody sees."""
        page = answered(partial(self.page, name))
        if name not in self.seats:
            assert isinstance(page, str)
            return
        shown = [(item["seq"], item["status"], item["msgType"]) for item in page["items"]]
        later = list(enumerate(self.said, 1))[self.floor(name) :]
        assert shown == [
            (seq, "REVOKED" if said.revoked else "NORMAL", "TEXT" if said.sender else "TIP")
            for seq, said in later[-100:]
        ]

    @rule()
    def count(self) -> None:
        """The receipts of all that was said, and the roles."""
        roles = dict(GroupMember.objects.filter(active=True).values_list("account__user_id", "role"))
        assert roles == {name: seat.role for name, seat in self.seats.items()}
        senders = {seq: said.sender for seq, said in enumerate(self.said, 1) if said.sender}
        asked = [{"seq": seq, "fromId": sender} for seq, sender in senders.items()]
        expected = {seq: self.receipts(seq, sender) for seq, sender in senders.items()}
        assert receipts_of(self.conversation, asked) == expected

    def page(self, name: str) -> dict[str, Any]:
        query = {"limit": 100, "includeRevoked": True}
        page = group_history(self.cast[name], self.app, "team", query)
        return {**page, "items": page["items"][::-1]}

    def receipts(self, seq: int, sender: str) -> dict[str, int]:
        there = [seat for name, seat in self.seats.items() if seat.joined < seq and name != sender]
        read = sum(seat.read >= seq for seat in there)
        return {"readCount": read, "unreadCount": len(there) - read}

    @invariant()
    def counters_agree(self) -> None:
        rows = Member.objects.filter(active=True).values_list(
            "account__user_id",
            "conversation__last_seq",
            "join_seq",
            "read_seq",
            F("conversation__counted") - F("read_counted") - F("uncounted"),
        )
        last = len(self.said)
        assert set(rows) == {
            (name, last, seat.joined, seat.read, self.unread(name)) for name, seat in self.seats.items()
        }

    def unread(self, name: str) -> int:
        later = self.said[self.seats[name].read :]
        return sum(said.counts and not said.revoked and said.sender not in ("", name) for said in later)


def answered(work: Callable[[], Any]) -> Any:
    """What it gives, or the sub-code of its refusal."""
    try:
        with transaction.atomic():
            return work()
    except Refusal as refusal:
        return str(refusal.status)


def test_members_roles_and_cursors_are_what_the_model_says(
    acme: App, alice: Account, bob: Account, carol: Account, erin: Account
) -> None:
    people_by_name = {"alice": alice, "bob": bob, "carol": carol, "erin": erin}
    run_state_machine_as_test(
        cast("type[Team]", partial(Team, acme, people_by_name)),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
