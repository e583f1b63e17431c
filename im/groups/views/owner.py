"""A group's owner at the server's door: row 73."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from im.groups.rules import standing_in
from im.groups.serializers import groups as kinds
from im.groups.shapes import owner_shown
from im.groups.views.doors import ServerGroupViewSet


class OwnerViewSet(ServerGroupViewSet):
    @extend_schema(responses=kinds.OwnerShown)
    def show(self, request: Request, group_id: str) -> Response:
        return Response(owner_shown(standing_in(self.group_id(group_id), **self.whose()).group))
