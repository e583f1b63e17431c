"""The device log, for who looks after an app and for the installation's own services."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.app_keys import app_named
from accounts.doors import InternalViewSet
from accounts.models import App
from push.doors import AdminViewSet
from push.log_feed import feed
from push.serializers.device_logs import AskAllLogs, AskLogs, LogsShown


class DeviceLogsViewSet(AdminViewSet):
    @extend_schema(parameters=[AskLogs], responses=LogsShown)
    def listed(self, request: Request) -> Response:
        return Response(feed([self.app.pk], self.read_query(AskLogs)))


class AllDeviceLogsViewSet(InternalViewSet):
    """Of all apps, unless one is named."""

    @extend_schema(parameters=[AskAllLogs], responses=LogsShown)
    def listed(self, request: Request) -> Response:
        app = app_named(request)
        apps = App.objects.values_list("pk", flat=True) if app is None else [app.pk]
        return Response(feed(list(apps), self.read_query(AskAllLogs)))
