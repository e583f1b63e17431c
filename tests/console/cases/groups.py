"""What can be done to groups, their members, those who want in, and to how people stand with one another."""

from im.groups.models import Group, GroupAttributes, GroupMember, JoinRequest
from im.relations.models import Block, Friend, FriendRequest
from tests.console.acting import Case, Known


def _friend(known: Known) -> Friend:
    return Friend.objects.get(owner__user_id="alice", friend__user_id="bob")


def _wish(known: Known) -> FriendRequest:
    return FriendRequest.objects.get(pk=known["request"])


def _blocked(known: Known) -> None:
    friend = _friend(known)
    Block.objects.get_or_create(app=friend.app, owner=friend.owner, blocked=friend.friend)


def _block(known: Known) -> Block:
    return Block.objects.get(owner__user_id="alice", blocked__user_id="bob")


RELATIONS = [
    Case(
        act="im.friend/add",
        form={"actAs": "bob", "friendId": "carol", "remark": "C", "addType": "SINGLE", "force": "on"},
        call="POST /api/im/friends",
        body={"friendId": "carol", "remark": "C", "addType": "SINGLE", "force": True},
        query={"actAs": "bob"},
    ),
    Case(
        act="im.friend/keep",
        at=_friend,
        form={"remark": "Bobby", "groupName": "circle", "initial-groupName": "circle"},
        call="PUT /api/im/friends/bob/group",
        body={"remark": "Bobby"},
        query={"actAs": "alice"},
    ),
    Case(
        act="im.friend/remove",
        at=_friend,
        form={"deleteType": "SINGLE"},
        call="DELETE /api/im/friends/bob",
        query={"actAs": "alice", "deleteType": "SINGLE"},
    ),
    Case(
        act="im.friendrequest/accept",
        at=_wish,
        call="POST /api/im/friend-requests/$request/accept",
        query={"actAs": "alice"},
    ),
    Case(
        act="im.friendrequest/reject",
        at=_wish,
        call="POST /api/im/friend-requests/$request/reject",
        query={"actAs": "alice"},
    ),
    Case(
        act="im.block/add",
        form={"actAs": "alice", "userIds": "bob, carol"},
        call="POST /api/im/blacklist",
        body={"userIds": ["bob", "carol"]},
        query={"actAs": "alice"},
    ),
    Case(
        act="im.block/unblock",
        before=_blocked,
        at=_block,
        call="DELETE /api/im/blacklist",
        query={"actAs": "alice", "userIds": "bob"},
    ),
]


def _group(known: Known) -> Group:
    return Group.objects.get(group_id=known["group"])


def _bob(known: Known) -> GroupMember:
    return GroupMember.objects.get(group__group_id="club", account__user_id="bob")


def _request(known: Known) -> JoinRequest:
    return JoinRequest.objects.get(pk=known["joining"])


def _with_attributes(known: Known) -> None:
    GroupAttributes.objects.update_or_create(group=_group(known), defaults={"values": {"a": "1", "b": "2"}})


def _all_muted(known: Known) -> None:
    Group.objects.filter(group_id="club").update(mute_all=True)


def _bob_muted(known: Known) -> None:
    GroupMember.objects.filter(pk=_bob(known).pk).update(role="MEMBER", muted_until=-1)


def _bob_admin(known: Known) -> None:
    GroupMember.objects.filter(pk=_bob(known).pk).update(role="ADMIN", muted_until=0)


def _bob_plain(known: Known) -> None:
    GroupMember.objects.filter(pk=_bob(known).pk).update(role="MEMBER", muted_until=0)


GROUPS = [
    Case(
        act="im.group/add",
        form={
            "name": "Team",
            "ownerId": "alice",
            "groupId": "team",
            "members": "bob\nnobody",
            "admins": "carol",
        },
        call="POST /api/im/groups",
        body={
            "name": "Team",
            "ownerId": "alice",
            "groupId": "team",
            "historyVisible": False,
            "members": [
                {"userId": "carol", "role": "ADMIN"},
                {"userId": "bob", "role": "MEMBER"},
                {"userId": "nobody", "role": "MEMBER"},
            ],
        },
    ),
    Case(
        act="im.group/update",
        at=_group,
        form={"name": "Club", "introduction": "Ours", "muteAll": "on", "custom": {"a": "b"}},
        call="PUT /api/im/groups/club",
        body={"name": "Club", "introduction": "Ours", "muteAll": True, "custom": {"a": "b"}},
    ),
    Case(
        act="im.group/add-members",
        at=_group,
        form={"userIds": "carol nobody", "inviteReason": "asked", "silence": "on"},
        call="POST /api/im/groups/club/members/batch",
        body={"userIds": ["carol", "nobody"], "inviteReason": "asked", "silence": True},
    ),
    Case(
        act="im.group/mute-all",
        at=_group,
        call="POST /api/im/groups/club/mute",
        body={"muteAll": True},
    ),
    Case(
        act="im.group/unmute-all",
        before=_all_muted,
        at=_group,
        call="POST /api/im/groups/club/mute",
        body={"muteAll": False},
    ),
    Case(
        act="im.group/attributes",
        before=_with_attributes,
        at=_group,
        form={"attributes": {"c": "3"}, "mode": "RESET", "version": "0"},
        call="PUT /api/im/admin/groups/club/attributes",
        body={"attributes": {"c": "3"}, "mode": "RESET", "version": 0},
    ),
    Case(
        act="im.group/delete-attributes",
        before=_with_attributes,
        at=_group,
        form={"keys": ["a"]},
        call="POST /api/im/admin/groups/club/attributes/delete",
        body={"keys": ["a"]},
    ),
    Case(
        act="im.group/transfer",
        at=_group,
        form={"newOwnerId": "carol", "addIfMissing": "on"},
        call="PUT /api/im/admin/groups/club/owner",
        body={"newOwnerId": "carol", "addIfMissing": True},
    ),
    Case(
        act="im.group/dismiss",
        at=_group,
        form={"reason": "spam"},
        call="DELETE /api/im/groups/club",
        body={"reason": "spam"},
    ),
]
MEMBERS = [
    Case(
        act="im.groupmember/mute",
        before=_bob_plain,
        at=_bob,
        form={"duration": "-1"},
        call="POST /api/im/groups/club/mute",
        body={"userIds": ["bob"], "duration": -1},
    ),
    Case(
        act="im.groupmember/unmute",
        before=_bob_muted,
        at=_bob,
        call="POST /api/im/groups/club/mute",
        body={"userIds": ["bob"], "duration": 0},
    ),
    Case(
        act="im.groupmember/raise",
        before=_bob_plain,
        at=_bob,
        call="POST /api/im/groups/club/roles",
        body={"userId": "bob", "role": "ADMIN"},
    ),
    Case(
        act="im.groupmember/lower",
        before=_bob_admin,
        at=_bob,
        call="POST /api/im/groups/club/roles",
        body={"userId": "bob", "role": "MEMBER"},
    ),
    Case(
        act="im.groupmember/card",
        at=_bob,
        form={"nameCard": "Bobby", "custom": {"seat": "7"}},
        call="POST /api/im/groups/club/roles",
        body={"userId": "bob", "nameCard": "Bobby", "custom": {"seat": "7"}},
    ),
    Case(
        act="im.groupmember/make-owner",
        at=_bob,
        call="POST /api/im/groups/club/owner",
        body={"newOwnerId": "bob"},
    ),
    Case(
        act="im.groupmember/remove",
        at=_bob,
        form={"reason": "spam", "silence": "on"},
        call="DELETE /api/im/groups/club/members/bob",
        body={"reason": "spam", "silence": True},
    ),
    Case(
        act="im.joinrequest/accept",
        at=_request,
        form={"message": "welcome"},
        call="POST /api/im/groups/club/join-requests/$joining/accept",
        body={"message": "welcome"},
    ),
    Case(
        act="im.joinrequest/reject",
        at=_request,
        form={"message": "full"},
        call="POST /api/im/groups/club/join-requests/$joining/reject",
        body={"message": "full"},
    ),
]
CASES = [*RELATIONS, *GROUPS, *MEMBERS]
