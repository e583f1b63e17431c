"""The messages in the console: to be read, newest first."""

import orjson
from django.contrib import admin

from accounts.admin import TenantAdmin
from im.messages.models import Message

SHOWN = 80


@admin.register(Message)
class MessageAdmin(TenantAdmin):
    list_display = [
        "id",
        "app",
        "chat_type",
        "from_id",
        "to_id",
        "seq",
        "msg_type",
        "said",
        "status",
        "created_at",
    ]
    list_filter = ["status", "msg_type", "chat_type", "created_at"]
    search_fields = ["id__exact", "conversation__id__exact"]  # others would read the whole table
    list_select_related = ["app"]
    ordering = ["-id"]
    exclude = ["fingerprint", "grams", "search_text", "counted", "counts"]

    @admin.display(description="content")
    def said(self, message: Message) -> str:
        """A plain string, which the template escapes."""
        if message.is_revoked:
            return ""
        text = message.content.get("text") or orjson.dumps(message.content).decode()
        return str(text)[:SHOWN]
