"""The reference's rows of groups, in its order; then those at the server's door."""

from django.urls import path

from im.groups.views.attributes import AttributesOfServer, AttributesViewSet
from im.groups.views.groups import GroupsViewSet as Groups
from im.groups.views.members import MembersViewSet as Members
from im.groups.views.owner import OwnerViewSet as Owner
from im.groups.views.requests import JoinRequestsViewSet as Requests

urlpatterns = [
    path("groups", Groups.as_view({"get": "page_of", "post": "create"})),
    path("groups/public", Groups.as_view({"get": "public"})),
    path("groups/search", Groups.as_view({"get": "search"})),
    path("groups/<str:group_id>", Groups.as_view({"get": "show", "put": "update", "delete": "dismiss"})),
    path("groups/<str:group_id>/members", Members.as_view({"get": "feed", "post": "add"})),
    path("groups/<str:group_id>/members/search", Members.as_view({"get": "search"})),
    path("groups/<str:group_id>/members/batch", Members.as_view({"post": "add_many"})),
    path("groups/<str:group_id>/members/<str:target_user_id>", Members.as_view({"delete": "remove"})),
    path("groups/<str:group_id>/members/batch/remove", Members.as_view({"post": "remove_many"})),
    path("groups/<str:group_id>/roles", Members.as_view({"post": "set_roles"})),
    path("groups/<str:group_id>/owner", Members.as_view({"post": "transfer"})),
    path("groups/<str:group_id>/attributes", AttributesViewSet.as_view({"put": "put"})),
    path("groups/<str:group_id>/attributes/delete", AttributesViewSet.as_view({"post": "remove"})),
    path("groups/<str:group_id>/mute", Members.as_view({"post": "mute"})),
    path("groups/<str:group_id>/join-requests", Requests.as_view({"post": "ask", "get": "page_of"})),
    # Before a request's own paths, which would take `batch` for its id.
    path("groups/<str:group_id>/join-requests/batch/accept", Requests.as_view({"post": "accept_many"})),
    path("groups/<str:group_id>/join-requests/batch/reject", Requests.as_view({"post": "reject_many"})),
    path("groups/<str:group_id>/join-requests/<str:request_id>/accept", Requests.as_view({"post": "accept"})),
    path("groups/<str:group_id>/join-requests/<str:request_id>/reject", Requests.as_view({"post": "reject"})),
    path("admin/groups/<str:group_id>/owner", Owner.as_view({"get": "show", "put": "transfer"})),
    path("admin/groups/<str:group_id>/attributes", AttributesOfServer.as_view({"put": "put"})),
    path("admin/groups/<str:group_id>/attributes/delete", AttributesOfServer.as_view({"post": "remove"})),
]
