"""The doors of the conversations, rows 20 to 29 and 71."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.acting import logged_for_user
from accounts.doors import AccountViewSet, AppAdminViewSet
from accounts.models import OperatorRole
from im.conversations import actions, lists
from im.conversations import serializers as shapes


class ConversationViewSet(AccountViewSet):
    mandates = {"muted": OperatorRole.SUPPORT, "remove": OperatorRole.SUPPORT}

    @extend_schema(
        operation_id="im_conversations_list",
        parameters=[shapes.ListConversations],
        responses=shapes.ConversationsShown,
    )
    def feed(self, request: Request) -> Response:
        query = self.read_query(shapes.ListConversations)
        return Response(
            lists.conversation_feed(
                self.actor(),
                limit=query["limit"],
                cursor=query.get("cursor"),
                include_hidden=query["includeHidden"],
                unread_only=query["unreadOnly"],
                updated_after=query.get("updatedAfter"),
                group_name=query.get("groupName"),
            )
        )

    @extend_schema(request=shapes.PinConversation, responses=shapes.ConversationShown)
    @logged_for_user("CONVERSATION_PIN")
    def pinned(self, request: Request, target_id: str) -> Response:
        body = self.read(shapes.PinConversation)
        return Response(actions.pin(**self._of(target_id, body), pinned=body["pinned"]))

    @extend_schema(request=shapes.MuteConversation, responses=shapes.ConversationShown)
    @logged_for_user("CONVERSATION_MUTE")
    def muted(self, request: Request, target_id: str) -> Response:
        body = self.read(shapes.MuteConversation)
        how = {"until": body.get("muteUntil"), "ignore_at": body["ignoreAt"]}
        return Response(actions.mute(**self._of(target_id, body), muted=body["muted"], **how))

    @extend_schema(request=shapes.ReadConversation, responses=shapes.ReadShown)
    @logged_for_user("MESSAGE_READ")
    def read_up_to(self, request: Request, target_id: str) -> Response:
        body = self.read(shapes.ReadConversation)
        return Response(actions.read(**self._of(target_id, body), seq=body.get("seq")))

    @extend_schema(request=shapes.DraftConversation, responses=shapes.ConversationShown)
    @logged_for_user("CONVERSATION_DRAFT")
    def draft(self, request: Request, target_id: str) -> Response:
        body = self.read(shapes.DraftConversation)
        return Response(actions.draft(**self._of(target_id, body), text=body["draft"]))

    @extend_schema(request=shapes.HideConversation, responses=shapes.ConversationShown)
    @logged_for_user("CONVERSATION_HIDE")
    def hidden(self, request: Request, target_id: str) -> Response:
        body = self.read(shapes.HideConversation)
        how = {"hidden": body["hidden"], "unhide_on_message": body["unhideOnMessage"]}
        return Response(actions.hide(**self._of(target_id, body), **how))

    @extend_schema(request=shapes.FileConversation, responses=shapes.ConversationShown)
    @logged_for_user("CONVERSATION_GROUP")
    def file_under(self, request: Request, target_id: str) -> Response:
        body = self.read(shapes.FileConversation)
        name = body.get("groupName")
        names = body.get("groupNames", [] if name is None else [name])
        return Response(actions.file_under(**self._of(target_id, body), names=names))

    @extend_schema(parameters=[shapes.RemoveConversation], responses={200: shapes.RemovedShown})
    @logged_for_user("CONVERSATION_DELETE")
    def remove(self, request: Request, target_id: str) -> Response:
        query = self.read_query(shapes.RemoveConversation, targetId=target_id)
        return Response(actions.remove(**self._of(target_id, query), clear_history=query["clearHistory"]))

    def _of(self, target_id: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Whose conversation, with whom; a body's chatType wins over the query's."""
        path = self.read_query(shapes.Target, targetId=target_id)
        return {
            "account": self.actor(),
            "app": self.app,
            "target_id": path["targetId"],
            "chat_type": asked.get("chatType", path.get("chatType")),
            "operator_id": self.caller.actor_id,
            "session": self.caller.session,
        }


class ReadingViewSet(AppAdminViewSet):
    mandates = {"read_for": OperatorRole.SUPPORT}

    @extend_schema(request=shapes.ReadForUser, responses=shapes.ReadShown)
    def read_for(self, request: Request) -> Response:
        body = self.read(shapes.ReadForUser)
        shown = actions.read_for(
            account=self.caller.acting_as(body["userId"], field="userId"),
            app=self.app,
            target_id=body["targetId"],
            chat_type=body.get("chatType"),
            seq=body.get("seq"),
            by=self.caller,
        )
        return Response(shown)


class ConversationGroupViewSet(AccountViewSet):
    @extend_schema(operation_id="im_conversation_groups_list", responses=shapes.ConversationGroupsShown)
    def feed(self, request: Request) -> Response:
        return Response(lists.conversation_groups(self.actor()))

    @extend_schema(parameters=[shapes.ListGroup], responses=shapes.ConversationsShown)
    def retrieve(self, request: Request, group_name: str) -> Response:
        query = self.read_query(shapes.ListGroup, groupName=group_name)
        name, cursor = query["groupName"], query.get("cursor")
        return Response(lists.group_feed(self.actor(), name=name, limit=query["limit"], cursor=cursor))
