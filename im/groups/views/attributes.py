"""A group's attributes, rows 58 and 59; at the server's door the same, rows 75 and 76."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from im.groups import actions
from im.groups.models import GroupAttributes
from im.groups.serializers import attributes as kinds
from im.groups.views.doors import GroupViewSet, ServerGroupViewSet


class AttributesViewSet(GroupViewSet):
    @extend_schema(request=kinds.SetAttributes, responses=kinds.AttributesShown)
    def put(self, request: Request, group_id: str) -> Response:
        group_id, body = self.group_id(group_id), self.read(kinds.SetAttributes)
        how = {"reset": body["mode"] == "RESET", "version": body.get("version")}
        kept = actions.set_attributes(group_id=group_id, values=body["attributes"], **how, **self.whose())
        return Response(_shown(kept))

    @extend_schema(request=kinds.DeleteAttributes, responses=kinds.AttributesShown)
    def remove(self, request: Request, group_id: str) -> Response:
        group_id, body = self.group_id(group_id), self.read(kinds.DeleteAttributes)
        which: dict[str, Any] = {"keys": body.get("keys"), "version": body.get("version")}
        return Response(_shown(actions.delete_attributes(group_id=group_id, **which, **self.whose())))


class AttributesOfServer(ServerGroupViewSet, AttributesViewSet):
    """The same for A, S and T only."""


def _shown(kept: GroupAttributes) -> dict[str, object]:
    return {"attributes": kept.values, "version": kept.version}
