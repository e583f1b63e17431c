"""`blacklist`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, new_key


class Blacklist:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def remove(self, *, user_ids: Sequence[str]) -> models.Items:
        """删除黑名单 `DELETE /api/im/blacklist`"""
        answer: models.Items = self._do_call(
            Call("DELETE", "/api/im/blacklist", query={"userIds": user_ids}, again=True)
        )
        return answer

    def list(self, *, page: int | None = None, size: int | None = None) -> models.Blacklist:
        """黑名单列表 `GET /api/im/blacklist`"""
        answer: models.Blacklist = self._do_call(
            Call("GET", "/api/im/blacklist", query={"page": page, "size": size}, again=True)
        )
        return answer

    def add(
        self,
        *,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.Items:
        """添加黑名单 `POST /api/im/blacklist`"""
        answer: models.Items = self._do_call(
            Call(
                "POST",
                "/api/im/blacklist",
                body=given({"userId": user_id, "userIds": user_ids}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def check(
        self, *, user_ids: Sequence[str], check_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.Relations:
        """校验黑名单关系 `GET /api/im/blacklist/check`"""
        answer: models.Relations = self._do_call(
            Call(
                "GET",
                "/api/im/blacklist/check",
                query={"checkType": check_type, "userIds": user_ids},
                again=True,
            )
        )
        return answer


class AsyncBlacklist:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def remove(self, *, user_ids: Sequence[str]) -> models.Items:
        """删除黑名单 `DELETE /api/im/blacklist`"""
        answer: models.Items = await self._do_call(
            Call("DELETE", "/api/im/blacklist", query={"userIds": user_ids}, again=True)
        )
        return answer

    async def list(self, *, page: int | None = None, size: int | None = None) -> models.Blacklist:
        """黑名单列表 `GET /api/im/blacklist`"""
        answer: models.Blacklist = await self._do_call(
            Call("GET", "/api/im/blacklist", query={"page": page, "size": size}, again=True)
        )
        return answer

    async def add(
        self,
        *,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.Items:
        """添加黑名单 `POST /api/im/blacklist`"""
        answer: models.Items = await self._do_call(
            Call(
                "POST",
                "/api/im/blacklist",
                body=given({"userId": user_id, "userIds": user_ids}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def check(
        self, *, user_ids: Sequence[str], check_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.Relations:
        """校验黑名单关系 `GET /api/im/blacklist/check`"""
        answer: models.Relations = await self._do_call(
            Call(
                "GET",
                "/api/im/blacklist/check",
                query={"checkType": check_type, "userIds": user_ids},
                again=True,
            )
        )
        return answer
