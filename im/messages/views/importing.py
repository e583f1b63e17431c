"""The door for the past: row 72."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.idempotency import idempotent
from im.messages import bulk as kinds
from im.messages.actions.importing import import_past
from im.messages.past import as_brought, imported_shown


class ImportViewSet(AppAdminViewSet):
    @extend_schema(request=kinds.ImportMessages, responses=kinds.ImportedMessagesShown)
    @idempotent
    def import_past(self, request: Request) -> Response:
        how = self.read(kinds.HowToImport)
        pasts = as_brought(request.data)
        outcomes = import_past(
            app=self.app,
            pasts=pasts,
            count_unread=how["countUnread"],
            update_conversation=how["updateConversation"],
            push=how["push"],
            by=self.caller,
        )
        return Response(imported_shown(outcomes))
