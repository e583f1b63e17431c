"""The reference's rows of accounts and login, in its order; then what stands beside it."""

from django.urls import path

from accounts import openapi
from accounts.views import login
from accounts.views.apps import SettingsViewSet
from accounts.views.operations import OperationsViewSet
from accounts.views.profile import AccountsViewSet

urlpatterns = [
    path("auth/login", login.LoginViewSet.as_view({"post": "log_in"})),
    path("admin/users/<str:user_id>/usersig", login.UserSigViewSet.as_view({"post": "make"})),
    path("admin/users/<str:user_id>/usersig/verify", login.UserSigViewSet.as_view({"post": "verify"})),
    path("accounts/search", AccountsViewSet.as_view({"get": "search"})),
    path("accounts/import", AccountsViewSet.as_view({"post": "import_one"})),
    path("accounts/import/batch", AccountsViewSet.as_view({"post": "import_many"})),
    path(
        "accounts/<str:user_id>",
        AccountsViewSet.as_view({"get": "show", "put": "update", "delete": "remove"}),
    ),
    path("accounts/<str:user_id>/exists", AccountsViewSet.as_view({"get": "exists"})),
    path("admin/users/kick", login.KickViewSet.as_view({"post": "kick"})),
    path("admin/operation-logs", OperationsViewSet.as_view({"get": "feed"})),
    path("internal/presence/resolve-token", login.ResolveTokenViewSet.as_view({"post": "resolve"})),
    path("platform-events/token", login.PlatformEventsViewSet.as_view({"get": "token"})),
    path("auth/logout", login.LogoutViewSet.as_view({"post": "log_out"})),
    path("admin/settings", SettingsViewSet.as_view({"get": "show", "put": "change"})),
]

__all__ = ["openapi", "urlpatterns"]  # openapi: its extensions register themselves
