"""The reference's rows of webhooks, in its order; then what stands beside it."""

from django.urls import path

from webhooks.views.endpoints import EndpointsViewSet

urlpatterns = [
    path("admin/webhooks", EndpointsViewSet.as_view({"get": "page_of", "post": "make"})),
    path("admin/webhooks/<str:id>", EndpointsViewSet.as_view({"put": "change", "delete": "remove"})),
]
