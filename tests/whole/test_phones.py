"""Alice writes to Bob, who is away: a running server, and the vendors' servers in miniature."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import pytest

from tests.fakes.http import Ring
from tests.whole.handsets import KINDS, Handsets, Vendors, ringing
from tests.whole.installation import Installation, eventually
from tests.whole.person import Person

SETTLED = """
SELECT count(*) > 0 AND NOT bool_or(status IN ('PENDING', 'RETRYING')), count(*) FILTER (WHERE reason = %s)
FROM push_delivery WHERE user_id = %s
"""

Ringing = tuple[Installation, Vendors]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ringing]:
    folder: Path = tmp_path_factory.mktemp("vendors")
    with ringing(folder) as both:
        yield both


@pytest.fixture(scope="module")
def running(there: Ringing) -> Installation:
    return there[0]


def handsets(there: Ringing, user_id: str) -> Handsets:
    return Handsets(*there, user_id)


def cancelled(running: Installation, user_id: str, reason: str) -> int:
    """How many of his pushes were, once there are some and nothing waits any more."""

    def count() -> int | None:
        with psycopg.connect(running.database_url, autocommit=True) as connection:
            row = connection.execute(SETTLED, [reason, user_id]).fetchone()
        assert row
        return 1 + row[1] if row[0] else None

    found: int = eventually(count, "something still waits")
    return found - 1


def group(running: Installation, group_id: str, *members: str) -> None:
    body = {"groupId": group_id, "name": group_id.title(), "ownerId": members[0]}
    body |= {"members": [{"userId": name} for name in members[1:]]}  # type: ignore[dict-item]
    answer = running.call("POST", "/api/im/groups", body, headers=running.server)
    assert answer.code == 200, answer


def of(rings: list[Ring]) -> list[str]:
    return sorted(ring.vendor for ring in rings)


def at_desk(running: Installation, user_id: str) -> Person:
    return Person(running, user_id, platform="WINDOWS", device_id="desk")


def in_time(name: str) -> Iterator[str]:
    """Names of somebody for whom all is done within the three seconds that a push waits for who is about:
    another one where the host took too long for it.
    """
    for number in range(5):
        begun = monotonic()
        yield f"{name}-{number}"
        if monotonic() - begun < 2.5:
            return
    pytest.fail("the host is too slow to be in time")


def test_all_three_phones_ring_once_each_with_the_badge(there: Ringing, running: Installation) -> None:
    alice, _ = Person(running, "alice"), Person(running, "ben")
    phones = handsets(there, "ben")
    message = alice.say("ben", "你好")
    first = phones.rung(3)
    assert of(first) == ["APNS", "HARMONY", "HUAWEI"]
    assert {ring.badge for ring in first} == {1}
    assert {ring.body for ring in first} == {"你好"}
    assert {ring.data["messageId"] for ring in first} == {message["id"]}
    alice.say("ben", "again")
    assert {ring.badge for ring in phones.rung(6)[3:]} == {2}
    assert cancelled(running, "ben", "READ") == 0


def test_what_is_read_at_the_desk_within_three_seconds_does_not_ring(
    there: Ringing, running: Installation
) -> None:
    alice = Person(running, "alice")
    for name in in_time("bill"):
        bill, phones = at_desk(running, name), handsets(there, name)
        with bill.phone() as desk:
            alice.say(name, "are you there?")
            desk.hear("message.sent")
            bill.read("alice")
    assert cancelled(running, name, "READ") == 3
    assert phones.rings() == []


def test_the_phone_in_hand_does_not_ring_while_the_others_do(there: Ringing, running: Installation) -> None:
    alice = Person(running, "alice")
    phones = handsets(there, "bert")
    bert = Person(running, "bert", platform="IOS", device_id=phones.device("iphone"))
    with bert.phone() as hand:
        alice.say("bert", "hi")
        assert of(phones.rung(2)) == ["HARMONY", "HUAWEI"]
        assert hand.ask("state", background=True)["data"] == {"background": True}
        alice.say("bert", "and now?")
        assert of(phones.rung(5)[2:]) == ["APNS", "HARMONY", "HUAWEI"]


def test_a_muted_group_rings_for_whom_it_mentions(there: Ringing, running: Installation) -> None:
    ann, brad = Person(running, "ann"), Person(running, "brad")
    phones = handsets(there, "brad")
    group(running, "quiet", "ann", "brad")
    brad.data("PUT", "/api/im/conversations/quiet/muted", {"muted": True})
    said: dict[str, Any] = {"chatType": "GROUP", "toId": "quiet", "msgType": "TEXT"}
    ann.data("POST", "/api/im/messages/send", {**said, "content": {"text": "noise"}})
    calls = {**said, "content": {"text": "lunch?"}, "atUserIds": ["brad"]}
    ann.data("POST", "/api/im/messages/send", calls)
    rings = phones.rung(3)
    assert {ring.body for ring in rings} == {"[You were mentioned] ann: lunch?"}
    assert {ring.title for ring in rings} == {"Quiet"}


def test_who_had_a_phone_before_is_never_heard_of_on_it_again(there: Ringing, running: Installation) -> None:
    alice = Person(running, "alice")
    Person(running, "beth")
    for name in in_time("bruno"):
        bruno, phones = at_desk(running, name), handsets(there, name)
        with bruno.phone() as desk:
            alice.say(name, "for bruno alone")
            desk.hear("message.sent")
            phones.register("iphone", "beth")
    assert of(phones.rung(2)) == ["HARMONY", "HUAWEI"]
    alice.say(name, "and this")
    alice.say("beth", "welcome")
    assert of(phones.rung(5)[2:]) == ["APNS", "HARMONY", "HUAWEI"]
    assert [ring.body for ring in phones.rings("iphone")] == ["welcome"]


def test_what_is_taken_back_takes_the_place_of_what_rang(there: Ringing, running: Installation) -> None:
    alice, _ = Person(running, "alice"), Person(running, "boris")
    phones = handsets(there, "boris")
    message = alice.say("boris", "oops")
    first = phones.rung(3)
    eventually(lambda: cancelled(running, "boris", "") == 3)
    alice.data("POST", f"/api/im/messages/{message['id']}/revoke", {})
    second = phones.rung(6)[3:]
    assert {ring.body for ring in second} == {"A message was recalled"}
    assert {ring.badge for ring in second} == {0}
    assert {(ring.token, ring.collapse) for ring in first} == {(ring.token, ring.collapse) for ring in second}


def test_push_alone_rings_whoever_registers(there: Ringing, running: Installation) -> None:
    """No account, no conversation."""
    phones = handsets(there, "nobody-in-chat")
    body = {"userIds": ["nobody-in-chat"], "title": "Hello", "body": "world"}
    answer = running.call("POST", "/api/push/send", body, headers=running.server)
    assert answer.code == 200, answer
    assert {ring.title for ring in phones.rung(len(KINDS))} == {"Hello"}
