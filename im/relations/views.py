"""The doors of friends and blacklists, rows 30 to 43, and of the friend requests beside them."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.acting import logged_for_user
from accounts.doors import AccountViewSet
from accounts.idempotency import idempotent
from accounts.models import OperatorRole
from config.api.errors import Refusal
from config.api.paging import PageQuery
from im.before import asks_before
from im.relations import actions, lists, shapes
from im.relations import serializers as kinds
from im.relations.asking import asked, asked_many, wished, without
from im.relations.consulting import BEFORE_ADD, ask_many, ask_one
from im.relations.wishes import Answer


class RelationsViewSet(AccountViewSet):
    denied: Mapping[str, Refusal] = {}  # by friendId, what the app's moderator said no to
    settled: Mapping[str, Answer | Refusal] = {}  # by friendId, what becomes of those it was not asked about

    def whose(self) -> dict[str, Any]:
        return {"account": self.actor(), "app": self.app, "by": self.caller}


class FriendsViewSet(RelationsViewSet):
    mandates = {
        **dict.fromkeys(("add", "remove", "remove_many", "keep"), OperatorRole.SUPPORT),
        "check": OperatorRole.VIEWER,  # a POST that reads
    }

    @extend_schema(
        operation_id="im_friends_list", parameters=[kinds.ListFriends], responses=kinds.FriendsShown
    )
    def page_of(self, request: Request) -> Response:
        query = self.read_query(kinds.ListFriends)
        asked_for = {"updated_after": query.get("updatedAfter"), "keyword": query.get("keyword")}
        page = lists.friend_page(self.actor(), page=query["page"], size=query["size"], **asked_for)
        return Response(page)

    @extend_schema(request=kinds.AddFriend, responses=kinds.AddedShown)
    @asks_before(ask_one, BEFORE_ADD)
    @idempotent
    def add(self, request: Request) -> Response:
        wish = asked(self.caller, request.data)
        answer = actions.add(**self.whose(), wish=wish, settled=self.settled)
        return Response({"friendId": wish.friend_id, **shapes.answer_shown(answer)})

    @extend_schema(request=kinds.AddFriends, responses=kinds.AddedAllShown)
    @asks_before(ask_many, BEFORE_ADD)
    @idempotent
    def add_many(self, request: Request) -> Response:
        body = self.read(kinds.AddFriends)
        judged = without(asked_many(self.caller, body), self.denied)
        importing = body.get("importMode", False)
        how = {**self.whose(), "importing": importing, "settled": self.settled}
        outcomes = actions.add_many(wishes=wished(judged), **how)
        names = [entry["friendId"] for entry in body["friends"]]
        return Response(shapes.added_shown(names, judged, outcomes))

    @extend_schema(parameters=[kinds.DeleteType], responses={200: kinds.RemovedFriendShown})
    @logged_for_user("FRIEND_REMOVE")
    def remove(self, request: Request, friend_id: str) -> Response:
        query = self.read_query(kinds.RemoveFriend, friendId=friend_id)
        actions.remove(**self.whose(), friend_id=query["friendId"], delete_type=query["deleteType"])
        return Response({"friendId": query["friendId"], "deleted": True})

    @extend_schema(
        operation_id="im_friends_clear",
        parameters=[kinds.RemoveAllFriends],
        responses={200: kinds.RemovedFriendsShown},
    )
    def remove_all(self, request: Request) -> Response:
        given = self.read_either(kinds.RemoveAllFriends)
        return Response({"deleted": actions.remove_all(**self.whose(), delete_type=given["deleteType"])})

    @extend_schema(request=kinds.RemoveFriends, responses=kinds.ItemsShown)
    @logged_for_user("FRIEND_REMOVE")
    def remove_many(self, request: Request) -> Response:
        body = self.read(kinds.RemoveFriends)
        names = body["friendIds"]
        outcomes = actions.remove_many(**self.whose(), friend_ids=names, delete_type=body["deleteType"])
        return Response(shapes.changed_shown(names, outcomes))

    @extend_schema(request=kinds.KeepFriend, responses=kinds.FriendShown)
    @logged_for_user("FRIEND_UPDATE")
    def keep(self, request: Request, friend_id: str) -> Response:
        friend_id = self.read_path(kinds.OneFriend, friendId=friend_id)["friendId"]
        body = self.read(kinds.KeepFriend)
        how: dict[str, Any] = {"remark": body.get("remark"), "group_name": body.get("groupName")}
        row = actions.keep(**self.whose(), friend_id=friend_id, **how)
        return Response(shapes.friends_shown([row])[0])

    @extend_schema(request=kinds.CheckFriends, responses=kinds.RelationsShown)
    def check(self, request: Request) -> Response:
        body = self.read(kinds.CheckFriends)
        return Response(lists.check_friends(self.actor(), self.app, body["userIds"], body["checkType"]))


class FriendGroupsViewSet(RelationsViewSet):
    @extend_schema(
        operation_id="im_friend_groups_list",
        parameters=[kinds.ListFriendGroups],
        responses=kinds.FriendGroupsShown,
    )
    def every(self, request: Request) -> Response:
        query = self.read_query(kinds.ListFriendGroups)
        return Response(lists.groups(self.actor(), with_friends=query["withFriends"]))

    @extend_schema(parameters=[kinds.ListFriendGroup], responses=kinds.FriendGroupPageShown)
    def one(self, request: Request, group_name: str) -> Response:
        query = self.read_query(kinds.ListFriendGroup, groupName=group_name)
        page = {"page": query["page"], "size": query["size"]}
        return Response(lists.group_page(self.actor(), name=query["groupName"], **page))


class FriendRequestsViewSet(RelationsViewSet):
    mandates = {"accept": OperatorRole.SUPPORT, "reject": OperatorRole.SUPPORT}

    @extend_schema(
        operation_id="im_friend_requests_list",
        parameters=[kinds.ListRequests],
        responses=kinds.FriendRequestsShown,
    )
    def page_of(self, request: Request) -> Response:
        query = self.read_query(kinds.ListRequests)
        wanted = {"box": query["box"], "status": query.get("status")}
        page = lists.request_page(self.actor(), page=query["page"], size=query["size"], **wanted)
        return Response(page)

    @extend_schema(request=None, responses=kinds.FriendRequestShown)
    @logged_for_user("FRIEND_ACCEPT")
    def accept(self, request: Request, request_id: str) -> Response:
        key = self.read_path(kinds.OneRequest, requestId=request_id)["requestId"]
        return Response(shapes.request_shown(actions.accept(**self.whose(), request_id=key)))

    @extend_schema(request=None, responses=kinds.FriendRequestShown)
    @logged_for_user("FRIEND_REJECT")
    def reject(self, request: Request, request_id: str) -> Response:
        key = self.read_path(kinds.OneRequest, requestId=request_id)["requestId"]
        return Response(shapes.request_shown(actions.reject(**self.whose(), request_id=key)))


class BlacklistViewSet(RelationsViewSet):
    mandates = {"add": OperatorRole.SUPPORT, "remove": OperatorRole.SUPPORT}

    @extend_schema(operation_id="im_blacklist_list", parameters=[PageQuery], responses=kinds.BlacklistShown)
    def page_of(self, request: Request) -> Response:
        query = self.read_query(PageQuery)
        return Response(lists.blocked_page(self.actor(), page=query["page"], size=query["size"]))

    @extend_schema(request=kinds.AddBlocked, responses=kinds.ItemsShown)
    @idempotent
    @logged_for_user("BLACKLIST_ADD")
    def add(self, request: Request) -> Response:
        names = self.read(kinds.AddBlocked)["userIds"]
        return Response(shapes.changed_shown(names, actions.block(**self.whose(), user_ids=names)))

    @extend_schema(parameters=[kinds.RemoveBlocked], responses={200: kinds.ItemsShown})
    @logged_for_user("BLACKLIST_REMOVE")
    def remove(self, request: Request) -> Response:
        names = self.read_either(kinds.RemoveBlocked)["userIds"]
        return Response(shapes.changed_shown(names, actions.unblock(**self.whose(), user_ids=names)))

    @extend_schema(parameters=[kinds.CheckFriends], responses=kinds.RelationsShown)
    def check(self, request: Request) -> Response:
        query = self.read_query(kinds.CheckFriends)
        return Response(lists.check_blocked(self.actor(), self.app, query["userIds"], query["checkType"]))
