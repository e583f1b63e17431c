"""The reference's rows of the messages, in its order."""

from django.urls import path

from im.messages.views.batches import BatchSendViewSet
from im.messages.views.flagged import FlaggedViewSet
from im.messages.views.importing import ImportViewSet
from im.messages.views.messages import MessageViewSet
from im.messages.views.receipts import ReceiptViewSet

urlpatterns = [
    path("messages/send", MessageViewSet.as_view({"post": "send"})),
    path("messages/<str:message_id>/revoke", MessageViewSet.as_view({"post": "revoke"})),
    path("messages/history/<str:to_id>", MessageViewSet.as_view({"get": "history"})),
    path("messages/group-history/<str:group_id>", MessageViewSet.as_view({"get": "group_history"})),
    path("messages/search", MessageViewSet.as_view({"get": "search"})),
    path("messages/offline/count", MessageViewSet.as_view({"get": "offline_count"})),
    path("messages/offline", MessageViewSet.as_view({"post": "offline"})),
    path("messages/<str:message_id>", MessageViewSet.as_view({"put": "edit"})),
    path("admin/messages/batch-send", BatchSendViewSet.as_view({"post": "send"})),
    path("admin/messages/batch-send/<str:task_id>", BatchSendViewSet.as_view({"get": "show"})),
    path("admin/groups/<str:group_id>/read-receipts", ReceiptViewSet.as_view({"get": "of_group"})),
    path("admin/flagged", FlaggedViewSet.as_view({"get": "feed"})),
    path("admin/flagged/<str:id>/review", FlaggedViewSet.as_view({"post": "review"})),
    path("admin/messages/import", ImportViewSet.as_view({"post": "import_past"})),
]
