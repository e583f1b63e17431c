"""The conversations in the console: who talks with whom, and how far it has got."""

from django.contrib import admin

from accounts.console.tenant import TenantAdmin
from im.conversations.models import Conversation


@admin.register(Conversation)
class ConversationAdmin(TenantAdmin):
    list_display = [
        "id",
        "app",
        "chat_type",
        "between",
        "last_seq",
        "version",
        "last_message_at",
        "created_at",
    ]
    list_filter = ["chat_type", "last_message_at"]
    search_fields = ["id__exact", "low__user_id__exact", "high__user_id__exact", "group__group_id__exact"]
    list_select_related = ["app", "low", "high", "group"]  # low and high may be null: named one by one
    ordering = ["-id"]

    @admin.display(description="between")
    def between(self, conversation: Conversation) -> str:
        if conversation.group is not None:
            return conversation.group.group_id
        return f"{conversation.low} · {conversation.high}"
