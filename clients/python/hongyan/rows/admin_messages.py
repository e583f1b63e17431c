"""`admin.messages`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class AdminMessages:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def send_batch(
        self,
        *,
        msg_type: Literal[
            "TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "FACE", "CARD", "MERGED", "CUSTOM"
        ],
        content: Mapping[str, Any],
        from_id: str | None = None,
        to_ids: Sequence[str] | None = None,
        group_ids: Sequence[str] | None = None,
        ext: str | None = None,
        sync_sender: bool | None = None,
        no_unread: bool | None = None,
        offline_push: models.OfflinePushRequest | None = None,
        async_: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.BatchAnswer:
        """批量发消息 `POST /api/im/admin/messages/batch-send`"""
        answer: models.BatchAnswer = self._do_call(
            Call(
                "POST",
                "/api/im/admin/messages/batch-send",
                body=given(
                    {
                        "fromId": from_id,
                        "toIds": to_ids,
                        "groupIds": group_ids,
                        "msgType": msg_type,
                        "content": content,
                        "ext": ext,
                        "syncSender": sync_sender,
                        "noUnread": no_unread,
                        "offlinePush": offline_push,
                        "async": async_,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def get_batch(self, task_id: str) -> models.BatchTask:
        """`GET /api/im/admin/messages/batch-send/{taskId}`"""
        answer: models.BatchTask = self._do_call(
            Call("GET", f"/api/im/admin/messages/batch-send/{segment(task_id)}", again=True)
        )
        return answer

    def import_batch(
        self,
        *,
        messages: Sequence[models.PastMessageRequest] | None = None,
        count_unread: bool | None = None,
        update_conversation: bool | None = None,
        push: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ImportedMessages:
        """导入消息 `POST /api/im/admin/messages/import`"""
        answer: models.ImportedMessages = self._do_call(
            Call(
                "POST",
                "/api/im/admin/messages/import",
                body=given(
                    {
                        "messages": messages,
                        "countUnread": count_unread,
                        "updateConversation": update_conversation,
                        "push": push,
                    }
                ),
                again=True,
                key=idempotency_key,
            )
        )
        return answer

    def mark_read(
        self,
        *,
        user_id: str,
        target_id: str,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        seq: int | Absent | None = ABSENT,
    ) -> models.Read:
        """管理端标记已读 `POST /api/im/admin/messages/read`"""
        answer: models.Read = self._do_call(
            Call(
                "POST",
                "/api/im/admin/messages/read",
                body=given(
                    {"chatType": chat_type, "seq": seq, "userId": user_id, "targetId": target_id},
                    nullable={"seq"},
                ),
                again=True,
            )
        )
        return answer


class AsyncAdminMessages:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def send_batch(
        self,
        *,
        msg_type: Literal[
            "TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "FACE", "CARD", "MERGED", "CUSTOM"
        ],
        content: Mapping[str, Any],
        from_id: str | None = None,
        to_ids: Sequence[str] | None = None,
        group_ids: Sequence[str] | None = None,
        ext: str | None = None,
        sync_sender: bool | None = None,
        no_unread: bool | None = None,
        offline_push: models.OfflinePushRequest | None = None,
        async_: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.BatchAnswer:
        """批量发消息 `POST /api/im/admin/messages/batch-send`"""
        answer: models.BatchAnswer = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/messages/batch-send",
                body=given(
                    {
                        "fromId": from_id,
                        "toIds": to_ids,
                        "groupIds": group_ids,
                        "msgType": msg_type,
                        "content": content,
                        "ext": ext,
                        "syncSender": sync_sender,
                        "noUnread": no_unread,
                        "offlinePush": offline_push,
                        "async": async_,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def get_batch(self, task_id: str) -> models.BatchTask:
        """`GET /api/im/admin/messages/batch-send/{taskId}`"""
        answer: models.BatchTask = await self._do_call(
            Call("GET", f"/api/im/admin/messages/batch-send/{segment(task_id)}", again=True)
        )
        return answer

    async def import_batch(
        self,
        *,
        messages: Sequence[models.PastMessageRequest] | None = None,
        count_unread: bool | None = None,
        update_conversation: bool | None = None,
        push: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ImportedMessages:
        """导入消息 `POST /api/im/admin/messages/import`"""
        answer: models.ImportedMessages = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/messages/import",
                body=given(
                    {
                        "messages": messages,
                        "countUnread": count_unread,
                        "updateConversation": update_conversation,
                        "push": push,
                    }
                ),
                again=True,
                key=idempotency_key,
            )
        )
        return answer

    async def mark_read(
        self,
        *,
        user_id: str,
        target_id: str,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        seq: int | Absent | None = ABSENT,
    ) -> models.Read:
        """管理端标记已读 `POST /api/im/admin/messages/read`"""
        answer: models.Read = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/messages/read",
                body=given(
                    {"chatType": chat_type, "seq": seq, "userId": user_id, "targetId": target_id},
                    nullable={"seq"},
                ),
                again=True,
            )
        )
        return answer
