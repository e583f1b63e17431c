"""A group's members as they are read: rows 49 and 50."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from im.groups import members
from im.groups.rules import Standing, require_in, standing_in
from im.groups.serializers import reading as kinds
from im.groups.views.doors import GroupViewSet


class ReadMembersViewSet(GroupViewSet):
    @extend_schema(
        operation_id="im_group_members_list", parameters=[kinds.ListMembers], responses=kinds.MembersShown
    )
    def feed(self, request: Request, group_id: str) -> Response:
        group_id, query = self.group_id(group_id), self.read_query(kinds.ListMembers)
        wanted: dict[str, Any] = {name: query.get(name) for name in ("cursor", "role", "muted")}
        return Response(members.feed(self.inside(group_id), limit=query["limit"], **wanted))

    @extend_schema(parameters=[kinds.SearchMembers], responses=kinds.FoundMembersShown)
    def search(self, request: Request, group_id: str) -> Response:
        group_id, query = self.group_id(group_id), self.read_query(kinds.SearchMembers)
        return Response(members.found_page(self.inside(group_id), **query))

    def inside(self, group_id: str) -> Standing:
        standing = standing_in(group_id, **self.whose())
        require_in(standing)
        return standing
