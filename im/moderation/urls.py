"""The reference's rows of moderation, in its order."""

from django.urls import path

from im.moderation.views.mutes import GlobalMuteViewSet
from im.moderation.views.words import KeywordFilterViewSet, KeywordListViewSet

FILTERS = "admin/keyword-filters"

urlpatterns = [
    path(FILTERS, KeywordFilterViewSet.as_view({"get": "page_of", "post": "add"})),
    path(f"{FILTERS}/test", KeywordListViewSet.as_view({"post": "test"})),
    path(f"{FILTERS}/import", KeywordListViewSet.as_view({"post": "import_many"})),
    path(f"{FILTERS}/export", KeywordListViewSet.as_view({"get": "export"})),
    path(f"{FILTERS}/batch/remove", KeywordListViewSet.as_view({"post": "remove"})),
    path(f"{FILTERS}/<str:filter_id>", KeywordFilterViewSet.as_view({"put": "update", "delete": "remove"})),
    path("admin/global-mute", GlobalMuteViewSet.as_view({"get": "show", "put": "change"})),
]
