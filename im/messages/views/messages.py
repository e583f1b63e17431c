"""The doors of the messages, rows 12 to 19."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AccountViewSet
from accounts.models import Account, OperatorRole
from config.clock import ms_or_none
from im.messages import actions, history, search, sync
from im.messages import serializers as shapes
from im.messages.asking import asked
from im.messages.posting import post
from im.messages.text import highlight
from im.shapes import MessageShown
from journal.audit import log


class MessageViewSet(AccountViewSet):
    sends = frozenset({"send"})
    mandates = {"revoke": OperatorRole.SUPPORT}

    @extend_schema(request=shapes.SendMessage, responses=shapes.SentShown)
    def send(self, request: Request) -> Response:
        send = asked(self.caller, request.data)
        message = post(send)
        repeated = {"deduplicated": True} if message.deduplicated else {}
        return Response({**message.shown(), **repeated})

    @extend_schema(request=shapes.RevokeMessage, responses=shapes.RevokedShown)
    def revoke(self, request: Request, message_id: str) -> Response:
        path = self.read_path(shapes.OneMessage, id=message_id)
        reason = self.read(shapes.RevokeMessage).get("reason", "")
        message = actions.revoke(message_id=path["id"], by=self.caller, reason=reason)
        at = ms_or_none(message.revoked_at)
        return Response(
            {
                "id": str(message.pk),
                "status": message.status,
                "revokedBy": message.revoked_by,
                "revokedAt": at,
            }
        )

    @extend_schema(request=shapes.EditMessage, responses=MessageShown)
    def edit(self, request: Request, message_id: str) -> Response:
        path = self.read_path(shapes.OneMessage, id=message_id)
        body = self.read(shapes.EditMessage)
        message = actions.edit(
            message_id=path["id"],
            by=self.caller,
            content=body.get("content"),
            ext=body.get("ext"),
            expected_revision=body.get("expectedRevision"),
        )
        return Response(message.shown())

    @extend_schema(parameters=[shapes.SingleHistory], responses=shapes.HistoryShown)
    def history(self, request: Request, to_id: str) -> Response:
        query = self.read_query(shapes.SingleHistory, toId=to_id)
        account = self._whose(query)
        return Response(history.single_history(account, self.app, query["toId"], query))

    @extend_schema(parameters=[shapes.GroupHistory], responses=shapes.HistoryShown)
    def group_history(self, request: Request, group_id: str) -> Response:
        query = self.read_query(shapes.GroupHistory, groupId=group_id)
        account = self._whose_or_all(query)
        trusted = self.caller.trusted
        return Response(history.group_history(account, self.app, query["groupId"], query, trusted=trusted))

    @extend_schema(parameters=[shapes.SearchMessages], responses=shapes.SearchShown)
    def search(self, request: Request) -> Response:
        query = self.read_query(shapes.SearchMessages)
        whose = self._whose_or_all(query)
        found = search.matching(self.app, whose, query, trusted=self.caller.trusted)
        if self.caller.trusted:
            detail = query if whose is None else {**query, "userId": whose.user_id}
            log(self.caller, "MESSAGE_SEARCH", app_id=self.app.pk, target_type="MESSAGE", detail=detail)
        return Response(self.page(found, lambda message: _found(message, query["keyword"]), query))

    @extend_schema(parameters=[shapes.CountOffline], responses=shapes.OfflineCountShown)
    def offline_count(self, request: Request) -> Response:
        query = self.read_query(shapes.CountOffline)
        account = self.actor()
        return Response(sync.offline_count(account, self._device(account, query), query))

    @extend_schema(request=shapes.SyncOffline, responses=shapes.SyncShown)
    def offline(self, request: Request) -> Response:
        body = self.read(shapes.SyncOffline)
        account = self.actor()
        return Response(sync.sync(account, self._device(account, body), body))

    def _whose(self, query: dict[str, Any]) -> Account:
        user_id = query.get("userId")
        return self.caller.acting_as(user_id) if user_id is not None else self.actor()

    def _whose_or_all(self, query: dict[str, Any]) -> Account | None:
        """A trusted caller who names nobody sees everything."""
        named = "userId" in query or "actAs" in self.request.query_params
        return self._whose(query) if named or not self.caller.trusted else None

    def _device(self, account: Account, asked_for: dict[str, Any]) -> str:
        """The token's, if it is the account's own."""
        own = self.caller.device_id if account == self.caller.account else ""
        return own or str(asked_for.get("deviceId", ""))


def _found(message: Any, keyword: str) -> dict[str, Any]:
    return {"message": message.shown(), "highlight": highlight(message.msg_type, message.content, keyword)}
