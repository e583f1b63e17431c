"""Who may write in a group: row 12 against roles, mutes and memberships."""

from typing import Any

import pytest

from accounts.models import Account
from config.clock import ms_or_none
from im.conversations.models import Member
from im.groups.models import Role
from tests.client import Client
from tests.im.chat import SEND, Room, message_to, say_in, to_group

FOR_EVER, LONG_AGO, FAR_AWAY = -1, 1, 9_000_000_000_000


@pytest.mark.parametrize("until", [FOR_EVER, FAR_AWAY])
@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_a_muted_member_is_silent_whatever_his_role(
    as_bob: Client, bob: Account, club: Room, role: Role, until: int
) -> None:
    club.appoint(bob, role)
    club.mute(bob, until)
    assert as_bob.post(SEND, to_group("club")).refused(403, "10017")
    club.mute(bob, LONG_AGO)
    assert say_in(as_bob, "club")["seq"] == 1


def test_where_all_are_muted_owner_and_admins_still_speak(
    as_alice: Client, as_bob: Client, as_carol: Client, bob: Account, club: Room
) -> None:
    club.appoint(bob)
    club.change(mute_all=True)
    assert as_carol.post(SEND, to_group("club")).refused(403, "10017")
    assert [say_in(client, "club")["seq"] for client in (as_alice, as_bob)] == [1, 2]
    club.change(mute_all=False)
    assert say_in(as_carol, "club")["seq"] == 3


@pytest.mark.parametrize(("role", "may"), [(Role.OWNER, True), (Role.ADMIN, True), (Role.MEMBER, False)])
def test_only_owner_and_admins_call_all(
    as_bob: Client, alice: Account, bob: Account, club: Room, role: Role, may: bool
) -> None:
    if role == Role.OWNER:
        club.appoint(alice, Role.MEMBER)
    club.appoint(bob, role)
    answer = as_bob.post(SEND, to_group("club", atAll=True))
    assert answer.ok if may else answer.refused(403, "10007")


def test_atall_means_nothing_between_two(as_bob: Client, alice: Account) -> None:
    assert as_bob.post(SEND, message_to("alice", atAll=True)).data["atAll"] is False


@pytest.mark.parametrize("what", ["member", "mute", "all", "call"])
def test_trusted_callers_skip_all_of_it_unless_they_want_it(
    as_server: Client, bob: Account, club: Room, what: str
) -> None:
    body: dict[str, Any] = to_group("club", fromId="bob", atAll=what == "call")
    if what == "member":
        club.leave(bob)
    elif what == "mute":
        club.mute(bob)
    elif what == "all":
        club.change(mute_all=True)
    refused = as_server.post(SEND, {**body, "skipChecks": False})
    assert refused.refused(403, "10007" if what in ("member", "call") else "10017")
    assert as_server.post(SEND, body).ok


@pytest.mark.parametrize("skip", [True, False])
def test_but_not_that_the_group_is_gone(as_server: Client, bob: Account, club: Room, skip: bool) -> None:
    club.dismiss()
    body = to_group("club", fromId="bob", skipChecks=skip)
    assert as_server.post(SEND, body).refused(404, "10010")


def test_the_first_reason_is_the_one_that_is_given(
    as_bob: Client, as_root: Client, bob: Account, club: Room
) -> None:
    club.mute(bob)
    assert as_bob.post(SEND, to_group("club", atAll=True)).refused(403, "10017")
    as_root.put("/api/im/admin/global-mute", {"userId": "bob", "groupDuration": 60})
    assert as_bob.post(SEND, to_group("club", atAll=True)).refused(403, "10018")


def test_a_repeat_is_answered_whatever_the_sender_may_by_now(
    as_bob: Client, bob: Account, club: Room
) -> None:
    first = say_in(as_bob, "club", clientMsgId="once")
    club.mute(bob)
    assert as_bob.post(SEND, to_group("club", clientMsgId="once")).data == {**first, "deduplicated": True}


def test_a_members_last_word_has_a_time(
    as_bob: Client, as_server: Client, alice: Account, club: Room
) -> None:
    first = say_in(as_bob, "club")
    spoke = dict(Member.objects.values_list("account__user_id", "spoke_at"))
    assert ms_or_none(spoke["bob"]) == first["createdAt"]
    assert spoke["alice"] is None
    as_server.post(SEND, to_group("club", fromId="alice"))
    assert Member.objects.get(account=alice).spoke_at is not None


def test_onlineonly_asks_for_the_same_rights(as_bob: Client, bob: Account, club: Room) -> None:
    club.mute(bob)
    assert as_bob.post(SEND, to_group("club", onlineOnly=True)).refused(403, "10017")
