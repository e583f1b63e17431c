"""The messages in the console: to be read, newest first."""

import orjson
from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Row
from accounts.console.tenant import TenantAdmin
from im.messages.models import Message

SHOWN = 80


class RevokeForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Told to the people in the conversation."),
        required=False,
        max_length=200,
        widget=widgets.UnfoldAdminTextInputWidget(),
    )


REVOKE = Act(
    name="revoke",
    label=_("Revoke"),
    said=_("The message disappears from every device. Its place stays, and says who took it back."),
    deed=Row("POST", "/api/im/messages/{row.pk}/revoke"),
    form=RevokeForm,
    done=_("Revoked."),
    danger=True,
    many=True,
    icon="undo",
    fits=lambda message: not message.is_revoked,
)


@admin.register(Message)
class MessageAdmin(TenantAdmin):
    empty = _("Messages appear here as soon as somebody says something.")
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
    acts = [REVOKE]
    exclude = ["fingerprint", "grams", "search_text", "counted", "counts"]

    @admin.display(description="content")
    def said(self, message: Message) -> str:
        """A plain string, which the template escapes."""
        if message.is_revoked:
            return ""
        text = message.content.get("text") or orjson.dumps(message.content).decode()
        return str(text)[:SHOWN]
