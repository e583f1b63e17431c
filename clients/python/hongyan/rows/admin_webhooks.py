"""`admin.webhooks`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class AdminWebhooks:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self, *, enabled: bool | None = None, page: int | None = None, size: int | None = None
    ) -> models.Endpoints:
        """Webhook 列表 `GET /api/im/admin/webhooks`"""
        answer: models.Endpoints = self._do_call(
            Call(
                "GET",
                "/api/im/admin/webhooks",
                query={"enabled": enabled, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    def create(
        self,
        *,
        name: str,
        url: str,
        events: Sequence[str],
        enabled: bool | None = None,
        timeout_ms: int | Absent | None = ABSENT,
        budget_ms: int | Absent | None = ABSENT,
        fail_open: bool | None = None,
        filters: models.FiltersRequest | None = None,
        secret: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.MadeEndpoint:
        """创建 Webhook `POST /api/im/admin/webhooks`"""
        answer: models.MadeEndpoint = self._do_call(
            Call(
                "POST",
                "/api/im/admin/webhooks",
                body=given(
                    {
                        "name": name,
                        "url": url,
                        "events": events,
                        "enabled": enabled,
                        "timeoutMs": timeout_ms,
                        "budgetMs": budget_ms,
                        "failOpen": fail_open,
                        "filters": filters,
                        "secret": secret,
                    },
                    nullable={"timeoutMs", "budgetMs"},
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def delete(self, id_: str) -> models.DeletedEndpoint:
        """删除 Webhook `DELETE /api/im/admin/webhooks/{id}`"""
        answer: models.DeletedEndpoint = self._do_call(
            Call("DELETE", f"/api/im/admin/webhooks/{segment(id_)}", again=True)
        )
        return answer

    def update(
        self,
        id_: str,
        *,
        name: str | None = None,
        url: str | None = None,
        events: Sequence[str] | None = None,
        enabled: bool | None = None,
        timeout_ms: int | Absent | None = ABSENT,
        budget_ms: int | Absent | None = ABSENT,
        fail_open: bool | None = None,
        filters: models.FiltersRequest | None = None,
        secret: str | None = None,
        rotate_secret: bool | None = None,
    ) -> models.ChangedEndpoint:
        """更新 Webhook `PUT /api/im/admin/webhooks/{id}`"""
        answer: models.ChangedEndpoint = self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/webhooks/{segment(id_)}",
                body=given(
                    {
                        "name": name,
                        "url": url,
                        "events": events,
                        "enabled": enabled,
                        "timeoutMs": timeout_ms,
                        "budgetMs": budget_ms,
                        "failOpen": fail_open,
                        "filters": filters,
                        "secret": secret,
                        "rotateSecret": rotate_secret,
                    },
                    nullable={"timeoutMs", "budgetMs"},
                ),
                again=rotate_secret is None,
            )
        )
        return answer

    def health(self, id_: str, *, window: Literal["1h", "24h", "7d"] | None = None) -> models.Health:
        """Webhook 健康状态 `GET /api/im/admin/webhooks/{id}/health`"""
        answer: models.Health = self._do_call(
            Call("GET", f"/api/im/admin/webhooks/{segment(id_)}/health", query={"window": window}, again=True)
        )
        return answer

    def recover(
        self,
        id_: str,
        *,
        since: int,
        mode: Literal["ALL", "FAILED", "MISSED"] | None = None,
        idempotency_key: str | None = None,
    ) -> models.Recovered:
        """`POST /api/im/admin/webhooks/{id}/recover`"""
        answer: models.Recovered = self._do_call(
            Call(
                "POST",
                f"/api/im/admin/webhooks/{segment(id_)}/recover",
                body=given({"since": since, "mode": mode}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def test(self, id_: str, *, idempotency_key: str | None = None) -> models.Tested:
        """`POST /api/im/admin/webhooks/{id}/test`"""
        answer: models.Tested = self._do_call(
            Call(
                "POST",
                f"/api/im/admin/webhooks/{segment(id_)}/test",
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer


class AsyncAdminWebhooks:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self, *, enabled: bool | None = None, page: int | None = None, size: int | None = None
    ) -> models.Endpoints:
        """Webhook 列表 `GET /api/im/admin/webhooks`"""
        answer: models.Endpoints = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/webhooks",
                query={"enabled": enabled, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    async def create(
        self,
        *,
        name: str,
        url: str,
        events: Sequence[str],
        enabled: bool | None = None,
        timeout_ms: int | Absent | None = ABSENT,
        budget_ms: int | Absent | None = ABSENT,
        fail_open: bool | None = None,
        filters: models.FiltersRequest | None = None,
        secret: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.MadeEndpoint:
        """创建 Webhook `POST /api/im/admin/webhooks`"""
        answer: models.MadeEndpoint = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/webhooks",
                body=given(
                    {
                        "name": name,
                        "url": url,
                        "events": events,
                        "enabled": enabled,
                        "timeoutMs": timeout_ms,
                        "budgetMs": budget_ms,
                        "failOpen": fail_open,
                        "filters": filters,
                        "secret": secret,
                    },
                    nullable={"timeoutMs", "budgetMs"},
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def delete(self, id_: str) -> models.DeletedEndpoint:
        """删除 Webhook `DELETE /api/im/admin/webhooks/{id}`"""
        answer: models.DeletedEndpoint = await self._do_call(
            Call("DELETE", f"/api/im/admin/webhooks/{segment(id_)}", again=True)
        )
        return answer

    async def update(
        self,
        id_: str,
        *,
        name: str | None = None,
        url: str | None = None,
        events: Sequence[str] | None = None,
        enabled: bool | None = None,
        timeout_ms: int | Absent | None = ABSENT,
        budget_ms: int | Absent | None = ABSENT,
        fail_open: bool | None = None,
        filters: models.FiltersRequest | None = None,
        secret: str | None = None,
        rotate_secret: bool | None = None,
    ) -> models.ChangedEndpoint:
        """更新 Webhook `PUT /api/im/admin/webhooks/{id}`"""
        answer: models.ChangedEndpoint = await self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/webhooks/{segment(id_)}",
                body=given(
                    {
                        "name": name,
                        "url": url,
                        "events": events,
                        "enabled": enabled,
                        "timeoutMs": timeout_ms,
                        "budgetMs": budget_ms,
                        "failOpen": fail_open,
                        "filters": filters,
                        "secret": secret,
                        "rotateSecret": rotate_secret,
                    },
                    nullable={"timeoutMs", "budgetMs"},
                ),
                again=rotate_secret is None,
            )
        )
        return answer

    async def health(self, id_: str, *, window: Literal["1h", "24h", "7d"] | None = None) -> models.Health:
        """Webhook 健康状态 `GET /api/im/admin/webhooks/{id}/health`"""
        answer: models.Health = await self._do_call(
            Call("GET", f"/api/im/admin/webhooks/{segment(id_)}/health", query={"window": window}, again=True)
        )
        return answer

    async def recover(
        self,
        id_: str,
        *,
        since: int,
        mode: Literal["ALL", "FAILED", "MISSED"] | None = None,
        idempotency_key: str | None = None,
    ) -> models.Recovered:
        """`POST /api/im/admin/webhooks/{id}/recover`"""
        answer: models.Recovered = await self._do_call(
            Call(
                "POST",
                f"/api/im/admin/webhooks/{segment(id_)}/recover",
                body=given({"since": since, "mode": mode}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def test(self, id_: str, *, idempotency_key: str | None = None) -> models.Tested:
        """`POST /api/im/admin/webhooks/{id}/test`"""
        answer: models.Tested = await self._do_call(
            Call(
                "POST",
                f"/api/im/admin/webhooks/{segment(id_)}/test",
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer
