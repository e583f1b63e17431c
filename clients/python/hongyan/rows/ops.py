"""Rows that the socket has as ops too. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class Ops:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def mark_read(
        self,
        target_id: str,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        seq: int | Absent | None = ABSENT,
    ) -> models.Read:
        """标记已读 `PUT /api/im/conversations/{targetId}/read`"""
        answer: models.Read = self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/read",
                body=given({"chatType": chat_type, "seq": seq}, nullable={"seq"}),
                again=True,
            )
        )
        return answer

    def sync(
        self,
        *,
        device_id: str | None = None,
        cursors: Sequence[models.SyncCursorRequest] | None = None,
        ack: Sequence[models.SyncCursorRequest] | None = None,
        limit_per_conversation: int | None = None,
        total_limit: int | None = None,
        latest: bool | None = None,
    ) -> models.Sync:
        """同步离线消息 `POST /api/im/messages/offline`"""
        answer: models.Sync = self._do_call(
            Call(
                "POST",
                "/api/im/messages/offline",
                body=given(
                    {
                        "deviceId": device_id,
                        "cursors": cursors,
                        "ack": ack,
                        "limitPerConversation": limit_per_conversation,
                        "totalLimit": total_limit,
                        "latest": latest,
                    }
                ),
                again=True,
            )
        )
        return answer

    def send(
        self,
        *,
        chat_type: Literal["SINGLE", "GROUP"],
        to_id: str,
        msg_type: Literal[
            "TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "FACE", "CARD", "MERGED", "CUSTOM"
        ],
        content: Mapping[str, Any],
        client_msg_id: str | None = None,
        ext: str | None = None,
        at_user_ids: Sequence[str] | None = None,
        at_all: bool | None = None,
        quote_id: str | Absent | None = ABSENT,
        need_receipt: bool | None = None,
        online_only: bool | None = None,
        no_unread: bool | None = None,
        no_last_msg: bool | None = None,
        sync_sender: bool | None = None,
        offline_push: models.OfflinePushRequest | None = None,
        from_id: str | None = None,
        skip_checks: bool | None = None,
        forbid_callback: Sequence[Literal["BEFORE", "AFTER"]] | None = None,
    ) -> models.Sent:
        """发送消息 `POST /api/im/messages/send`"""
        answer: models.Sent = self._do_call(
            Call(
                "POST",
                "/api/im/messages/send",
                body=given(
                    {
                        "chatType": chat_type,
                        "toId": to_id,
                        "msgType": msg_type,
                        "content": content,
                        "clientMsgId": client_msg_id or new_key(),
                        "ext": ext,
                        "atUserIds": at_user_ids,
                        "atAll": at_all,
                        "quoteId": quote_id,
                        "needReceipt": need_receipt,
                        "onlineOnly": online_only,
                        "noUnread": no_unread,
                        "noLastMsg": no_last_msg,
                        "syncSender": sync_sender,
                        "offlinePush": offline_push,
                        "fromId": from_id,
                        "skipChecks": skip_checks,
                        "forbidCallback": forbid_callback,
                    },
                    nullable={"quoteId"},
                ),
                again=True,
            )
        )
        return answer


class AsyncOps:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def mark_read(
        self,
        target_id: str,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        seq: int | Absent | None = ABSENT,
    ) -> models.Read:
        """标记已读 `PUT /api/im/conversations/{targetId}/read`"""
        answer: models.Read = await self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/read",
                body=given({"chatType": chat_type, "seq": seq}, nullable={"seq"}),
                again=True,
            )
        )
        return answer

    async def sync(
        self,
        *,
        device_id: str | None = None,
        cursors: Sequence[models.SyncCursorRequest] | None = None,
        ack: Sequence[models.SyncCursorRequest] | None = None,
        limit_per_conversation: int | None = None,
        total_limit: int | None = None,
        latest: bool | None = None,
    ) -> models.Sync:
        """同步离线消息 `POST /api/im/messages/offline`"""
        answer: models.Sync = await self._do_call(
            Call(
                "POST",
                "/api/im/messages/offline",
                body=given(
                    {
                        "deviceId": device_id,
                        "cursors": cursors,
                        "ack": ack,
                        "limitPerConversation": limit_per_conversation,
                        "totalLimit": total_limit,
                        "latest": latest,
                    }
                ),
                again=True,
            )
        )
        return answer

    async def send(
        self,
        *,
        chat_type: Literal["SINGLE", "GROUP"],
        to_id: str,
        msg_type: Literal[
            "TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "FACE", "CARD", "MERGED", "CUSTOM"
        ],
        content: Mapping[str, Any],
        client_msg_id: str | None = None,
        ext: str | None = None,
        at_user_ids: Sequence[str] | None = None,
        at_all: bool | None = None,
        quote_id: str | Absent | None = ABSENT,
        need_receipt: bool | None = None,
        online_only: bool | None = None,
        no_unread: bool | None = None,
        no_last_msg: bool | None = None,
        sync_sender: bool | None = None,
        offline_push: models.OfflinePushRequest | None = None,
        from_id: str | None = None,
        skip_checks: bool | None = None,
        forbid_callback: Sequence[Literal["BEFORE", "AFTER"]] | None = None,
    ) -> models.Sent:
        """发送消息 `POST /api/im/messages/send`"""
        answer: models.Sent = await self._do_call(
            Call(
                "POST",
                "/api/im/messages/send",
                body=given(
                    {
                        "chatType": chat_type,
                        "toId": to_id,
                        "msgType": msg_type,
                        "content": content,
                        "clientMsgId": client_msg_id or new_key(),
                        "ext": ext,
                        "atUserIds": at_user_ids,
                        "atAll": at_all,
                        "quoteId": quote_id,
                        "needReceipt": need_receipt,
                        "onlineOnly": online_only,
                        "noUnread": no_unread,
                        "noLastMsg": no_last_msg,
                        "syncSender": sync_sender,
                        "offlinePush": offline_push,
                        "fromId": from_id,
                        "skipChecks": skip_checks,
                        "forbidCallback": forbid_callback,
                    },
                    nullable={"quoteId"},
                ),
                again=True,
            )
        )
        return answer
