"""`push.admin.tasks`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan import models
from hongyan.calls import Call, segment


class PushAdminTasks:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def get(self, task_id: str) -> models.PushTask:
        """`GET /api/push/admin/tasks/{taskId}`"""
        answer: models.PushTask = self._do_call(
            Call("GET", f"/api/push/admin/tasks/{segment(task_id)}", again=True)
        )
        return answer

    def cancel(self, task_id: str) -> models.PushTask:
        """`POST /api/push/admin/tasks/{taskId}/cancel`"""
        answer: models.PushTask = self._do_call(
            Call("POST", f"/api/push/admin/tasks/{segment(task_id)}/cancel")
        )
        return answer


class AsyncPushAdminTasks:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def get(self, task_id: str) -> models.PushTask:
        """`GET /api/push/admin/tasks/{taskId}`"""
        answer: models.PushTask = await self._do_call(
            Call("GET", f"/api/push/admin/tasks/{segment(task_id)}", again=True)
        )
        return answer

    async def cancel(self, task_id: str) -> models.PushTask:
        """`POST /api/push/admin/tasks/{taskId}/cancel`"""
        answer: models.PushTask = await self._do_call(
            Call("POST", f"/api/push/admin/tasks/{segment(task_id)}/cancel")
        )
        return answer
