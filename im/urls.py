"""`/api/im`: each slice lists its own rows."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls.im")),
    path("", include("im.messages.urls")),
    path("", include("im.conversations.urls")),
    path("", include("im.relations.urls")),
    path("", include("im.groups.urls")),
    path("", include("im.presence.urls")),
    path("", include("im.moderation.urls")),
]
