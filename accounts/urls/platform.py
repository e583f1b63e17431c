"""What operators call: their sign-in, their apps, and each other."""

from django.urls import path

from accounts.views.apps import AppsViewSet, OperatorLoginViewSet
from accounts.views.operators import OperatorsViewSet

urlpatterns = [
    path("auth/token", OperatorLoginViewSet.as_view({"post": "sign_in"})),
    path("auth/refresh", OperatorLoginViewSet.as_view({"post": "refresh"})),
    path("apps", AppsViewSet.as_view({"get": "listed", "post": "make"})),
    path("apps/<str:app_key>/rotate-secret", AppsViewSet.as_view({"post": "rotate"})),
    path("operators", OperatorsViewSet.as_view({"get": "listed", "post": "make"})),
    path("operators/<str:username>", OperatorsViewSet.as_view({"put": "change"})),
    path("operators/<str:username>/reset-password", OperatorsViewSet.as_view({"post": "reset_password"})),
    path("operators/<str:username>/reset-two-factor", OperatorsViewSet.as_view({"post": "reset_two_factor"})),
    path(
        "operators/<str:username>/mandates/<str:app_key>",
        OperatorsViewSet.as_view({"put": "give_role", "delete": "withdraw_role"}),
    ),
]
