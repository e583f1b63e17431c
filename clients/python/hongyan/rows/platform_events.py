"""`platform_events`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan import models
from hongyan.calls import Call


class PlatformEvents:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def token(self) -> models.PlatformToken:
        """由 IM 服务返回平台事件账号 platform 的登录 token,用于租户平台实时刷新 `GET /api/im/platform-events/token`"""
        answer: models.PlatformToken = self._do_call(Call("GET", "/api/im/platform-events/token", again=True))
        return answer


class AsyncPlatformEvents:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def token(self) -> models.PlatformToken:
        """由 IM 服务返回平台事件账号 platform 的登录 token,用于租户平台实时刷新 `GET /api/im/platform-events/token`"""
        answer: models.PlatformToken = await self._do_call(
            Call("GET", "/api/im/platform-events/token", again=True)
        )
        return answer
