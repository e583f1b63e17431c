"""What push asks of the chat: who is there, who wants it, what is unread."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Account, App
from accounts.models.account import AccountStatus
from config.clock import now_ms
from im.conversations.models import Conversation
from im.offline import answers
from push.asking import Said, Socket, Standing, Unread, chat
from tests.client import Client
from tests.im.chat import CONVERSATIONS, Room, conversation, say, say_in
from tests.im.conversations.steps import change
from tests.im.offline.presence import opens


def said(message: dict[str, Any], app: App, **more: Any) -> Said:
    return Said(
        app.pk, int(message["conversationId"]), message["chatType"], message["fromId"], message["seq"], **more
    )


def why_not(told: Said, *names: str) -> dict[str, str]:
    (found,) = answers.unwanted([(told, names)])
    return dict(found)


def standing(app: App, user_id: str, message: dict[str, Any] | None = None) -> Standing:
    where = (
        {} if message is None else {"conversation_id": int(message["conversationId"]), "seq": message["seq"]}
    )
    (found,) = answers.standings([Unread(app.pk, user_id, **where)])
    return found


def test_the_settings_name_these_answers() -> None:
    assert chat() is answers


def test_who_is_there_and_on_what(acme: App, alice: Account, bob: Account) -> None:
    opens(bob, "phone", background=True)
    opens(bob, "desk", platform="WEB")
    assert answers.presence(acme.pk, ["alice", "bob"]) == {
        "bob": [Socket("WEB", "desk", False), Socket("IOS", "phone", True)]
    }


@pytest.mark.usefixtures("redis_away")
def test_without_redis_nobody_is_there(acme: App) -> None:
    assert answers.presence(acme.pk, ["alice"]) == {}


def test_the_sender_and_who_cannot_see_it_are_not_told(
    acme: App, as_alice: Client, alice: Account, bob: Account, carol: Account, erin: Account
) -> None:
    room = Room(acme, "club", alice, bob, carol)
    told = said(say_in(as_alice, "club"), acme)
    room.leave(carol)
    room.enter(erin)
    assert why_not(told, "alice", "bob", "carol", "erin", "nobody") == {
        "alice": "SELF",
        "carol": "UNKNOWN_USER",
        "erin": "UNKNOWN_USER",
        "nobody": "UNKNOWN_USER",
    }


@pytest.mark.parametrize("status", [AccountStatus.DELETED, AccountStatus.DISABLED])
def test_an_account_that_is_none_any_more_is_not_told(
    status: str, acme: App, as_alice: Client, bob: Account
) -> None:
    told = said(say(as_alice, "bob"), acme)
    Account.objects.filter(pk=bob.pk).update(status=status)
    assert why_not(told, "bob") == {"bob": "UNKNOWN_USER"}


def test_muted_and_hidden_conversations_are_silent(acme: App, as_alice: Client, as_bob: Client) -> None:
    told = said(say(as_alice, "bob"), acme)
    assert why_not(told, "bob") == {}
    change(as_bob, "alice", "muted")
    assert why_not(told, "bob") == {"bob": "MUTED"}
    change(as_bob, "alice", "muted", muteUntil=now_ms() - 1)
    assert why_not(told, "bob") == {}
    change(as_bob, "alice", "hidden", unhideOnMessage=False)
    assert why_not(told, "bob") == {"bob": "MUTED"}
    change(as_bob, "alice", "hidden")
    assert why_not(said(say(as_alice, "bob"), acme), "bob") == {}


def test_a_mention_gets_through_a_mute_unless_it_is_for_mentions_too(
    acme: App, as_alice: Client, alice: Account, as_bob: Client, bob: Account, carol: Account
) -> None:
    Room(acme, "club", alice, bob, carol)
    message = say_in(as_alice, "club", "hi", atUserIds=["bob"])
    change(as_bob, "club", "muted")
    by_name, all_ = said(message, acme, mentions=("bob",)), said(message, acme, mention_all=True)
    assert [why_not(one, "bob") for one in (said(message, acme), by_name, all_)] == [{"bob": "MUTED"}, {}, {}]
    change(as_bob, "club", "muted", ignoreAt=True)
    assert [why_not(one, "bob") for one in (by_name, all_)] == [{"bob": "MUTED"}] * 2
    change(as_bob, "club", "muted")
    assert why_not(by_name, "bob") == {}


def test_who_has_blocked_the_sender_is_not_told_by_him_alone(
    acme: App, as_server: Client, as_alice: Client, alice: Account, as_bob: Client, bob: Account
) -> None:
    Room(acme, "club", alice, bob)
    as_bob.post("/api/im/blacklist", {"userIds": ["alice"]})
    alone = say(as_server, "bob", fromId="alice")
    assert why_not(said(alone, acme), "bob") == {"bob": "BLOCKED"}
    assert why_not(Said(acme.pk, 0, "SINGLE", "alice"), "bob") == {"bob": "BLOCKED"}
    assert standing(acme, "bob", alone) == Standing(1, "BLOCKED")
    among_others = say_in(as_alice, "club")
    assert why_not(said(among_others, acme), "bob") == {}
    assert not standing(acme, "bob", among_others).unwanted


def test_who_has_read_it_is_not_told(acme: App, as_alice: Client, as_bob: Client) -> None:
    message = say(as_alice, "bob")
    change(as_bob, "alice", "read")
    assert why_not(said(message, acme), "bob") == {"bob": "READ"}


def test_of_what_is_not_the_chats_own_nobody_is_refused(
    acme: App, other: App, as_alice: Client, bob: Account
) -> None:
    message = say(as_alice, "bob")
    foreign = Said(other.pk, int(message["conversationId"]), "SINGLE", "x")
    assert why_not(foreign, "bob", "y") == {}
    assert why_not(Said(acme.pk, 0, "", "x"), "nobody", "bob") == {}
    assert standing(acme, "nobody") == Standing(0)


def test_the_badge_is_what_the_conversation_list_says(
    acme: App,
    as_alice: Client,
    alice: Account,
    as_bob: Client,
    bob: Account,
    as_carol: Client,
    carol: Account,
) -> None:
    Room(acme, "club", alice, bob, carol)
    say(as_alice, "bob")
    say(as_alice, "bob", noUnread=True)
    say(as_carol, "bob")
    say_in(as_carol, "club")
    say_in(as_carol, "club")
    change(as_bob, "carol", "muted")
    assert as_bob.get(CONVERSATIONS).data["totalUnread"] == standing(acme, "bob").badge == 3
    change(as_bob, "club", "hidden", unhideOnMessage=False)
    assert as_bob.get(CONVERSATIONS).data["totalUnread"] == standing(acme, "bob").badge == 1


def test_it_is_wanted_until_it_is_read_revoked_cleared_or_out_of_reach(
    acme: App, as_alice: Client, alice: Account, as_bob: Client, bob: Account
) -> None:
    first, second = say(as_alice, "bob"), say(as_alice, "bob")
    assert standing(acme, "bob", first) == Standing(2)
    change(as_bob, "alice", "read", seq=1)
    assert [standing(acme, "bob", one) for one in (first, second)] == [Standing(1, "READ"), Standing(1)]
    as_alice.post(f"/api/im/messages/{second['id']}/revoke", {})
    assert standing(acme, "bob", second) == Standing(0, "REVOKED")
    third = say(as_alice, "bob")
    change(as_bob, "alice", "remove")
    assert standing(acme, "bob", third) == Standing(0, "READ")
    room = Room(acme, "club", alice, bob)
    fourth = say_in(as_alice, "club")
    room.leave(bob)
    assert standing(acme, "bob", fourth) == Standing(0, "UNKNOWN_USER")
    gone = {**fourth, "seq": 99}
    assert standing(acme, "bob", gone).unwanted


def test_a_message_of_another_app_is_none(acme: App, other: App, as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob")
    assert standing(other, "bob", message).unwanted
    assert Conversation.objects.get().app_id == acme.pk


def test_many_cost_as_many_statements_as_one(
    acme: App,
    as_alice: Client,
    alice: Account,
    bob: Account,
    carol: Account,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    Room(acme, "club", alice, bob, carol)
    messages = [say(as_alice, "bob"), say(as_alice, "carol"), say_in(as_alice, "club")]
    asked = [(said(message, acme), ["bob", "carol"]) for message in messages]
    unread = [
        Unread(acme.pk, name, int(message["conversationId"]), message["seq"])
        for message in messages
        for name in ("bob", "carol")
    ]
    for some in (1, 3):
        with django_assert_num_queries(4):
            answers.unwanted(asked[:some])
        with django_assert_num_queries(4):  # and the one that config.sql sends
            answers.standings(unread[: some * 2])
    assert conversation(as_alice, "bob")["unread"] == 0
