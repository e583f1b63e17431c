"""What an operator can do to one person's view of a conversation, in his name: the API's own rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Asked, Row


class RemoveForm(ActForm):
    clearHistory = forms.BooleanField(
        label=_("Also what was said"),
        help_text=_("He does not see any more what was said up to now; the others still do."),
        required=False,
        widget=widgets.UnfoldBooleanSwitchWidget(),
    )


def _owner(asked: Asked) -> dict[str, Any]:
    return {"actAs": asked.target.account.user_id}


def _muted(asked: Asked) -> dict[str, Any]:
    return {"chatType": asked.target.chat_type, "muted": True}


def _unmuted(asked: Asked) -> dict[str, Any]:
    return {"chatType": asked.target.chat_type, "muted": False}


def _read(asked: Asked) -> dict[str, Any]:
    target = asked.target
    return {
        "userId": target.account.user_id,
        "targetId": target.target_id,
        "chatType": target.chat_type,
    }


def _removed(asked: Asked) -> dict[str, Any]:
    is_cleared = "true" if asked.given.get("clearHistory") else "false"
    return {**_owner(asked), "chatType": asked.target.chat_type, "clearHistory": is_cleared}


ACTS = [
    Act(
        name="read",
        label=_("Mark as read"),
        said=_("Everything in it counts as read by him, on all his devices; the others are told so."),
        deed=Row("POST", "/api/im/admin/messages/read", body=_read),
        icon="done_all",
        fits=lambda member: member.active,
    ),
    Act(
        name="mute",
        label=_("Mute"),
        said=_("Messages in it ring none of his phones any more, until he or you unmute it."),
        deed=Row("PUT", "/api/im/conversations/{row.target_id}/muted", body=_muted, query=_owner),
        icon="notifications_off",
        fits=lambda member: member.active and not member.muted,
    ),
    Act(
        name="unmute",
        label=_("Unmute"),
        said=_("Messages in it ring his phones again."),
        deed=Row("PUT", "/api/im/conversations/{row.target_id}/muted", body=_unmuted, query=_owner),
        icon="notifications",
        fits=lambda member: member.active and member.muted,
    ),
    Act(
        name="remove",
        label=_("Remove from his list"),
        said=_("The conversation goes from his list, and comes back with the next message."),
        deed=Row("DELETE", "/api/im/conversations/{row.target_id}", body=None, query=_removed),
        form=RemoveForm,
        danger=True,
        icon="delete",
        fits=lambda member: member.active,
    ),
]
