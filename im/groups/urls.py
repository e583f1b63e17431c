"""The reference's rows of groups, in its order; then those at the server's door."""

from django.urls import path

from im.groups.views.attributes import AttributesOfServer, AttributesViewSet
from im.groups.views.groups import GroupsViewSet as Groups
from im.groups.views.owner import OwnerViewSet as Owner
from im.groups.views.reading import ReadMembersViewSet as ReadMembers

urlpatterns = [
    path("groups", Groups.as_view({"get": "page_of", "post": "create"})),
    path("groups/public", Groups.as_view({"get": "public"})),
    path("groups/search", Groups.as_view({"get": "search"})),
    path("groups/<str:group_id>", Groups.as_view({"get": "show", "put": "update", "delete": "dismiss"})),
    path("groups/<str:group_id>/members", ReadMembers.as_view({"get": "feed"})),
    path("groups/<str:group_id>/members/search", ReadMembers.as_view({"get": "search"})),
    path("groups/<str:group_id>/attributes", AttributesViewSet.as_view({"put": "put"})),
    path("groups/<str:group_id>/attributes/delete", AttributesViewSet.as_view({"post": "remove"})),
    path("admin/groups/<str:group_id>/owner", Owner.as_view({"get": "show"})),
    path("admin/groups/<str:group_id>/attributes", AttributesOfServer.as_view({"put": "put"})),
    path("admin/groups/<str:group_id>/attributes/delete", AttributesOfServer.as_view({"post": "remove"})),
]
