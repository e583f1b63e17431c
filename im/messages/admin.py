"""The messages in the console: searched, read, revoked and edited, with what they said before."""

from typing import Any, ClassVar

import orjson
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.console.tenant import TenantAdmin
from im.messages.changing import ACTS
from im.messages.editions import EDITIONS, readable
from im.messages.listing import MessageList
from im.messages.models import Message

SHOWN = 80


@admin.register(Message)
class MessageAdmin(TenantAdmin):
    empty = _("Messages appear here as soon as somebody says something.")
    list_before_template = "console/messages/search.html"
    list_display = [
        "id",
        "app",
        "created_at",
        "sender_link",
        "target",
        "msg_type",
        "said",
        "state",
        "seq",
    ]
    list_select_related = ["app"]
    acts = ACTS
    panels: ClassVar[list[Any]] = [EDITIONS]
    readonly_fields = ["content_shown", "sender_link", "conversation_link", "state", "quote_link"]
    fieldsets = [
        (None, {"fields": ["state", "content_shown", "ext"]}),
        (
            _("Where and by whom"),
            {"fields": ["conversation_link", "seq", "sender_link", "chat_type", "to_id"]},
        ),
        (
            _("How it was sent"),
            {
                "fields": [
                    "created_at",
                    "imported_at",
                    "msg_type",
                    "client_msg_id",
                    "at_user_ids",
                    "at_all",
                    "quote_link",
                    "need_receipt",
                ]
            },
        ),
        (
            _("What was changed"),
            {
                "fields": [
                    "revision",
                    "version",
                    "edited_at",
                    "revoked_at",
                    "revoked_by",
                    "revoke_reason",
                ]
            },
        ),
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[MessageList]:
        return MessageList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """The list's own form searches."""
        return queryset, False

    @admin.display(description=_("from"))
    def sender_link(self, message: Message) -> str:
        link = reverse("admin:accounts_account_change", args=[message.sender_id])
        return format_html('<a class="console-link" href="{}"><bdi>{}</bdi></a>', link, message.from_id)

    @admin.display(description=_("to"))
    def target(self, message: Message) -> str:
        link = reverse("admin:im_conversation_change", args=[message.conversation_id])
        return format_html('<a class="console-link" href="{}"><bdi>{}</bdi></a>', link, message.to_id)

    @admin.display(description=_("conversation"))
    def conversation_link(self, message: Message) -> str:
        link = reverse("admin:im_conversation_change", args=[message.conversation_id])
        return format_html('<a class="console-link" href="{}">{}</a>', link, message.conversation_id)

    @admin.display(description=_("quotes"))
    def quote_link(self, message: Message) -> str:
        if message.quote_id is None:
            return ""
        link = reverse("admin:im_message_change", args=[message.quote_id])
        return format_html('<a class="console-link" href="{}">{}</a>', link, message.quote_id)

    @admin.display(description=_("content"))
    def said(self, message: Message) -> str:
        """A plain string, which the template escapes."""
        if message.is_revoked:
            return ""
        text = message.content.get("text") or orjson.dumps(message.content).decode()
        return str(text)[:SHOWN]

    @admin.display(description=_("content"))
    def content_shown(self, message: Message) -> str:
        """Of a revoked one what is kept for an audit."""
        return format_html('<pre class="console-said" dir="auto">{}</pre>', readable(message.content))

    @admin.display(description=_("status"))
    def state(self, message: Message) -> str:
        kind, label = _state(message)
        return format_html('<span class="console-badge {}">{}</span>', kind, label)


def _state(message: Message) -> tuple[str, Any]:
    if message.is_revoked:
        return "danger", _("Revoked")
    if message.edited_at is not None:
        return "warning", _("Edited")
    return ("info", _("Imported")) if message.imported_at is not None else ("", _("Sent"))
