"""Rows 27 and 28, GET /api/im/conversation-groups and /{groupName}."""

from urllib.parse import quote

import pytest

from accounts.models import Account
from config.clock import now_ms
from tests.client import Client
from tests.im.chat import say
from tests.im.conversations.steps import change

PATH = "/api/im/conversation-groups"


@pytest.fixture
def filed(as_alice: Client, as_bob: Client, as_carol: Client, as_erin: Client) -> None:
    for count, client in enumerate((as_bob, as_carol, as_erin), 1):
        for _ in range(count):
            say(client, "alice")
    change(as_alice, "bob", "group", groupName="工作")
    as_alice.put("/api/im/conversations/carol/group", {"groupNames": ["工作", "play"]})


def test_the_groups_with_their_numbers_in_the_order_of_their_making(as_alice: Client, filed: None) -> None:
    items = as_alice.get(PATH).items
    assert [(item["groupName"], item["count"], item["unread"]) for item in items] == [
        ("工作", 2, 3),
        ("play", 1, 2),
    ]
    assert all(0 <= now_ms() - item["createdAt"] < 60_000 for item in items)


def test_without_groups_it_is_empty(as_alice: Client) -> None:
    assert as_alice.get(PATH).data == {"items": []}


def test_reading_and_muting(as_alice: Client, filed: None) -> None:
    change(as_alice, "carol", "read")
    assert [item["unread"] for item in as_alice.get(PATH).items] == [1, 0]


def test_an_emptied_group_disappears(as_alice: Client, filed: None) -> None:
    as_alice.put("/api/im/conversations/carol/group", {"groupNames": ["工作"]})
    assert [item["groupName"] for item in as_alice.get(PATH).items] == ["工作"]
    assert as_alice.get(f"{PATH}/play").refused(404, "51009")


def test_one_group_is_a_list_like_row_20(as_alice: Client, filed: None) -> None:
    everything = {row["targetId"]: row for row in as_alice.get("/api/im/conversations").items}
    answer = as_alice.get(f"{PATH}/{quote('工作')}")
    assert answer.data == {
        "items": [everything["carol"], everything["bob"]],
        "totalUnread": 6,
        "nextCursor": None,
        "hasMore": False,
    }


def test_it_comes_in_pages(as_alice: Client, filed: None) -> None:
    first = as_alice.get(f"{PATH}/{quote('工作')}", limit=1)
    assert [row["targetId"] for row in first.items] == ["carol"]
    second = as_alice.get(f"{PATH}/{quote('工作')}", limit=1, cursor=first.data["nextCursor"])
    assert [row["targetId"] for row in second.items] == ["bob"]
    assert second.data["nextCursor"] is None
    assert as_alice.get(f"{PATH}/{quote('工作')}", limit=101).refused(400, "10004", "limit")
    assert as_alice.get(f"{PATH}/{quote('工作')}", cursor="x").refused(400, "10004", "cursor")


def test_hidden_ones_are_in_it(as_alice: Client, filed: None) -> None:
    change(as_alice, "carol", "hidden")
    assert [row["targetId"] for row in as_alice.get(f"{PATH}/play").items] == ["carol"]


def test_an_unknown_group_is_404_and_another_owners_too(
    as_alice: Client, as_bob: Client, filed: None
) -> None:
    assert as_alice.get(f"{PATH}/other").refused(404, "51009")
    assert as_bob.get(f"{PATH}/play").refused(404, "51009")
    assert as_bob.get(PATH).items == []
    assert as_alice.get(f"{PATH}/{'x' * 300}").refused(404, "51009")


def test_trusted_callers_look_for_somebody(
    as_server: Client, as_alice: Client, filed: None, bob: Account
) -> None:
    assert as_server.get(PATH, actAs="alice").raw == as_alice.get(PATH).raw
    assert as_server.get(f"{PATH}/play", actAs="alice").raw == as_alice.get(f"{PATH}/play").raw
    assert as_server.get(PATH).refused(400, "10004", "actAs")
    assert as_alice.get(PATH, actAs="bob").refused(403, "60010")
