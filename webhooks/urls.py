"""The reference's rows of webhooks, in its order; then what stands beside it."""

from django.urls import path

from webhooks.views.alerts import AlertsViewSet, HealthViewSet
from webhooks.views.endpoints import EndpointsViewSet

urlpatterns = [
    path("admin/webhooks", EndpointsViewSet.as_view({"get": "page_of", "post": "make"})),
    path("admin/webhooks/<str:id>", EndpointsViewSet.as_view({"put": "change", "delete": "remove"})),
    path("admin/webhook-alerts", AlertsViewSet.as_view({"get": "page_of"})),
    path("admin/webhook-alerts/<str:id>/acknowledge", AlertsViewSet.as_view({"post": "acknowledge"})),
    path("admin/webhooks/<str:id>/health", HealthViewSet.as_view({"get": "show"})),
]
