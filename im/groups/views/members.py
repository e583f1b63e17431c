"""Membership: rows 52 to 57 and 60; as it is read, rows 49 and 50."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.idempotency import idempotent
from accounts.models import OperatorRole
from im.before import asks_before
from im.groups import actions, lists, members, outcomes
from im.groups.actions.roles import Change
from im.groups.consulting import BEFORE_INVITE, BEFORE_JOIN, ask_to_add, ask_to_add_many
from im.groups.serializers import members as kinds
from im.groups.serializers.groups import GroupShown
from im.groups.views.reading import ReadMembersViewSet

MUTED = PolymorphicProxySerializer(
    component_name="MutedShown",
    serializers=[kinds.MutedMembersShown, GroupShown],
    resource_type_field_name=None,
)


class MembersViewSet(ReadMembersViewSet):
    mandates = dict.fromkeys(("remove", "remove_many", "mute"), OperatorRole.SUPPORT)
    settled: Mapping[
        str, str
    ] = {}  # by userId, what is to become of those whom the moderator was not asked about

    @extend_schema(request=kinds.AddMembers, responses={200: kinds.AddedMembersShown})
    @asks_before(ask_to_add, BEFORE_INVITE, BEFORE_JOIN)
    @idempotent
    def add(self, request: Request, group_id: str) -> Response:
        return self._add(group_id, self.read(kinds.AddMembers))

    @extend_schema(request=kinds.AddManyMembers, responses={200: kinds.AddedMembersShown})
    @asks_before(ask_to_add_many, BEFORE_INVITE, BEFORE_JOIN)
    @idempotent
    def add_many(self, request: Request, group_id: str) -> Response:
        return self._add(group_id, self.read(kinds.AddManyMembers))

    @extend_schema(parameters=[kinds.HowRemoved], responses={200: kinds.RemovedMemberShown})
    def remove(self, request: Request, group_id: str, target_user_id: str) -> Response:
        user_id = self.read_path(kinds.OneTarget, targetUserId=target_user_id)["targetUserId"]
        how = self.read_either(kinds.HowRemoved)
        actions.remove(
            **self.whose(),
            group_id=self.group_id(group_id),
            user_id=user_id,
            reason=how["reason"],
            silence=how["silence"],
        )
        return Response({"userId": user_id, "removed": True})

    @extend_schema(request=kinds.RemoveManyMembers, responses={200: kinds.RemovedMembersShown})
    def remove_many(self, request: Request, group_id: str) -> Response:
        body = self.read(kinds.RemoveManyMembers)
        how = {"reason": body["reason"], "silence": body["silence"]}
        names, group_id = body["userIds"], self.group_id(group_id)
        removed = actions.remove_many(**self.whose(), group_id=group_id, user_ids=names, **how)
        return Response(outcomes.removed_shown(names, removed))

    @extend_schema(request=kinds.SetRoles, responses={200: kinds.RolesShown})
    def set_roles(self, request: Request, group_id: str) -> Response:
        body = self.read(kinds.SetRoles)
        change = Change(body.get("role"), body.get("nameCard"), body.get("custom"))
        names, group_id = body["userIds"], self.group_id(group_id)
        places = actions.set_roles(**self.whose(), group_id=group_id, user_ids=names, change=change)
        return Response({"items": members.seen(places)})

    @extend_schema(request=kinds.NewOwner, responses={200: kinds.TransferredShown})
    def transfer(self, request: Request, group_id: str) -> Response:
        heir = self.read(kinds.NewOwner)["newOwnerId"]
        handed = actions.transfer(**self.whose(), group_id=self.group_id(group_id), new_owner_id=heir)
        return Response(outcomes.transferred_shown(*handed))

    @extend_schema(request=kinds.Mute, responses={200: MUTED})
    def mute(self, request: Request, group_id: str) -> Response:
        body, group_id = self.read(kinds.Mute), self.group_id(group_id)
        if "muteAll" in body:
            standing = actions.update(**self.whose(), group_id=group_id, fields=body)
            return Response(lists.group_seen(standing.group, standing.account))
        names, seconds = body["userIds"], body["duration"]
        muted = actions.mute(**self.whose(), group_id=group_id, user_ids=names, seconds=seconds)
        return Response(outcomes.muted_shown(names, muted))

    def _add(self, group_id: str, body: dict[str, Any]) -> Response:
        names = body["userIds"]
        allowed = [name for name in names if name not in self.denied]
        how = {"silence": body["silence"], "reason": body["inviteReason"], "settled": self.settled}
        group_id, whose = self.group_id(group_id), self.whose()
        added = actions.add(**whose, group_id=group_id, user_ids=allowed, **how) if allowed else {}
        return Response(outcomes.added_shown(names, added, self.denied))
