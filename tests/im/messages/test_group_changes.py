"""Who may revoke and edit in a group: rows 13 and 14 against roles, mutes and memberships."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Role
from im.messages.models import Message
from journal.models import Operation
from tests.client import Answer, Client
from tests.im.chat import Room, age, conversation, say_in

RANKS = {"as_alice": Role.OWNER, "as_bob": Role.ADMIN, "as_mallory": Role.ADMIN, "as_carol": Role.MEMBER}


@pytest.fixture
def ranked(club: Room, bob: Account, mallory: Account) -> Room:
    """alice owns the club, bob and mallory are admins, carol is a plain member."""
    club.enter(mallory)
    club.appoint(bob)
    club.appoint(mallory)
    return club


def revoke(client: Client, message: dict[str, Any]) -> Answer:
    return client.post(f"/api/im/messages/{message['id']}/revoke", {"reason": "rude"})


def edit(client: Client, message: dict[str, Any]) -> Answer:
    return client.put(f"/api/im/messages/{message['id']}", {"content": {"text": "other"}})


@pytest.mark.parametrize("by", RANKS)
@pytest.mark.parametrize("of", RANKS)
def test_managers_revoke_what_those_below_them_said_at_any_time(
    request: pytest.FixtureRequest, ranked: Room, by: str, of: str
) -> None:
    message = say_in(request.getfixturevalue(of), "club")
    age(message, days=1)
    may = {"as_alice": True, "as_carol": False}.get(by, of in (by, "as_carol"))
    answer = revoke(request.getfixturevalue(by), message)
    late = by == of == "as_carol"
    assert answer.ok if may else answer.refused(*((400, "20016") if late else (403, "10007")))
    assert Message.objects.get().is_revoked is may


def test_a_plain_members_own_time_is_two_minutes_as_ever(as_carol: Client, ranked: Room) -> None:
    message = say_in(as_carol, "club")
    age(message, seconds=110)
    assert revoke(as_carol, message).ok


def test_who_manages_it_is_in_the_log_with_his_role(
    as_alice: Client, as_bob: Client, as_carol: Client, ranked: Room
) -> None:
    for client in (as_alice, as_bob):
        assert revoke(client, say_in(as_carol, "club")).data["revokedBy"] in ("alice", "bob")
    assert revoke(as_bob, say_in(as_bob, "club")).ok
    entries = Operation.objects.order_by("pk").values_list("action", "operator_id", "operator_role", "detail")
    detail = {"fromId": "carol", "reason": "rude"}
    assert list(entries) == [
        ("MESSAGE_REVOKE", "alice", "OWNER", detail),
        ("MESSAGE_REVOKE", "bob", "ADMIN", detail),
    ]


def test_revoking_again_answers_the_first_time_to_whoever_may(
    as_alice: Client, as_bob: Client, as_carol: Client, as_mallory: Client, ranked: Room
) -> None:
    message = say_in(as_carol, "club")
    first = revoke(as_bob, message).data
    assert [revoke(client, message).data for client in (as_alice, as_mallory, as_carol)] == [first] * 3
    own = say_in(as_bob, "club")
    assert revoke(as_bob, own).ok
    assert revoke(as_mallory, own).refused(403, "10007")


def test_who_left_is_below_every_manager_and_does_nothing_himself(
    as_bob: Client, as_mallory: Client, mallory: Account, ranked: Room
) -> None:
    one, two = say_in(as_mallory, "club"), say_in(as_mallory, "club")
    ranked.leave(mallory)
    unknown = revoke(as_mallory, {"id": "1"})
    assert revoke(as_mallory, one).raw == edit(as_mallory, one).raw == unknown.raw
    assert revoke(as_bob, one).ok
    ranked.enter(mallory)
    assert revoke(as_mallory, two).code == 404


def test_a_muted_member_may_take_back_but_not_say_otherwise(
    as_carol: Client, carol: Account, ranked: Room
) -> None:
    message = say_in(as_carol, "club")
    ranked.mute(carol)
    assert edit(as_carol, message).refused(403, "10017")
    assert revoke(as_carol, message).ok


def test_nor_where_all_are_muted(as_carol: Client, as_bob: Client, as_server: Client, ranked: Room) -> None:
    hers, his = say_in(as_carol, "club"), say_in(as_bob, "club")
    ranked.change(mute_all=True)
    assert edit(as_carol, hers).refused(403, "10017")
    assert edit(as_bob, his).ok
    assert edit(as_server, hers).ok


def test_nobody_edits_what_others_said(as_alice: Client, as_carol: Client, ranked: Room) -> None:
    assert edit(as_alice, say_in(as_carol, "club")).refused(403, "10007")


def test_what_the_server_wrote_is_taken_back_by_no_member(
    as_alice: Client, as_server: Client, ranked: Room
) -> None:
    tip = say_in(as_alice, "club")
    Message.objects.update(msg_type="TIP", content={"event": "group.updated"})
    assert revoke(as_alice, tip).refused(403, "10007")
    assert revoke(as_server, tip).ok
    assert revoke(as_alice, tip).refused(403, "10007")


@pytest.mark.parametrize("by", ["as_alice", "as_carol", "as_server"])
def test_in_a_dismissed_group_nothing_changes_any_more(
    request: pytest.FixtureRequest, as_carol: Client, ranked: Room, by: str
) -> None:
    message = say_in(as_carol, "club")
    ranked.dismiss()
    client = request.getfixturevalue(by)
    assert revoke(client, message).refused(404, "10010")
    assert edit(client, message).refused(404, "10010")


def test_what_a_manager_revoked_is_out_of_the_unread(
    as_alice: Client, as_bob: Client, as_carol: Client, ranked: Room
) -> None:
    message = say_in(as_carol, "club")
    say_in(as_carol, "club")
    assert conversation(as_bob, "club")["unread"] == 2
    revoke(as_alice, message)
    assert conversation(as_bob, "club")["unread"] == 1
