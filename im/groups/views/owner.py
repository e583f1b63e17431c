"""A group's owner at the server's door: rows 73 and 74."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from im.groups import actions, outcomes
from im.groups.rules import standing_in
from im.groups.serializers import groups as kinds
from im.groups.serializers.members import NewOwnerOrMember, TransferredShown
from im.groups.shapes import owner_shown
from im.groups.views.doors import ServerGroupViewSet


class OwnerViewSet(ServerGroupViewSet):
    @extend_schema(responses=kinds.OwnerShown)
    def show(self, request: Request, group_id: str) -> Response:
        return Response(owner_shown(standing_in(self.group_id(group_id), **self.whose()).group))

    @extend_schema(request=NewOwnerOrMember, responses={200: TransferredShown})
    def transfer(self, request: Request, group_id: str) -> Response:
        body, group_id = self.read(NewOwnerOrMember), self.group_id(group_id)
        asked = {"new_owner_id": body["newOwnerId"], "add_if_missing": body["addIfMissing"]}
        return Response(
            outcomes.transferred_shown(*actions.transfer(**self.whose(), group_id=group_id, **asked))
        )
