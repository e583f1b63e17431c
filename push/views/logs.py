"""The device log, for who looks after an app and for the installation's own services."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import InternalViewSet
from accounts.models import App
from config.api.errors import Missing
from config.api.status import OTHER_APP
from push.doors import AdminViewSet
from push.log_feed import feed
from push.serializers.device_logs import AskAllLogs, AskLogs, LogsShown


class DeviceLogsViewSet(AdminViewSet):
    @extend_schema(parameters=[AskLogs], responses=LogsShown)
    def listed(self, request: Request) -> Response:
        return Response(feed([self.app.pk], self.read_query(AskLogs)))


class AllDeviceLogsViewSet(InternalViewSet):
    @extend_schema(parameters=[AskAllLogs], responses=LogsShown)
    def listed(self, request: Request) -> Response:
        asked = self.read_query(AskAllLogs)
        return Response(feed(_apps(asked.pop("appKey", None)), asked))


def _apps(app_key: str | None) -> list[int]:
    apps = App.objects.all() if app_key is None else App.objects.filter(app_key=app_key)
    found = list(apps.values_list("pk", flat=True))
    if app_key is not None and not found:
        raise Missing(OTHER_APP, "no such app")
    return found
