"""GET /api/im/admin/flagged and POST /api/im/admin/flagged/{id}/review."""

from typing import Any

import pytest

from accounts.models import Account, App
from im.messages.models import Message
from im.moderation.models import AccountMute, Flagged
from journal.models import Operation
from tests import recorder
from tests.client import Answer, Client
from tests.im.chat import say
from tests.im.moderation.words import forbid

LIST = "/api/im/admin/flagged"


@pytest.fixture
def flagged(as_root: Client, as_alice: Client, bob: Account) -> Flagged:
    """What alice said to bob."""
    forbid(as_root, "broker", action="FLAG")
    say(as_alice, "bob", "ask a broker")
    return Flagged.objects.get()


@pytest.fixture
def profile(acme: App) -> Flagged:
    return Flagged.objects.create(app=acme, kind="PROFILE", target_id="bob", user_id="bob", text="a broker")


def decide(client: Client, row: Flagged, decision: str, **more: Any) -> Answer:
    return client.post(f"{LIST}/{row.pk}/review", {"decision": decision, **more})


def entry() -> Operation:
    return Operation.objects.get(action="FLAGGED_REVIEW")


def test_what_was_flagged_is_listed_until_it_is_decided(as_root: Client, flagged: Flagged) -> None:
    (item,) = as_root.get(LIST).data["items"]
    assert (item["id"], item["kind"], item["userId"]) == (str(flagged.pk), "MESSAGE", "alice")
    (hit,) = item["hits"]
    assert item["text"][hit["start"] : hit["end"]] == "broker"
    assert item["reviewedAt"] is None
    assert decide(as_root, flagged, "APPROVE").ok
    assert as_root.get(LIST).data["items"] == []
    assert as_root.get(LIST, review="APPROVED").data["items"][0]["reviewedBy"] == "root"


def test_the_list_goes_page_by_page(as_root: Client, acme: App) -> None:
    rows = [Flagged(app=acme, kind="GROUP", target_id=f"g{n}", user_id="bob", text="x") for n in range(5)]
    Flagged.objects.bulk_create(rows)
    seen, cursor = [], None
    while True:
        query: dict[str, Any] = {"limit": 2, "kind": "GROUP", **({"cursor": cursor} if cursor else {})}
        page = as_root.get(LIST, **query).data
        seen += [item["targetId"] for item in page["items"]]
        cursor = page["nextCursor"]
        if not page["hasMore"]:
            break
    assert seen == ["g4", "g3", "g2", "g1", "g0"]
    assert as_root.get(LIST, kind="PROFILE").data["items"] == []


def test_what_is_approved_stays(as_root: Client, flagged: Flagged) -> None:
    answer = decide(as_root, flagged, "APPROVE", reason="a joke")
    assert (answer.data["review"], answer.data["note"]) == ("APPROVED", "a joke")
    assert Message.objects.get().status == "NORMAL"
    assert (entry().target_type, entry().target_id) == ("MESSAGE", flagged.target_id)
    assert entry().detail["decision"] == "APPROVE"


def test_what_is_revoked_is_revoked_for_all_with_one_entry(as_root: Client, flagged: Flagged) -> None:
    before = Operation.objects.count()
    recorder.told.clear()
    assert decide(as_root, flagged, "REVOKE", reason="spam").data["review"] == "REMOVED"
    message = Message.objects.get()
    assert (message.status, message.revoke_reason, message.revoked_by) == ("REVOKED", "spam", "root")
    assert [fact.type for fact in recorder.told] == ["message.revoked"]
    assert Operation.objects.count() == before + 1
    assert not AccountMute.objects.exists()


@pytest.mark.parametrize("decision", ["MUTE", "REVOKE"])
def test_who_said_it_can_be_muted(
    decision: str, as_root: Client, as_alice: Client, flagged: Flagged, alice: Account
) -> None:
    before = Operation.objects.count()
    assert decide(as_root, flagged, decision, muteSeconds=600, reason="spam").ok
    mute = AccountMute.objects.get(account=alice)
    assert mute.single_until == mute.group_until > 0
    assert (mute.reason, mute.updated_by) == ("spam", "root")
    assert (Message.objects.get().status == "REVOKED") == (decision == "REVOKE")
    assert Operation.objects.count() == before + 1
    assert entry().detail["muteSeconds"] == 600


def test_the_same_again_changes_nothing_and_another_decision_is_refused(
    as_root: Client, flagged: Flagged
) -> None:
    first = decide(as_root, flagged, "MUTE", muteSeconds=-1).data
    before = Operation.objects.count()
    assert decide(as_root, flagged, "MUTE", muteSeconds=5).data == first
    assert decide(as_root, flagged, "REVOKE").refused(400, "10015")
    assert Operation.objects.count() == before
    assert Message.objects.get().status == "NORMAL"


def test_a_profile_is_approved_or_its_owner_muted_but_not_revoked(
    as_root: Client, profile: Flagged, bob: Account
) -> None:
    assert decide(as_root, profile, "REVOKE").refused(400, "10004")
    assert decide(as_root, profile, "MUTE", muteSeconds=60).ok
    assert (entry().target_type, entry().target_id) == ("ACCOUNT", "bob")


@pytest.mark.parametrize(
    ("decision", "more"),
    [
        ("MUTE", {}),
        ("MUTE", {"muteSeconds": 0}),
        ("REVOKE", {"muteSeconds": 0}),
        ("APPROVE", {"muteSeconds": 5}),
        ("MAYBE", {}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    decision: str, more: dict[str, Any], as_root: Client, profile: Flagged, bob: Account
) -> None:
    assert decide(as_root, profile, decision, **more).refused(400, "10004")
    assert Flagged.objects.get().review == "OPEN"
    assert not AccountMute.objects.exists()


def test_who_is_no_account_cannot_be_muted(as_root: Client, profile: Flagged) -> None:
    Flagged.objects.update(user_id="server")
    assert decide(as_root, profile, "MUTE", muteSeconds=60).refused(404, "70107")
    assert Flagged.objects.get().review == "OPEN"


def test_what_open_sockets_alone_had_is_not_there_to_revoke(as_root: Client, flagged: Flagged) -> None:
    Flagged.objects.update(target_id="")
    assert decide(as_root, flagged, "REVOKE").refused(400, "10004")
    assert decide(as_root, flagged, "APPROVE").ok
