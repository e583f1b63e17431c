"""`internal`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan import models
from hongyan.calls import Call, given, segment


class Internal:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def resolve_token(self, *, token: str, app_key: str | None = None) -> models.Resolved:
        """解析 IM Token `POST /api/im/internal/presence/resolve-token`"""
        answer: models.Resolved = self._do_call(
            Call(
                "POST",
                "/api/im/internal/presence/resolve-token",
                body=given({"token": token, "appKey": app_key}),
                again=True,
            )
        )
        return answer

    def get_presence(self, user_id: str, *, app_key: str) -> models.Presence:
        """查询用户在线状态 `GET /api/im/internal/presence/users/{userId}`"""
        answer: models.Presence = self._do_call(
            Call(
                "GET",
                f"/api/im/internal/presence/users/{segment(user_id)}",
                query={"appKey": app_key},
                again=True,
            )
        )
        return answer


class AsyncInternal:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def resolve_token(self, *, token: str, app_key: str | None = None) -> models.Resolved:
        """解析 IM Token `POST /api/im/internal/presence/resolve-token`"""
        answer: models.Resolved = await self._do_call(
            Call(
                "POST",
                "/api/im/internal/presence/resolve-token",
                body=given({"token": token, "appKey": app_key}),
                again=True,
            )
        )
        return answer

    async def get_presence(self, user_id: str, *, app_key: str) -> models.Presence:
        """查询用户在线状态 `GET /api/im/internal/presence/users/{userId}`"""
        answer: models.Presence = await self._do_call(
            Call(
                "GET",
                f"/api/im/internal/presence/users/{segment(user_id)}",
                query={"appKey": app_key},
                again=True,
            )
        )
        return answer
