"""The reference's rows of presence, in its order."""

from django.urls import path

from im.presence.views import PresenceViewSet, StatesViewSet

urlpatterns = [
    path("admin/users/state", StatesViewSet.as_view({"get": "states"})),
    path("internal/presence/users/<str:user_id>", PresenceViewSet.as_view({"get": "retrieve"})),
]
