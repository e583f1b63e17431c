"""Join requests: rows 62 to 67."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.acting import logged_for_user
from accounts.idempotency import idempotent
from accounts.models import OperatorRole
from im.before import asks_before
from im.groups import actions, join_requests, outcomes
from im.groups.consulting import BEFORE_JOIN, ask_to_join
from im.groups.models import JoinRequest, RequestStatus
from im.groups.serializers import requests as kinds
from im.groups.views.doors import GroupViewSet


class JoinRequestsViewSet(GroupViewSet):
    mandates = dict.fromkeys(("ask", "accept", "reject", "accept_many", "reject_many"), OperatorRole.SUPPORT)
    waiting: JoinRequest | None = None  # the open request, where the moderator was therefore not asked

    @extend_schema(request=kinds.AskToJoin, responses={200: kinds.AskedShown})
    @asks_before(ask_to_join, BEFORE_JOIN)
    @idempotent
    @logged_for_user("GROUP_JOIN_REQUEST")
    def ask(self, request: Request, group_id: str) -> Response:
        body, group_id = self.read(kinds.AskToJoin), self.group_id(group_id)
        how = {"account": self.actor(), "by": self.caller, "group_id": group_id, **body}
        request_made = self.waiting or actions.apply(**how)
        return Response(outcomes.asked_shown(request_made))

    @extend_schema(
        operation_id="im_join_requests_list",
        parameters=[kinds.ListRequests],
        responses=kinds.JoinRequestsShown,
    )
    def page_of(self, request: Request, group_id: str) -> Response:
        query = self.read_query(kinds.ListRequestsOf, groupId=group_id)
        page = {"page": query["page"], "size": query["size"], "status": query.get("status")}
        return Response(join_requests.page_of(query["groupId"], **self.whose(), **page))

    @extend_schema(request=kinds.Answer, responses={200: kinds.JoinRequestShown})
    def accept(self, request: Request, group_id: str, request_id: str) -> Response:
        return self._one(group_id, request_id, RequestStatus.ACCEPTED)

    @extend_schema(request=kinds.Answer, responses={200: kinds.JoinRequestShown})
    def reject(self, request: Request, group_id: str, request_id: str) -> Response:
        return self._one(group_id, request_id, RequestStatus.REJECTED)

    @extend_schema(request=kinds.AnswerMany, responses={200: kinds.HandledShown})
    def accept_many(self, request: Request, group_id: str) -> Response:
        return self._many(group_id, RequestStatus.ACCEPTED)

    @extend_schema(request=kinds.AnswerMany, responses={200: kinds.HandledShown})
    def reject_many(self, request: Request, group_id: str) -> Response:
        return self._many(group_id, RequestStatus.REJECTED)

    def _one(self, group_id: str, request_id: str, status: RequestStatus) -> Response:
        path = self.read_path(kinds.OneRequest, groupId=group_id, requestId=request_id)
        message = self.read(kinds.Answer)["message"]
        which = {"group_id": path["groupId"], "request_id": path["requestId"]}
        handled = actions.handle(**self.whose(), **which, status=status, message=message)
        return Response(outcomes.request_shown(handled))

    def _many(self, group_id: str, status: RequestStatus) -> Response:
        body, group_id = self.read(kinds.AnswerMany), self.group_id(group_id)
        keys = body["requestIds"]
        how = {"status": status, "message": body["message"]}
        handled = actions.handle_many(**self.whose(), group_id=group_id, request_ids=keys, **how)
        return Response(outcomes.handled_shown(keys, handled))
