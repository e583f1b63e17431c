"""What an operator can do to a message: take it back, or word it otherwise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Asked, Row
from im.messages.models import Message
from im.messages.sends import TIP


class RevokeForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the message and in the operation log."),
        required=False,
        max_length=200,
        widget=widgets.UnfoldAdminTextInputWidget(),
    )


class EditForm(ActForm):
    """A text is edited as such, what else a message may hold as JSON."""

    content = forms.JSONField(
        label=_("Content"),
        help_text=_("A JSON object with the fields that this type of message must have."),
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 12}),
    )
    ext = forms.CharField(
        label=_("Ext"),
        help_text=_("What the app sends along and nobody sees."),
        required=False,
        strip=False,
        widget=widgets.UnfoldAdminTextInputWidget(),
    )
    expectedRevision = forms.IntegerField(
        label=_("Revision"),
        help_text=_("The one that you saw. If somebody has edited it since, nothing is changed."),
        widget=widgets.UnfoldAdminIntegerFieldWidget(attrs={"readonly": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_text(self.target):
            self.fields["content"] = forms.CharField(
                label=_("Text"),
                strip=False,
                widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 6, "dir": "auto"}),
            )
            self.order_fields(["content", "ext", "expectedRevision", "comment"])


def is_text(message: Message) -> bool:
    return message.msg_type == "TEXT"


def _shown(message: Message) -> dict[str, Any]:
    content = message.content.get("text") if is_text(message) else message.content
    return {"content": content, "ext": message.ext, "expectedRevision": message.revision}


def _body(asked: Asked) -> dict[str, Any]:
    content = asked.given["content"]
    if is_text(asked.target):
        content = {**asked.target.content, "text": content}
    return {
        "content": content,
        "ext": asked.given.get("ext", ""),
        "expectedRevision": asked.given["expectedRevision"],
    }


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
EDIT = Act(
    name="edit",
    label=_("Edit"),
    said=_("Every device shows the new content and that it was edited. What it said before is kept here."),
    deed=Row("PUT", "/api/im/messages/{row.pk}", body=_body),
    form=EditForm,
    done=_("Edited."),
    icon="edit",
    fits=lambda message: not message.is_revoked and message.msg_type != TIP,
    initial=_shown,
)
ACTS = [EDIT, REVOKE]
