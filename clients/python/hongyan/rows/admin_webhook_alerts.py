"""`admin.webhook_alerts`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, segment


class AdminWebhookAlerts:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        page: int | None = None,
        size: int | None = None,
        status: Literal["OPEN", "ACKNOWLEDGED", "RESOLVED"] | None = None,
        webhook_id: str | None = None,
    ) -> models.Alerts:
        """Webhook 告警 `GET /api/im/admin/webhook-alerts`"""
        answer: models.Alerts = self._do_call(
            Call(
                "GET",
                "/api/im/admin/webhook-alerts",
                query={"page": page, "size": size, "status": status, "webhookId": webhook_id},
                again=True,
            )
        )
        return answer

    def acknowledge(self, id_: str, *, note: str | None = None) -> models.Alert:
        """告警确认 `POST /api/im/admin/webhook-alerts/{id}/acknowledge`"""
        answer: models.Alert = self._do_call(
            Call(
                "POST", f"/api/im/admin/webhook-alerts/{segment(id_)}/acknowledge", body=given({"note": note})
            )
        )
        return answer


class AsyncAdminWebhookAlerts:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        page: int | None = None,
        size: int | None = None,
        status: Literal["OPEN", "ACKNOWLEDGED", "RESOLVED"] | None = None,
        webhook_id: str | None = None,
    ) -> models.Alerts:
        """Webhook 告警 `GET /api/im/admin/webhook-alerts`"""
        answer: models.Alerts = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/webhook-alerts",
                query={"page": page, "size": size, "status": status, "webhookId": webhook_id},
                again=True,
            )
        )
        return answer

    async def acknowledge(self, id_: str, *, note: str | None = None) -> models.Alert:
        """告警确认 `POST /api/im/admin/webhook-alerts/{id}/acknowledge`"""
        answer: models.Alert = await self._do_call(
            Call(
                "POST", f"/api/im/admin/webhook-alerts/{segment(id_)}/acknowledge", body=given({"note": note})
            )
        )
        return answer
