"""`admin.global_mute`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given


class AdminGlobalMute:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def get(
        self,
        *,
        muted: bool | None = None,
        page: int | None = None,
        size: int | None = None,
        user_id: str | None = None,
    ) -> models.Mute:
        """全局禁言状态 `GET /api/im/admin/global-mute`"""
        answer: models.Mute = self._do_call(
            Call(
                "GET",
                "/api/im/admin/global-mute",
                query={"muted": muted, "page": page, "size": size, "userId": user_id},
                again=True,
            )
        )
        return answer

    def set(
        self,
        *,
        enabled: bool | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP"]] | None = None,
        duration: int | None = None,
        whitelist: Sequence[str] | None = None,
        reason: str | None = None,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        single_duration: int | None = None,
        group_duration: int | None = None,
    ) -> models.MuteChanged:
        """更新全局禁言 `PUT /api/im/admin/global-mute`"""
        answer: models.MuteChanged = self._do_call(
            Call(
                "PUT",
                "/api/im/admin/global-mute",
                body=given(
                    {
                        "enabled": enabled,
                        "scopes": scopes,
                        "duration": duration,
                        "whitelist": whitelist,
                        "reason": reason,
                        "userId": user_id,
                        "userIds": user_ids,
                        "singleDuration": single_duration,
                        "groupDuration": group_duration,
                    }
                ),
                again=True,
            )
        )
        return answer


class AsyncAdminGlobalMute:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def get(
        self,
        *,
        muted: bool | None = None,
        page: int | None = None,
        size: int | None = None,
        user_id: str | None = None,
    ) -> models.Mute:
        """全局禁言状态 `GET /api/im/admin/global-mute`"""
        answer: models.Mute = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/global-mute",
                query={"muted": muted, "page": page, "size": size, "userId": user_id},
                again=True,
            )
        )
        return answer

    async def set(
        self,
        *,
        enabled: bool | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP"]] | None = None,
        duration: int | None = None,
        whitelist: Sequence[str] | None = None,
        reason: str | None = None,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        single_duration: int | None = None,
        group_duration: int | None = None,
    ) -> models.MuteChanged:
        """更新全局禁言 `PUT /api/im/admin/global-mute`"""
        answer: models.MuteChanged = await self._do_call(
            Call(
                "PUT",
                "/api/im/admin/global-mute",
                body=given(
                    {
                        "enabled": enabled,
                        "scopes": scopes,
                        "duration": duration,
                        "whitelist": whitelist,
                        "reason": reason,
                        "userId": user_id,
                        "userIds": user_ids,
                        "singleDuration": single_duration,
                        "groupDuration": group_duration,
                    }
                ),
                again=True,
            )
        )
        return answer
