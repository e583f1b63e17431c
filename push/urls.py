"""The reference's rows of push, in its order; then what stands beside it."""

from django.urls import path

from push.views.credentials import CredentialsViewSet
from push.views.devices import DevicesViewSet

urlpatterns = [
    path("register", DevicesViewSet.as_view({"post": "register"})),
    path("unregister", DevicesViewSet.as_view({"delete": "unregister"})),
    path("admin/credentials", CredentialsViewSet.as_view({"get": "listed"})),
    path("admin/credentials/<str:vendor>", CredentialsViewSet.as_view({"put": "put", "delete": "remove"})),
    path("admin/credentials/<str:vendor>/check", CredentialsViewSet.as_view({"post": "check"})),
]
