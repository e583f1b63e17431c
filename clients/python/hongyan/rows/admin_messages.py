"""`admin.messages`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key


class AdminMessages:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

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
                key=idempotency_key or new_key(),
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
                key=idempotency_key or new_key(),
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
