"""How groups and their members look: plain dicts; `serializers` has their shapes."""

from typing import Any

from django.utils import timezone

from config.clock import ms, ms_or_none
from im.groups.models import Group, GroupMember

# The field's own words for what a member wants to be told of a group's messages.
NOTIFY, QUIET = "AcceptAndNotify", "AcceptNotNotify"


def brief_shown(group: Group) -> dict[str, Any]:
    """What anybody may know of a PUBLIC group."""
    return {
        "groupId": group.group_id,
        "name": group.name,
        "avatar": group.avatar,
        "introduction": group.introduction,
        "memberCount": group.member_count,
        "maxMembers": group.max_members,
        "visibility": str(group.visibility),
        "joinOption": str(group.join_option),
        "createdAt": ms(group.created_at),
    }


def described(group: Group) -> dict[str, Any]:
    """All that the group's own row tells; its owner is fetched with it."""
    return {
        **brief_shown(group),
        "announcement": group.announcement,
        "ownerId": group.owner.user_id if group.owner is not None else None,
        "inviteOption": str(group.invite_option),
        "attributeOption": str(group.attribute_option),
        "historyVisible": group.history_visible,
        "muteAll": group.mute_all,
        "status": str(group.status),
        "custom": group.custom,
        "updatedAt": ms(group.updated_at),
    }


def group_shown(group: Group, place: Any, *, with_attributes: bool = True) -> dict[str, Any]:
    """To a member, with his `place` from `with_view`, or to whom nobody binds, with none."""
    talk, kept = getattr(group, "conversation", None), getattr(group, "attributes", None)
    shown = {
        **described(group),
        "attributesVersion": kept.version if kept is not None else 0,
        "lastSeq": talk.last_seq if talk is not None else 0,
        "lastMessageAt": ms_or_none(talk.last_message_at) if talk is not None else None,
        "self": None if place is None else self_shown(place),
    }
    if with_attributes:
        shown["attributes"] = kept.values if kept is not None else {}
    return shown


def owner_shown(group: Group) -> dict[str, Any]:
    owner = group.owner
    return {
        "groupId": group.group_id,
        "ownerId": owner.user_id if owner is not None else None,
        "nickname": owner.nickname if owner is not None else "",
        "avatar": owner.avatar if owner is not None else "",
    }


def self_shown(place: Any) -> dict[str, Any]:
    """A row of `with_view`, as its member sees it."""
    return {
        "role": str(place.role),
        "joinTime": ms(place.joined_at),
        "muteUntil": place.mute_until,
        "nameCard": place.name_card,
        "msgFlag": msg_flag(place),
        "readSeq": place.read_seq or 0,
    }


def member_shown(place: Any) -> dict[str, Any]:
    """A row of `with_view`, as everybody in the group sees it."""
    member: GroupMember = place
    return {
        "userId": member.account.user_id,
        "nickname": member.account.nickname,
        "avatar": member.account.avatar,
        "nameCard": member.name_card,
        "role": str(member.role),
        "joinTime": ms(member.joined_at),
        "muteUntil": member.mute_until,
        "lastSpeakTime": ms_or_none(place.spoke_at),
        "msgFlag": msg_flag(place),
        "custom": member.custom,
    }


def msg_flag(place: Any) -> str:
    until = place.ignored_until
    return QUIET if place.ignored and (until is None or until > timezone.now()) else NOTIFY
