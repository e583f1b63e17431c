"""`admin.webhook_deliveries`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, new_key, segment


class AdminWebhookDeliveries:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        cursor: str | None = None,
        end_time: int | None = None,
        event: str | None = None,
        limit: int | None = None,
        start_time: int | None = None,
        status: Literal["PENDING", "RETRYING", "SUCCESS", "DEAD", "HELD", "CANCELLED"] | None = None,
        webhook_id: str | None = None,
    ) -> models.Deliveries:
        """Webhook 投递记录 `GET /api/im/admin/webhook-deliveries`"""
        answer: models.Deliveries = self._do_call(
            Call(
                "GET",
                "/api/im/admin/webhook-deliveries",
                query={
                    "cursor": cursor,
                    "endTime": end_time,
                    "event": event,
                    "limit": limit,
                    "startTime": start_time,
                    "status": status,
                    "webhookId": webhook_id,
                },
                again=True,
            )
        )
        return answer

    def redeliver(self, id_: str, *, idempotency_key: str | None = None) -> models.Delivery:
        """`POST /api/im/admin/webhook-deliveries/{id}/redeliver`"""
        answer: models.Delivery = self._do_call(
            Call(
                "POST",
                f"/api/im/admin/webhook-deliveries/{segment(id_)}/redeliver",
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer


class AsyncAdminWebhookDeliveries:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        cursor: str | None = None,
        end_time: int | None = None,
        event: str | None = None,
        limit: int | None = None,
        start_time: int | None = None,
        status: Literal["PENDING", "RETRYING", "SUCCESS", "DEAD", "HELD", "CANCELLED"] | None = None,
        webhook_id: str | None = None,
    ) -> models.Deliveries:
        """Webhook 投递记录 `GET /api/im/admin/webhook-deliveries`"""
        answer: models.Deliveries = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/webhook-deliveries",
                query={
                    "cursor": cursor,
                    "endTime": end_time,
                    "event": event,
                    "limit": limit,
                    "startTime": start_time,
                    "status": status,
                    "webhookId": webhook_id,
                },
                again=True,
            )
        )
        return answer

    async def redeliver(self, id_: str, *, idempotency_key: str | None = None) -> models.Delivery:
        """`POST /api/im/admin/webhook-deliveries/{id}/redeliver`"""
        answer: models.Delivery = await self._do_call(
            Call(
                "POST",
                f"/api/im/admin/webhook-deliveries/{segment(id_)}/redeliver",
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer
