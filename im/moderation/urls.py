"""The reference's rows of moderation, in its order."""

from django.urls import path

from im.moderation.views import GlobalMuteViewSet

urlpatterns = [
    path("admin/global-mute", GlobalMuteViewSet.as_view({"get": "show", "put": "change"})),
]
