"""The doors of what became of a send."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from push import progress
from push.actions import cancelling
from push.doors import AdminViewSet
from push.serializers.tasks import OneTask, PushTaskShown


class TasksViewSet(AdminViewSet):
    def task_id(self, path: dict[str, str]) -> int:
        task_id: int = self.read_path(OneTask, **path)["taskId"]
        return task_id

    @extend_schema(responses=PushTaskShown)
    def show(self, request: Request, /, **path: str) -> Response:
        return Response(progress.shown(progress.found(self.app, self.task_id(path))))

    @extend_schema(request=None, responses=PushTaskShown)
    def cancel(self, request: Request, /, **path: str) -> Response:
        cancelled = cancelling.cancel(app=self.app, notice_id=self.task_id(path), by=self.caller)
        return Response(progress.shown(cancelled))
