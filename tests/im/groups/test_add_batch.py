"""POST /api/im/groups/{groupId}/members/batch (row 53)."""

from typing import Any

import pytest

from accounts.models import Account
from im.messages.models import Message
from journal.facts import Fact
from tests.client import Client
from tests.im.groups.membership import MEMBERS, crowd, intact, logged, one_told, options, results, told

pytestmark = pytest.mark.usefixtures("team")
BATCH = f"{MEMBERS}/batch"


def names(start: int, count: int) -> list[str]:
    return [f"peer{n}" for n in range(start, start + count)]


def test_three_hundred_come_with_one_event_one_message_and_one_entry(
    as_alice: Client, alice: Account, facts: list[Fact]
) -> None:
    crowd(alice, 300)
    before = Message.objects.count()
    answer = as_alice.post(BATCH, {"userIds": names(0, 300)})
    assert results(answer, "result") == [(name, "ADDED") for name in names(0, 300)]
    fact = one_told(facts, "member_joined")
    assert fact.data["userIds"] == names(0, 300)
    assert fact.audience.users == tuple(names(0, 300))
    assert len(logged("GROUP_ADD_MEMBER")) == 1
    assert Message.objects.count() == before + 1
    assert intact()


def test_their_number_costs_no_more_statements(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    crowd(alice, 310)
    with django_assert_max_num_queries(30) as few:
        as_alice.post(BATCH, {"userIds": names(0, 1)})
    with django_assert_max_num_queries(len(few)):
        as_alice.post(BATCH, {"userIds": names(1, 300)})


def test_who_finds_no_place_is_told_so(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    crowd(alice, 10)
    options(max_members=7)
    answer = as_alice.post(BATCH, {"userIds": ["bob", *names(0, 10)]})
    words = [word for _, word in results(answer, "result")]
    assert words == ["ALREADY", *["ADDED"] * 4, *["FULL"] * 6]
    assert {code for _, code in results(answer)[5:]} == {"10014"}
    assert len(told(facts, "full")) == 1
    assert intact()


def test_in_silence(as_alice: Client, facts: list[Fact]) -> None:
    as_alice.post(BATCH, {"userIds": ["erin"], "silence": True})
    assert one_told(facts, "member_joined").quiet


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "userIds"),
        ({"userId": "erin"}, "userIds"),
        ({"userIds": []}, "userIds"),
        ({"userIds": [f"u{n}" for n in range(301)]}, "userIds"),
    ],
    ids=["nothing", "one", "none", "301"],
)
def test_what_makes_no_sense_is_400(as_alice: Client, body: dict[str, Any], field: str) -> None:
    assert as_alice.post(BATCH, body).refused(400, "10004", field)


def test_a_key_makes_a_repeat_harmless(as_alice: Client) -> None:
    first, again = (
        as_alice.call("POST", BATCH, body={"userIds": ["erin"]}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert first.raw == again.raw
    assert results(again, "result") == [("erin", "ADDED")]
