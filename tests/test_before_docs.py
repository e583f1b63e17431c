"""Before-events have the data that docs/events.md shows."""

from typing import Any

from accounts.models import Account, App
from journal.names import BEFORE
from tests.client import Client
from tests.im.chat import Room, say
from tests.test_docs import examples, keys
from tests.webhooks.moderator import ask_it, running


def test_before_events_have_the_shape_that_is_documented(
    as_alice: Client, as_bob: Client, bob: Account, carol: Account, acme: App
) -> None:
    with running() as moderator:
        ask_it(moderator, acme, *sorted(BEFORE))
        message = say(as_alice, "bob")
        assert as_alice.put(f"/api/im/messages/{message['id']}", {"content": {"text": "hello, Bob"}}).ok
        assert as_alice.post("/api/im/friends", {"friendId": "bob"}).ok
        assert as_alice.post("/api/im/groups", {"groupId": "team", "name": "Team"}).ok
        Room(acme, "club", carol).open()
        assert as_bob.post("/api/im/groups/club/join-requests", {"message": "it's me"}).ok
        assert as_alice.post("/api/im/groups/team/members", {"userId": "carol"}).ok
    asked: dict[str, Any] = {one["type"]: keys(one["data"]) for one in moderator.asked}
    assert asked == {name: keys(data) for name, data in examples().items() if name in BEFORE}
