"""Groups themselves: rows 44 to 48, 51 and 61."""

from collections.abc import Collection
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.idempotency import idempotent
from accounts.models import Account
from config.api.errors import BadParameter, Forbidden
from config.api.status import ACCOUNT_MISSING, ROLE_TOO_LOW
from im.before import asks_before
from im.groups import actions, lists
from im.groups.consulting import BEFORE_CREATE, ask_to_create
from im.groups.rules import past_standing_in
from im.groups.serializers import groups as kinds
from im.groups.views.doors import GroupViewSet


class GroupsViewSet(GroupViewSet):
    foreseen: Collection[str] | None = None  # the userIds that the moderator was asked about, if it was

    @extend_schema(
        operation_id="im_groups_list", parameters=[kinds.ListGroups], responses=kinds.JoinedAllShown
    )
    def page_of(self, request: Request) -> Response:
        query = self.read_query(kinds.ListGroups)
        names = {"role": "role", "keyword": "keyword", "updated_after": "updatedAfter"}
        wanted: dict[str, Any] = {name: query.get(asked) for name, asked in names.items()}
        wanted.update(page=query["page"], size=query["size"])
        whose = self._whose_groups(query.get("userId"))
        if whose is None:
            return Response(lists.app_page(self.app, self.caller.account, **wanted))
        return Response(lists.joined_page(whose, **wanted))

    @extend_schema(request=kinds.CreateGroup, responses={200: kinds.CreatedShown})
    @asks_before(ask_to_create, BEFORE_CREATE)
    @idempotent
    def create(self, request: Request) -> Response:
        made = actions.create(app=self.app, by=self.caller, only=self.foreseen, **self.wanted_group())
        failed = [{"userId": name, "status": ACCOUNT_MISSING} for name in made.failed]
        return Response({**lists.group_seen(made.group, made.owner), "failed": failed})

    @extend_schema(parameters=[kinds.ListPublic], responses=kinds.BriefsShown)
    def public(self, request: Request) -> Response:
        query = self.read_query(kinds.ListPublic)
        return Response(lists.public_page(self.app, **{"keyword": None, **query}))

    @extend_schema(parameters=[kinds.SearchGroups], responses=kinds.BriefsShown)
    def search(self, request: Request) -> Response:
        query = self.read_query(kinds.SearchGroups)
        everything = self.caller.trusted
        return Response(lists.found_page(self.app, self.acting(), everything=everything, **query))

    @extend_schema(parameters=[kinds.ShowGroup], responses=kinds.GroupSeen)
    def show(self, request: Request, group_id: str) -> Response:
        query = self.read_query(kinds.ShowOneGroup, groupId=group_id)
        standing = past_standing_in(query["groupId"], **self.whose())
        return Response(lists.one(standing, with_attributes=query["withAttributes"]))

    @extend_schema(request=kinds.UpdateGroup, responses=kinds.GroupShown)
    def update(self, request: Request, group_id: str) -> Response:
        group_id, fields = self.group_id(group_id), self.read(kinds.UpdateGroup)
        standing = actions.update(group_id=group_id, fields=fields, **self.whose())
        return Response(lists.group_seen(standing.group, standing.account))

    @extend_schema(parameters=[kinds.Dismiss], responses={200: kinds.DismissedShown})
    def dismiss(self, request: Request, group_id: str) -> Response:
        group_id, given = self.group_id(group_id), self.read_either(kinds.Dismiss)
        actions.dismiss(group_id=group_id, reason=given.get("reason", ""), **self.whose())
        return Response({"groupId": group_id, "dismissed": True})

    def wanted_group(self) -> dict[str, Any]:
        fields = self.read(kinds.CreateGroup)
        members = fields.pop("members", {})
        owner_id = self._owner_id(fields.pop("ownerId", None))
        return {"owner_id": owner_id, "fields": fields, "members": members}

    def _whose_groups(self, user_id: str | None) -> Account | None:
        """None: those of the whole app."""
        if user_id is not None:
            return self.caller.acting_as(user_id)
        everything = self.caller.trusted and "actAs" not in self.request.query_params
        return None if everything else self.actor()

    def _owner_id(self, named: str | None) -> str:
        if named is not None and not self.caller.trusted:
            raise Forbidden(ROLE_TOO_LOW, "ownerId is for administrators")
        if named is not None:
            return named
        owner = self.acting()
        if owner is None:
            raise BadParameter("ownerId", "names the owner and is required here")
        return owner.user_id
