"""The door for one message to many: row 70, and how far it is."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.idempotency import idempotent
from im.messages import batches
from im.messages import bulk as kinds
from im.messages.actions.batch_sending import accept, batch_send


class BatchSendViewSet(AppAdminViewSet):
    @extend_schema(request=kinds.BatchSend, responses=kinds.BatchAnswer)
    @idempotent
    def send(self, request: Request) -> Response:
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        batch, later = batches.asked(self.caller, request.data, key=key)
        if later:
            return Response({"taskId": accept(batch, by=self.caller).key})
        return Response(batch_send(batch, by=self.caller).shown())

    @extend_schema(responses=kinds.BatchTaskShown)
    def show(self, request: Request, task_id: str) -> Response:
        path = self.read_path(kinds.OneTask, taskId=task_id)
        return Response(batches.task_shown(self.app, path["taskId"]))
