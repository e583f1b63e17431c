"""The reference's rows of moderation, in its order."""

from django.urls import path

from im.moderation.views.mutes import GlobalMuteViewSet
from im.moderation.views.words import KeywordFilterViewSet, KeywordListViewSet

urlpatterns = [
    path("admin/keyword-filters", KeywordFilterViewSet.as_view({"get": "page_of", "post": "add"})),
    path("admin/keyword-filters/test", KeywordListViewSet.as_view({"post": "test"})),
    path("admin/keyword-filters/import", KeywordListViewSet.as_view({"post": "import_many"})),
    path("admin/keyword-filters/export", KeywordListViewSet.as_view({"get": "export"})),
    path("admin/keyword-filters/batch/remove", KeywordListViewSet.as_view({"post": "remove"})),
    path(
        "admin/keyword-filters/<str:filter_id>",
        KeywordFilterViewSet.as_view({"put": "update", "delete": "remove"}),
    ),
    path("admin/global-mute", GlobalMuteViewSet.as_view({"get": "show", "put": "change"})),
]
