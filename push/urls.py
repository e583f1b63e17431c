"""The reference's rows of push, in its order; then what stands beside it."""

from django.urls import path

from push.views.credentials import CredentialsViewSet
from push.views.devices import DevicesViewSet
from push.views.diagnostics import DiagnosticsViewSet
from push.views.logs import AllDeviceLogsViewSet, DeviceLogsViewSet
from push.views.notify import NotifyViewSet
from push.views.preferences import PreferencesViewSet
from push.views.receipts import ReceiptsViewSet
from push.views.sending import AdminSendingViewSet, SendingViewSet
from push.views.statuses import StatusesViewSet
from push.views.tasks import TasksViewSet
from push.views.templates import TemplatesViewSet
from push.views.testing import TestingInsideViewSet, TestingViewSet

urlpatterns = [
    path("register", DevicesViewSet.as_view({"post": "register"})),
    path("unregister", DevicesViewSet.as_view({"delete": "unregister"})),
    path("send", SendingViewSet.as_view({"post": "send"})),
    path("receive-push", ReceiptsViewSet.as_view({"post": "receive"})),
    path("admin/user-status", StatusesViewSet.as_view({"get": "statuses"})),
    path("admin/device-logs", DeviceLogsViewSet.as_view({"get": "listed"})),
    path("admin/test-offline", TestingViewSet.as_view({"post": "test"})),
    path("internal/notify", NotifyViewSet.as_view({"post": "notify"})),
    path("internal/diagnostics/search", DiagnosticsViewSet.as_view({"get": "search"})),
    path("internal/device-logs", AllDeviceLogsViewSet.as_view({"get": "listed"})),
    path("internal/test-offline", TestingInsideViewSet.as_view({"post": "test"})),
    path("admin/send", AdminSendingViewSet.as_view({"post": "send"})),
    path("admin/credentials", CredentialsViewSet.as_view({"get": "listed"})),
    path("admin/credentials/<str:vendor>", CredentialsViewSet.as_view({"put": "put", "delete": "remove"})),
    path("admin/credentials/<str:vendor>/check", CredentialsViewSet.as_view({"post": "check"})),
    path("admin/tasks/<str:taskId>", TasksViewSet.as_view({"get": "show"})),
    path("admin/tasks/<str:taskId>/cancel", TasksViewSet.as_view({"post": "cancel"})),
    path("admin/templates", TemplatesViewSet.as_view({"get": "page_of"})),
    path("admin/templates/<str:code>", TemplatesViewSet.as_view({"put": "put", "delete": "remove"})),
    path("preferences", PreferencesViewSet.as_view({"get": "show", "put": "change"})),
]
