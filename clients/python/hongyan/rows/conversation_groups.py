"""`conversation_groups`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan import models
from hongyan.calls import Call, segment


class ConversationGroups:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(self) -> models.ConversationGroups:
        """会话分组列表 `GET /api/im/conversation-groups`"""
        answer: models.ConversationGroups = self._do_call(
            Call("GET", "/api/im/conversation-groups", again=True)
        )
        return answer

    def get(
        self, group_name: str, *, cursor: str | None = None, limit: int | None = None
    ) -> models.Conversations:
        """指定分组内容 `GET /api/im/conversation-groups/{groupName}`"""
        answer: models.Conversations = self._do_call(
            Call(
                "GET",
                f"/api/im/conversation-groups/{segment(group_name)}",
                query={"cursor": cursor, "limit": limit},
                again=True,
            )
        )
        return answer


class AsyncConversationGroups:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(self) -> models.ConversationGroups:
        """会话分组列表 `GET /api/im/conversation-groups`"""
        answer: models.ConversationGroups = await self._do_call(
            Call("GET", "/api/im/conversation-groups", again=True)
        )
        return answer

    async def get(
        self, group_name: str, *, cursor: str | None = None, limit: int | None = None
    ) -> models.Conversations:
        """指定分组内容 `GET /api/im/conversation-groups/{groupName}`"""
        answer: models.Conversations = await self._do_call(
            Call(
                "GET",
                f"/api/im/conversation-groups/{segment(group_name)}",
                query={"cursor": cursor, "limit": limit},
                again=True,
            )
        )
        return answer
