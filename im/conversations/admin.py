"""The conversations in the console: who talks with whom, how far each has got, and what was said last."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.console.tenant import TenantAdmin
from im.conversations.keeping import ACTS
from im.conversations.models import Conversation, Member
from im.conversations.panels import LATEST, PEOPLE


@admin.register(Conversation)
class ConversationAdmin(TenantAdmin):
    empty = _("Conversations appear here as soon as somebody says something.")
    list_display = [
        "id",
        "app",
        "chat_type",
        "between",
        "last_seq",
        "last_message_at",
        "created_at",
    ]
    search_fields = ["id__exact", "low__user_id__exact", "high__user_id__exact", "group__group_id__exact"]
    search_help_text = _("A user id, a group id, or the conversation's own id.")
    list_select_related = ["app", "low", "high", "group"]  # low and high may be null: named one by one
    panels: ClassVar[list[Any]] = [PEOPLE, LATEST]
    readonly_fields = ["people_link", "messages_link"]
    fieldsets = [
        (None, {"fields": ["chat_type", "people_link", "messages_link", "created_at", "updated_at"]}),
        (
            _("How far it has got"),
            {"fields": ["last_seq", "counted", "last_message_at", "version", "at_all_seq", "rules_version"]},
        ),
    ]

    @admin.display(description=_("between"))
    def between(self, conversation: Conversation) -> str:
        if conversation.group is not None:
            return conversation.group.group_id
        names = (side.user_id if side else "" for side in (conversation.low, conversation.high))
        return " · ".join(names)

    @admin.display(description=_("between"))
    def people_link(self, conversation: Conversation) -> str:
        if conversation.group is not None:
            link = reverse("admin:im_group_change", args=[conversation.group.pk])
            return format_html(
                '<a class="console-link" href="{}"><bdi>{}</bdi></a>', link, conversation.group
            )
        sides = [
            format_html(
                '<a class="console-link" href="{}"><bdi>{}</bdi></a>',
                reverse("admin:accounts_account_change", args=[side.pk]),
                side.user_id,
            )
            for side in (conversation.low, conversation.high)
            if side is not None
        ]
        return format_html(" · ".join(["{}"] * len(sides)), *sides)

    @admin.display(description=_("messages"))
    def messages_link(self, conversation: Conversation) -> str:
        link = reverse("admin:im_message_changelist") + f"?conversation={conversation.pk}"
        return format_html('<a class="console-link" href="{}">{}</a>', link, _("Search what was said"))


@admin.register(Member)
class MemberAdmin(TenantAdmin):
    """Whose conversations they are has to be said first: there are more of them than of anything else."""

    empty = _("Say whose conversations you want to see: search for a user id.")
    list_display = [
        "account",
        "target_id",
        "chat_type",
        "read_seq",
        "read_at",
        "muted",
        "active",
        "updated_at",
    ]
    search_fields = ["account__user_id__exact"]
    search_help_text = _("A user id.")
    list_select_related = ["account", "account__app", "conversation"]
    acts = ACTS
    readonly_fields = ["account_link", "conversation_link"]
    fieldsets = [
        (None, {"fields": ["account_link", "conversation_link", "target_id", "chat_type", "active"]}),
        (
            _("How far he is"),
            {
                "fields": [
                    "read_seq",
                    "read_at",
                    "spoke_at",
                    "mention_seq",
                    "join_seq",
                    "clear_seq",
                    "removed_seq",
                ]
            },
        ),
        (
            _("How he keeps it"),
            {"fields": ["pinned_at", "muted", "muted_until", "ignore_at", "hidden_seq", "unhide_on_message"]},
        ),
    ]

    def narrowed(self, request: HttpRequest, rows: QuerySet[Model]) -> QuerySet[Model]:
        return super().narrowed(request, rows) if request.GET.get("q", "").strip() else rows.none()

    @admin.display(description=_("account"))
    def account_link(self, member: Member) -> str:
        link = reverse("admin:accounts_account_change", args=[member.account_id])
        return format_html(
            '<a class="console-link" href="{}"><bdi>{}</bdi></a>', link, member.account.user_id
        )

    @admin.display(description=_("conversation"))
    def conversation_link(self, member: Member) -> str:
        link = reverse("admin:im_conversation_change", args=[member.conversation_id])
        return format_html('<a class="console-link" href="{}">{}</a>', link, member.conversation_id)
