"""A send meets the deed that forbids it: after the deed, nothing of the loser follows, and he is told why."""

import os
from collections.abc import Callable
from functools import partial
from random import Random
from time import sleep
from typing import Any

import pytest

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import Refusal
from im.groups import actions as groups
from im.messages import actions as messages
from im.messages.models import Message
from tests.client import Client
from tests.im.chat import say
from tests.im.groups.steps import make
from tests.im.messages.test_batches import at_once, one

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS, SENDS = 200 if os.environ.get("FUZZ") == "long" else 20, 3
WHY = {"remove": "10010", "quit": "10010", "mute": "10017", "mute all": "10017", "dismiss": "10010"}


def deed(name: str, group_id: str, owner: Account, member: Account) -> Callable[[], Any]:
    """Done to the member by the owner, or by himself."""
    by = Caller(role="U", app=owner.app, account=owner)
    where: dict[str, Any] = {"group_id": group_id, "account": owner, "by": by}
    if name == "remove":
        return partial(groups.remove, **where, user_id=member.user_id)
    if name == "quit":
        own = {"account": member, "by": Caller(role="U", app=owner.app, account=member)}
        return partial(groups.remove, **{**where, **own}, user_id=member.user_id)
    if name == "mute":
        return partial(groups.mute, **where, user_ids=[member.user_id], seconds=-1)
    if name == "mute all":
        return partial(groups.update, **where, fields={"muteAll": True})
    return partial(groups.dismiss, **where)


def sends(sender: Account, to_id: str, **more: Any) -> list[str]:
    """Several in a row; the sub-codes of the refusals."""
    refusals = []
    for n in range(SENDS):
        try:
            messages.send_one(one(sender, to_id, str(n), f"{to_id} {n}", rated=True, **more))
        except Refusal as refusal:
            refusals.append(str(refusal.status))
    return refusals


def later(pause: float, work: Callable[[], Any]) -> Any:
    sleep(pause)
    return work()


@pytest.mark.parametrize("name", WHY)
def test_nothing_of_the_loser_follows_the_deed(alice: Account, bob: Account, name: str) -> None:
    random = Random(name)
    for n in range(TRIALS):
        group_id = f"g{n}"
        make(alice, bob, group_id=group_id)
        doing = partial(later, random.uniform(0, 0.015), deed(name, group_id, alice, bob))
        _, refusals = at_once([doing, partial(sends, bob, group_id, chat_type="GROUP")])
        said = list(Message.objects.filter(to_id=group_id).order_by("seq").values_list("msg_type", flat=True))
        assert set(refusals) <= {WHY[name]}
        assert said == ["TIP", *["TEXT"] * (SENDS - len(refusals)), "TIP"]


def test_nothing_of_the_blocked_follows_the_block(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    random = Random(7)
    say(as_bob, "alice")
    for n in range(TRIALS):
        answered: list[int] = []

        def block(pause: float = random.uniform(0, 0.01), at: list[int] = answered) -> None:
            sleep(pause)
            assert as_alice.post("/api/im/blacklist", {"userId": "bob"}).ok
            at.append(Message.objects.count())

        def write(n: int = n) -> list[str]:
            return [_status(bob, f"{n} {m}") for m in range(SENDS)]

        _, outcomes = at_once([block, write])
        assert set(outcomes) <= {"0", "20007"}
        assert outcomes == sorted(outcomes)
        assert Message.objects.count() == answered[0]
        assert as_alice.delete("/api/im/blacklist", userIds="bob").ok


def _status(sender: Account, text: str) -> str:
    try:
        messages.send_one(one(sender, "alice", text, text))
    except Refusal as refusal:
        return str(refusal.status)
    return "0"
