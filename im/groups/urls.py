"""The reference's rows of groups, in its order; then those at the server's door."""

from django.urls import path

from im.groups.views.groups import GroupsViewSet as Groups

urlpatterns = [
    path("groups", Groups.as_view({"post": "create"})),
    path("groups/<str:group_id>", Groups.as_view({"get": "show"})),
]
