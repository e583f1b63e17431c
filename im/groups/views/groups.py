"""Groups themselves: rows 44 to 48, 51 and 61."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.idempotency import idempotent
from config.api.errors import BadParameter, Forbidden
from config.api.status import ACCOUNT_MISSING, ROLE_TOO_LOW
from im.groups import actions, lists
from im.groups.rules import past_standing_in
from im.groups.serializers import groups as kinds
from im.groups.views.doors import GroupViewSet


class GroupsViewSet(GroupViewSet):
    @extend_schema(request=kinds.CreateGroup, responses={200: kinds.CreatedShown})
    @idempotent
    def create(self, request: Request) -> Response:
        fields = self.read(kinds.CreateGroup)
        members = fields.pop("members", {})
        owner_id = self._owner_id(fields.pop("ownerId", None))
        made = actions.create(app=self.app, owner_id=owner_id, fields=fields, members=members, by=self.caller)
        failed = [{"userId": name, "status": ACCOUNT_MISSING} for name in made.failed]
        return Response({**lists.group_seen(made.group, made.owner), "failed": failed})

    @extend_schema(parameters=[kinds.ShowGroup], responses=kinds.GroupSeen)
    def show(self, request: Request, group_id: str) -> Response:
        query = self.read_query(kinds.ShowOneGroup, groupId=group_id)
        standing = past_standing_in(query["groupId"], **self.whose())
        return Response(lists.one(standing, with_attributes=query["withAttributes"]))

    def _owner_id(self, named: str | None) -> str:
        if named is not None and not self.caller.trusted:
            raise Forbidden(ROLE_TOO_LOW, "ownerId is for administrators")
        if named is not None:
            return named
        owner = self.acting()
        if owner is None:
            raise BadParameter("ownerId", "names the owner and is required here")
        return owner.user_id
