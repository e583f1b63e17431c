"""`messages`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class Messages:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def group_history(
        self,
        group_id: str,
        *,
        after_seq: int | None = None,
        before_seq: int | None = None,
        end_time: int | None = None,
        from_id: str | None = None,
        include_revoked: bool | None = None,
        limit: int | None = None,
        msg_types: Sequence[
            Literal[
                "TEXT",
                "IMAGE",
                "AUDIO",
                "VIDEO",
                "FILE",
                "LOCATION",
                "FACE",
                "CARD",
                "MERGED",
                "CUSTOM",
                "TIP",
            ]
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
        start_time: int | None = None,
        user_id: str | None = None,
    ) -> models.History:
        """群聊历史 `GET /api/im/messages/group-history/{groupId}`"""
        answer: models.History = self._do_call(
            Call(
                "GET",
                f"/api/im/messages/group-history/{segment(group_id)}",
                query={
                    "afterSeq": after_seq,
                    "beforeSeq": before_seq,
                    "endTime": end_time,
                    "fromId": from_id,
                    "includeRevoked": include_revoked,
                    "limit": limit,
                    "msgTypes": msg_types,
                    "order": order,
                    "startTime": start_time,
                    "userId": user_id,
                },
                again=True,
            )
        )
        return answer

    def history(
        self,
        to_id: str,
        *,
        after_seq: int | None = None,
        before_seq: int | None = None,
        end_time: int | None = None,
        include_revoked: bool | None = None,
        limit: int | None = None,
        msg_types: Sequence[
            Literal[
                "TEXT",
                "IMAGE",
                "AUDIO",
                "VIDEO",
                "FILE",
                "LOCATION",
                "FACE",
                "CARD",
                "MERGED",
                "CUSTOM",
                "TIP",
            ]
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
        start_time: int | None = None,
        user_id: str | None = None,
    ) -> models.History:
        """单聊历史 `GET /api/im/messages/history/{toId}`"""
        answer: models.History = self._do_call(
            Call(
                "GET",
                f"/api/im/messages/history/{segment(to_id)}",
                query={
                    "afterSeq": after_seq,
                    "beforeSeq": before_seq,
                    "endTime": end_time,
                    "includeRevoked": include_revoked,
                    "limit": limit,
                    "msgTypes": msg_types,
                    "order": order,
                    "startTime": start_time,
                    "userId": user_id,
                },
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

    def offline_count(
        self,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        device_id: str | None = None,
        target_id: str | None = None,
    ) -> models.OfflineCount:
        """离线消息数 `GET /api/im/messages/offline/count`"""
        answer: models.OfflineCount = self._do_call(
            Call(
                "GET",
                "/api/im/messages/offline/count",
                query={"chatType": chat_type, "deviceId": device_id, "targetId": target_id},
                again=True,
            )
        )
        return answer

    def search(
        self,
        *,
        keyword: str,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        end_time: int | None = None,
        from_id: str | None = None,
        msg_types: Sequence[
            Literal[
                "TEXT",
                "IMAGE",
                "AUDIO",
                "VIDEO",
                "FILE",
                "LOCATION",
                "FACE",
                "CARD",
                "MERGED",
                "CUSTOM",
                "TIP",
            ]
        ]
        | None = None,
        page: int | None = None,
        size: int | None = None,
        start_time: int | None = None,
        target_id: str | None = None,
        user_id: str | None = None,
    ) -> models.Search:
        """按关键字搜索消息 `GET /api/im/messages/search`"""
        answer: models.Search = self._do_call(
            Call(
                "GET",
                "/api/im/messages/search",
                query={
                    "chatType": chat_type,
                    "endTime": end_time,
                    "fromId": from_id,
                    "keyword": keyword,
                    "msgTypes": msg_types,
                    "page": page,
                    "size": size,
                    "startTime": start_time,
                    "targetId": target_id,
                    "userId": user_id,
                },
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

    def edit(
        self,
        message_id: str,
        *,
        content: Mapping[str, Any] | None = None,
        ext: str | None = None,
        expected_revision: int | None = None,
    ) -> models.Message:
        """编辑消息 `PUT /api/im/messages/{messageId}`"""
        answer: models.Message = self._do_call(
            Call(
                "PUT",
                f"/api/im/messages/{segment(message_id)}",
                body=given({"content": content, "ext": ext, "expectedRevision": expected_revision}),
                again=expected_revision is None,
            )
        )
        return answer

    def revoke(self, message_id: str, *, reason: str | None = None) -> models.Revoked:
        """撤回消息 `POST /api/im/messages/{messageId}/revoke`"""
        answer: models.Revoked = self._do_call(
            Call(
                "POST",
                f"/api/im/messages/{segment(message_id)}/revoke",
                body=given({"reason": reason}),
                again=True,
            )
        )
        return answer


class AsyncMessages:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def group_history(
        self,
        group_id: str,
        *,
        after_seq: int | None = None,
        before_seq: int | None = None,
        end_time: int | None = None,
        from_id: str | None = None,
        include_revoked: bool | None = None,
        limit: int | None = None,
        msg_types: Sequence[
            Literal[
                "TEXT",
                "IMAGE",
                "AUDIO",
                "VIDEO",
                "FILE",
                "LOCATION",
                "FACE",
                "CARD",
                "MERGED",
                "CUSTOM",
                "TIP",
            ]
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
        start_time: int | None = None,
        user_id: str | None = None,
    ) -> models.History:
        """群聊历史 `GET /api/im/messages/group-history/{groupId}`"""
        answer: models.History = await self._do_call(
            Call(
                "GET",
                f"/api/im/messages/group-history/{segment(group_id)}",
                query={
                    "afterSeq": after_seq,
                    "beforeSeq": before_seq,
                    "endTime": end_time,
                    "fromId": from_id,
                    "includeRevoked": include_revoked,
                    "limit": limit,
                    "msgTypes": msg_types,
                    "order": order,
                    "startTime": start_time,
                    "userId": user_id,
                },
                again=True,
            )
        )
        return answer

    async def history(
        self,
        to_id: str,
        *,
        after_seq: int | None = None,
        before_seq: int | None = None,
        end_time: int | None = None,
        include_revoked: bool | None = None,
        limit: int | None = None,
        msg_types: Sequence[
            Literal[
                "TEXT",
                "IMAGE",
                "AUDIO",
                "VIDEO",
                "FILE",
                "LOCATION",
                "FACE",
                "CARD",
                "MERGED",
                "CUSTOM",
                "TIP",
            ]
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
        start_time: int | None = None,
        user_id: str | None = None,
    ) -> models.History:
        """单聊历史 `GET /api/im/messages/history/{toId}`"""
        answer: models.History = await self._do_call(
            Call(
                "GET",
                f"/api/im/messages/history/{segment(to_id)}",
                query={
                    "afterSeq": after_seq,
                    "beforeSeq": before_seq,
                    "endTime": end_time,
                    "includeRevoked": include_revoked,
                    "limit": limit,
                    "msgTypes": msg_types,
                    "order": order,
                    "startTime": start_time,
                    "userId": user_id,
                },
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

    async def offline_count(
        self,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        device_id: str | None = None,
        target_id: str | None = None,
    ) -> models.OfflineCount:
        """离线消息数 `GET /api/im/messages/offline/count`"""
        answer: models.OfflineCount = await self._do_call(
            Call(
                "GET",
                "/api/im/messages/offline/count",
                query={"chatType": chat_type, "deviceId": device_id, "targetId": target_id},
                again=True,
            )
        )
        return answer

    async def search(
        self,
        *,
        keyword: str,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        end_time: int | None = None,
        from_id: str | None = None,
        msg_types: Sequence[
            Literal[
                "TEXT",
                "IMAGE",
                "AUDIO",
                "VIDEO",
                "FILE",
                "LOCATION",
                "FACE",
                "CARD",
                "MERGED",
                "CUSTOM",
                "TIP",
            ]
        ]
        | None = None,
        page: int | None = None,
        size: int | None = None,
        start_time: int | None = None,
        target_id: str | None = None,
        user_id: str | None = None,
    ) -> models.Search:
        """按关键字搜索消息 `GET /api/im/messages/search`"""
        answer: models.Search = await self._do_call(
            Call(
                "GET",
                "/api/im/messages/search",
                query={
                    "chatType": chat_type,
                    "endTime": end_time,
                    "fromId": from_id,
                    "keyword": keyword,
                    "msgTypes": msg_types,
                    "page": page,
                    "size": size,
                    "startTime": start_time,
                    "targetId": target_id,
                    "userId": user_id,
                },
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

    async def edit(
        self,
        message_id: str,
        *,
        content: Mapping[str, Any] | None = None,
        ext: str | None = None,
        expected_revision: int | None = None,
    ) -> models.Message:
        """编辑消息 `PUT /api/im/messages/{messageId}`"""
        answer: models.Message = await self._do_call(
            Call(
                "PUT",
                f"/api/im/messages/{segment(message_id)}",
                body=given({"content": content, "ext": ext, "expectedRevision": expected_revision}),
                again=expected_revision is None,
            )
        )
        return answer

    async def revoke(self, message_id: str, *, reason: str | None = None) -> models.Revoked:
        """撤回消息 `POST /api/im/messages/{messageId}/revoke`"""
        answer: models.Revoked = await self._do_call(
            Call(
                "POST",
                f"/api/im/messages/{segment(message_id)}/revoke",
                body=given({"reason": reason}),
                again=True,
            )
        )
        return answer
