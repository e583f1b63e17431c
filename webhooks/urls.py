"""The reference's rows of webhooks, in its order; then what stands beside it."""

from django.urls import path

from webhooks.views.alerts import AlertsViewSet, HealthViewSet
from webhooks.views.deliveries import DeliveriesViewSet
from webhooks.views.endpoints import EndpointsViewSet

urlpatterns = [
    path("admin/webhooks", EndpointsViewSet.as_view({"get": "page_of", "post": "make"})),
    path("admin/webhooks/<str:id>", EndpointsViewSet.as_view({"put": "change", "delete": "remove"})),
    path("admin/webhook-deliveries", DeliveriesViewSet.as_view({"get": "feed"})),
    path("admin/webhook-alerts", AlertsViewSet.as_view({"get": "page_of"})),
    path("admin/webhook-alerts/<str:id>/acknowledge", AlertsViewSet.as_view({"post": "acknowledge"})),
    path("admin/webhooks/<str:id>/health", HealthViewSet.as_view({"get": "show"})),
    path("admin/webhook-deliveries/<str:id>/redeliver", DeliveriesViewSet.as_view({"post": "redeliver"})),
    path("admin/webhooks/<str:id>/recover", EndpointsViewSet.as_view({"post": "recover"})),
    path("admin/webhooks/<str:id>/test", EndpointsViewSet.as_view({"post": "test"})),
]
