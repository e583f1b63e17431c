"""The reference's rows of the conversations, in its order."""

from django.urls import path

from im.conversations.views import ConversationGroupViewSet as Groups
from im.conversations.views import ConversationViewSet as Conversations
from im.conversations.views import ReadingViewSet as Reading

urlpatterns = [
    path("conversations", Conversations.as_view({"get": "feed"})),
    path("conversations/<str:target_id>/pinned", Conversations.as_view({"put": "pinned"})),
    path("conversations/<str:target_id>/muted", Conversations.as_view({"put": "muted"})),
    path("conversations/<str:target_id>/read", Conversations.as_view({"put": "read_up_to"})),
    path("conversations/<str:target_id>/draft", Conversations.as_view({"put": "draft"})),
    path("conversations/<str:target_id>/hidden", Conversations.as_view({"put": "hidden"})),
    path("conversations/<str:target_id>/group", Conversations.as_view({"put": "file_under"})),
    path("conversation-groups", Groups.as_view({"get": "feed"})),
    path("conversation-groups/<str:group_name>", Groups.as_view({"get": "retrieve"})),
    path("conversations/<str:target_id>", Conversations.as_view({"delete": "remove"})),
    path("admin/messages/read", Reading.as_view({"post": "read_for"})),
]
