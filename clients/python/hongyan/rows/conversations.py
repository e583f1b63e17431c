"""`conversations`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, segment


class Conversations:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        cursor: str | None = None,
        group_name: str | None = None,
        include_hidden: bool | None = None,
        limit: int | None = None,
        unread_only: bool | None = None,
        updated_after: int | None = None,
    ) -> models.Conversations:
        """会话列表 `GET /api/im/conversations`"""
        answer: models.Conversations = self._do_call(
            Call(
                "GET",
                "/api/im/conversations",
                query={
                    "cursor": cursor,
                    "groupName": group_name,
                    "includeHidden": include_hidden,
                    "limit": limit,
                    "unreadOnly": unread_only,
                    "updatedAfter": updated_after,
                },
                again=True,
            )
        )
        return answer

    def delete(
        self,
        target_id: str,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        clear_history: bool | None = None,
    ) -> models.Removed:
        """删除会话 `DELETE /api/im/conversations/{targetId}`"""
        answer: models.Removed = self._do_call(
            Call(
                "DELETE",
                f"/api/im/conversations/{segment(target_id)}",
                query={"chatType": chat_type, "clearHistory": clear_history},
                again=True,
            )
        )
        return answer

    def set_draft(
        self, target_id: str, *, draft: str, chat_type: Literal["SINGLE", "GROUP"] | None = None
    ) -> models.Conversation:
        """设置草稿 `PUT /api/im/conversations/{targetId}/draft`"""
        answer: models.Conversation = self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/draft",
                body=given({"chatType": chat_type, "draft": draft}),
                again=True,
            )
        )
        return answer

    def set_group(
        self,
        target_id: str,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        group_name: str | Absent | None = ABSENT,
        group_names: Sequence[str] | None = None,
    ) -> models.Conversation:
        """设置会话分组 `PUT /api/im/conversations/{targetId}/group`"""
        answer: models.Conversation = self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/group",
                body=given(
                    {"chatType": chat_type, "groupName": group_name, "groupNames": group_names},
                    nullable={"groupName"},
                ),
                again=True,
            )
        )
        return answer

    def set_hidden(
        self,
        target_id: str,
        *,
        hidden: bool,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        unhide_on_message: bool | None = None,
    ) -> models.Conversation:
        """隐藏会话 `PUT /api/im/conversations/{targetId}/hidden`"""
        answer: models.Conversation = self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/hidden",
                body=given({"chatType": chat_type, "hidden": hidden, "unhideOnMessage": unhide_on_message}),
                again=True,
            )
        )
        return answer

    def set_muted(
        self,
        target_id: str,
        *,
        muted: bool,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        mute_until: int | Absent | None = ABSENT,
        ignore_at: bool | None = None,
    ) -> models.Conversation:
        """免打扰 `PUT /api/im/conversations/{targetId}/muted`"""
        answer: models.Conversation = self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/muted",
                body=given(
                    {"chatType": chat_type, "muted": muted, "muteUntil": mute_until, "ignoreAt": ignore_at},
                    nullable={"muteUntil"},
                ),
                again=True,
            )
        )
        return answer

    def set_pinned(
        self, target_id: str, *, pinned: bool, chat_type: Literal["SINGLE", "GROUP"] | None = None
    ) -> models.Conversation:
        """置顶会话 `PUT /api/im/conversations/{targetId}/pinned`"""
        answer: models.Conversation = self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/pinned",
                body=given({"chatType": chat_type, "pinned": pinned}),
                again=True,
            )
        )
        return answer

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


class AsyncConversations:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        cursor: str | None = None,
        group_name: str | None = None,
        include_hidden: bool | None = None,
        limit: int | None = None,
        unread_only: bool | None = None,
        updated_after: int | None = None,
    ) -> models.Conversations:
        """会话列表 `GET /api/im/conversations`"""
        answer: models.Conversations = await self._do_call(
            Call(
                "GET",
                "/api/im/conversations",
                query={
                    "cursor": cursor,
                    "groupName": group_name,
                    "includeHidden": include_hidden,
                    "limit": limit,
                    "unreadOnly": unread_only,
                    "updatedAfter": updated_after,
                },
                again=True,
            )
        )
        return answer

    async def delete(
        self,
        target_id: str,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        clear_history: bool | None = None,
    ) -> models.Removed:
        """删除会话 `DELETE /api/im/conversations/{targetId}`"""
        answer: models.Removed = await self._do_call(
            Call(
                "DELETE",
                f"/api/im/conversations/{segment(target_id)}",
                query={"chatType": chat_type, "clearHistory": clear_history},
                again=True,
            )
        )
        return answer

    async def set_draft(
        self, target_id: str, *, draft: str, chat_type: Literal["SINGLE", "GROUP"] | None = None
    ) -> models.Conversation:
        """设置草稿 `PUT /api/im/conversations/{targetId}/draft`"""
        answer: models.Conversation = await self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/draft",
                body=given({"chatType": chat_type, "draft": draft}),
                again=True,
            )
        )
        return answer

    async def set_group(
        self,
        target_id: str,
        *,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        group_name: str | Absent | None = ABSENT,
        group_names: Sequence[str] | None = None,
    ) -> models.Conversation:
        """设置会话分组 `PUT /api/im/conversations/{targetId}/group`"""
        answer: models.Conversation = await self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/group",
                body=given(
                    {"chatType": chat_type, "groupName": group_name, "groupNames": group_names},
                    nullable={"groupName"},
                ),
                again=True,
            )
        )
        return answer

    async def set_hidden(
        self,
        target_id: str,
        *,
        hidden: bool,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        unhide_on_message: bool | None = None,
    ) -> models.Conversation:
        """隐藏会话 `PUT /api/im/conversations/{targetId}/hidden`"""
        answer: models.Conversation = await self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/hidden",
                body=given({"chatType": chat_type, "hidden": hidden, "unhideOnMessage": unhide_on_message}),
                again=True,
            )
        )
        return answer

    async def set_muted(
        self,
        target_id: str,
        *,
        muted: bool,
        chat_type: Literal["SINGLE", "GROUP"] | None = None,
        mute_until: int | Absent | None = ABSENT,
        ignore_at: bool | None = None,
    ) -> models.Conversation:
        """免打扰 `PUT /api/im/conversations/{targetId}/muted`"""
        answer: models.Conversation = await self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/muted",
                body=given(
                    {"chatType": chat_type, "muted": muted, "muteUntil": mute_until, "ignoreAt": ignore_at},
                    nullable={"muteUntil"},
                ),
                again=True,
            )
        )
        return answer

    async def set_pinned(
        self, target_id: str, *, pinned: bool, chat_type: Literal["SINGLE", "GROUP"] | None = None
    ) -> models.Conversation:
        """置顶会话 `PUT /api/im/conversations/{targetId}/pinned`"""
        answer: models.Conversation = await self._do_call(
            Call(
                "PUT",
                f"/api/im/conversations/{segment(target_id)}/pinned",
                body=given({"chatType": chat_type, "pinned": pinned}),
                again=True,
            )
        )
        return answer

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
