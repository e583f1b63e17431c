"""The reference's rows of friends and blacklists, in its order; then the friend requests beside it."""

from django.urls import path

from im.relations.views import BlacklistViewSet as Blacklist
from im.relations.views import FriendGroupsViewSet as Groups
from im.relations.views import FriendRequestsViewSet as Requests
from im.relations.views import FriendsViewSet as Friends

urlpatterns = [
    path("friends", Friends.as_view({"get": "page_of", "post": "add", "delete": "remove_all"})),
    path("friends/batch", Friends.as_view({"post": "add_many"})),
    path("friends/batch/remove", Friends.as_view({"post": "remove_many"})),
    path("friends/groups", Groups.as_view({"get": "every"})),
    path("friends/groups/<str:group_name>", Groups.as_view({"get": "one"})),
    path("friends/check", Friends.as_view({"post": "check"})),
    path("friends/<str:friend_id>", Friends.as_view({"delete": "remove"})),
    path("friends/<str:friend_id>/group", Friends.as_view({"put": "keep"})),
    path("blacklist", Blacklist.as_view({"get": "page_of", "post": "add", "delete": "remove"})),
    path("blacklist/check", Blacklist.as_view({"get": "check"})),
    path("friend-requests", Requests.as_view({"get": "page_of"})),
    path("friend-requests/<str:request_id>/accept", Requests.as_view({"post": "accept"})),
    path("friend-requests/<str:request_id>/reject", Requests.as_view({"post": "reject"})),
]
