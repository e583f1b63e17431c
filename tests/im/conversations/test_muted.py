"""Row 22, PUT /api/im/conversations/{targetId}/muted."""

from accounts.models import Account
from config.clock import now_ms
from im.conversations.models import Member
from tests.client import Client
from tests.im.chat import CONVERSATIONS, conversation, say
from tests.im.conversations.steps import change


def test_muting_and_unmuting(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    assert change(as_alice, "bob", "muted").data["muted"] is True
    assert conversation(as_alice, "bob")["unread"] == 1
    assert as_alice.get(CONVERSATIONS).data["totalUnread"] == 0
    assert change(as_alice, "bob", "muted", muted=False).data["muted"] is False
    assert as_alice.get(CONVERSATIONS).data["totalUnread"] == 1


def test_once_its_time_has_passed_it_reads_false(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    assert change(as_alice, "bob", "muted", muteUntil=now_ms() + 60_000).data["muted"] is True
    Member.objects.filter(target_id="bob").update(muted_until="2024-01-01T00:00Z")
    assert conversation(as_alice, "bob")["muted"] is False
    assert as_alice.get(CONVERSATIONS).data["totalUnread"] == 1
    assert change(as_alice, "bob", "muted", muteUntil=now_ms() - 1).data["muted"] is False
    assert change(as_alice, "bob", "muted", muteUntil=253_402_300_799_999).data["muted"] is True


def test_without_a_time_it_is_for_ever(as_alice: Client, bob: Account) -> None:
    change(as_alice, "bob", "muted", muteUntil=now_ms() - 1)
    assert change(as_alice, "bob", "muted").data["muted"] is True
    assert change(as_alice, "bob", "muted", muteUntil=None).data["muted"] is True
    assert change(as_alice, "bob", "muted", muted=False, muteUntil=now_ms() + 60_000).data["muted"] is False
    assert Member.objects.get(target_id="bob").muted_until is None
