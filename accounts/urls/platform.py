"""What operators call: their sign-in and their apps."""

from django.urls import path

from accounts.views.apps import AppsViewSet, OperatorLoginViewSet

urlpatterns = [
    path("auth/token", OperatorLoginViewSet.as_view({"post": "sign_in"})),
    path("auth/refresh", OperatorLoginViewSet.as_view({"post": "refresh"})),
    path("apps", AppsViewSet.as_view({"get": "listed", "post": "make"})),
    path("apps/<str:app_key>/rotate-secret", AppsViewSet.as_view({"post": "rotate"})),
]
