"""Row 21, PUT /api/im/conversations/{targetId}/pinned."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Account, App
from config.api.errors import Refusal
from im.conversations import actions
from im.conversations.models import Conversation, Member
from tests.client import Client
from tests.conftest import make_account
from tests.im.chat import say, targets
from tests.im.conversations.steps import change


def pin_some(app: App, alice: Account, number: int) -> None:
    for n in range(number):
        peer = make_account(app, f"peer{n}")
        pair = (alice.pk, peer.pk)
        conversation = actions.open_singles([pair])[pair]
        Member.objects.filter(conversation=conversation, account=alice).update(pinned_at=timezone.now())


def test_pinning_and_unpinning(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob")
    pinned = change(as_alice, "bob", "pinned").data
    assert pinned["pinned"] is True
    assert pinned["pinnedAt"] <= pinned["updatedAt"]
    unpinned = change(as_alice, "bob", "pinned", pinned=False).data
    assert (unpinned["pinned"], unpinned["pinnedAt"]) == (False, None)


def test_pinning_again_keeps_the_time_of_the_first(
    as_alice: Client, as_bob: Client, as_carol: Client
) -> None:
    say(as_bob, "alice")
    say(as_carol, "alice")
    change(as_alice, "bob", "pinned")
    Member.objects.filter(target_id="bob").update(pinned_at="2024-01-01T00:00Z")
    change(as_alice, "carol", "pinned")
    assert change(as_alice, "bob", "pinned").data["pinnedAt"] == 1_704_067_200_000
    assert targets(as_alice) == ["carol", "bob"]


def test_fifty_can_be_pinned(as_alice: Client, acme: App, alice: Account, bob: Account) -> None:
    pin_some(acme, alice, 50)
    assert change(as_alice, "bob", "pinned").refused(400, "51012")
    assert not Conversation.objects.filter(members__account=bob).exists()
    assert change(as_alice, "peer0", "pinned").ok
    assert change(as_alice, "peer0", "pinned", pinned=False).ok
    assert change(as_alice, "bob", "pinned").ok


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit(acme: App, alice: Account, bob: Account, carol: Account) -> None:
    pin_some(acme, alice, 49)

    def pin(target: str) -> str:
        try:
            actions.pin(
                account=alice, app=acme, target_id=target, chat_type=None, pinned=True, operator_id="alice"
            )
        except Refusal as refusal:
            return refusal.status
        finally:
            connection.close()
        return "pinned"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(pin, ["bob", "carol"])) == ["51012", "pinned"]
