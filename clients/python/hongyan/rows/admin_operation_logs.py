"""`admin.operation_logs`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan import models
from hongyan.calls import Call


class AdminOperationLogs:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        action: str | None = None,
        cursor: str | None = None,
        end_time: int | None = None,
        limit: int | None = None,
        operator_id: str | None = None,
        start_time: int | None = None,
        target_id: str | None = None,
        target_type: str | None = None,
    ) -> models.Operations:
        """IM 操作日志 `GET /api/im/admin/operation-logs`"""
        answer: models.Operations = self._do_call(
            Call(
                "GET",
                "/api/im/admin/operation-logs",
                query={
                    "action": action,
                    "cursor": cursor,
                    "endTime": end_time,
                    "limit": limit,
                    "operatorId": operator_id,
                    "startTime": start_time,
                    "targetId": target_id,
                    "targetType": target_type,
                },
                again=True,
            )
        )
        return answer


class AsyncAdminOperationLogs:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        action: str | None = None,
        cursor: str | None = None,
        end_time: int | None = None,
        limit: int | None = None,
        operator_id: str | None = None,
        start_time: int | None = None,
        target_id: str | None = None,
        target_type: str | None = None,
    ) -> models.Operations:
        """IM 操作日志 `GET /api/im/admin/operation-logs`"""
        answer: models.Operations = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/operation-logs",
                query={
                    "action": action,
                    "cursor": cursor,
                    "endTime": end_time,
                    "limit": limit,
                    "operatorId": operator_id,
                    "startTime": start_time,
                    "targetId": target_id,
                    "targetType": target_type,
                },
                again=True,
            )
        )
        return answer
