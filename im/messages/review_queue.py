"""The review queue in the console: what was flagged, with its hits marked and what was said around it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, ActForm, Asked, Row
from accounts.console.tenant import TenantAdmin
from accounts.models import Account
from im.messages.models import Message
from im.messages.screened import texts_of
from im.moderation.console.forms import DURATIONS, seconds, text
from im.moderation.models import Flagged, FlaggedKind, Review

SHOWN = 80
AROUND = 5  # messages before it, and after it
REVIEW = "/api/im/admin/flagged/{row.pk}/review"
ALL = "ALL"


class ReasonForm(ActForm):
    reason = text(_("Reason"), 200)


class RevokeFlaggedForm(ActForm):
    reason = text(_("Reason"), 200, help_text=_("Told to the people in the conversation."))
    muteSeconds = seconds(_("Also mute who said it"), [("", _("No")), *DURATIONS], required=False)


class MuteSenderForm(ActForm):
    muteSeconds = seconds(_("How long"), DURATIONS)
    reason = text(_("Reason"), 200, help_text=_("The muted are told."))


def _decided(decision: str) -> Any:
    def body(asked: Asked) -> dict[str, Any]:
        return {"decision": decision, **asked.given}

    return body


def _is_open(row: Flagged) -> bool:
    return row.review == Review.OPEN


APPROVE = Act(
    name="approve",
    label=_("Approve"),
    said=_("It stays as it is, and leaves the queue."),
    deed=Row("POST", REVIEW, body=_decided("APPROVE")),
    form=ReasonForm,
    done=_("Approved."),
    many=True,
    icon="check",
    fits=_is_open,
)
REVOKE = Act(
    name="revoke",
    label=_("Revoke the message"),
    said=_("The message disappears from every device. Its place stays, and says who took it back."),
    deed=Row("POST", REVIEW, body=_decided("REVOKE")),
    form=RevokeFlaggedForm,
    done=_("Revoked."),
    danger=True,
    many=True,
    icon="undo",
    fits=lambda row: _is_open(row) and row.kind == FlaggedKind.MESSAGE and bool(row.target_id),
)
MUTE = Act(
    name="mute",
    label=_("Mute the sender"),
    said=_("Who said it cannot write any more, at once, in the whole app. What was said stays."),
    deed=Row("POST", REVIEW, body=_decided("MUTE")),
    form=MuteSenderForm,
    initial=lambda row: {"muteSeconds": 86_400},
    done=_("Muted."),
    danger=True,
    many=True,
    icon="volume_off",
    fits=_is_open,
)


class ReviewFilter(admin.SimpleListFilter):
    """What waits for somebody, unless other is asked for."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        decided = [
            choice for choice in Flagged._meta.get_field("review").choices or [] if choice[0] != Review.OPEN
        ]
        return [*decided, (ALL, _("All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Waiting")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == ALL:
            return queryset
        return queryset.filter(review=self.value() or Review.OPEN)


@admin.register(Flagged)
class FlaggedAdmin(TenantAdmin):
    """What was said is a plain string, which the template escapes."""

    empty = _("Nothing waits for a review. What hits a word whose action is Flag comes here.")
    change_form_before_template = "moderation/flagged.html"
    list_display = ["id", "app", "kind", "said", "words", "user_id", "review", "created_at"]
    list_filter = [ReviewFilter, "kind"]
    list_select_related = ["app"]
    search_fields = ["target_id__exact"]
    search_help_text = _("The id of a message, a user or a group")
    fields = ["kind", "target_id", "user_id", "review", "reviewed_by", "reviewed_at", "note", "created_at"]
    acts = [APPROVE, REVOKE, MUTE]

    class Media:
        css = {"all": ["moderation/moderation.css"]}

    @admin.display(description=_("text"))
    def said(self, row: Flagged) -> str:
        return row.text[:SHOWN]

    @admin.display(description=_("words"))
    def words(self, row: Flagged) -> str:
        return ", ".join(dict.fromkeys(hit["word"] for hit in row.hits))[:SHOWN]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        context = {} if row is None else _shown(row)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})


def _shown(row: Flagged) -> dict[str, Any]:
    message = _message(row)
    sender = Account.objects.filter(app_id=row.app_id, user_id=row.user_id).only("pk").first()
    return {
        "pieces": list(pieces(row.text, row.hits)),
        "message": message,
        "message_link": reverse("admin:im_message_change", args=[message.pk]) if message else "",
        "sender_link": reverse("admin:accounts_account_change", args=[sender.pk]) if sender else "",
        "around": _around(message) if message else [],
    }


def pieces(text: str, hits: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The text in order, each piece with what hit it, if anything did."""
    at = 0
    for hit in hits:
        if hit["end"] <= at:
            continue  # two words in one character are marked once
        start = max(hit["start"], at)
        yield text[at:start], None
        yield text[start : hit["end"]], hit
        at = hit["end"]
    yield text[at:], None


def _message(row: Flagged) -> Message | None:
    if row.kind != FlaggedKind.MESSAGE or not row.target_id:
        return None
    return Message.objects.filter(app_id=row.app_id, pk=int(row.target_id)).first()


def _around(message: Message) -> list[dict[str, Any]]:
    """By the conversation's own order."""
    near = (message.seq - AROUND, message.seq + AROUND)
    rows = Message.objects.filter(conversation_id=message.conversation_id, seq__range=near).order_by("seq")
    return [
        {
            "seq": row.seq,
            "from_id": row.from_id,
            "at": row.created_at,
            "msg_type": row.msg_type,
            "text": "" if row.is_revoked else "\n".join(texts_of(row.msg_type, row.content).values()),
            "revoked": row.is_revoked,
            "edited": row.edited_at is not None,
            "link": reverse("admin:im_message_change", args=[row.pk]),
            "is_it": row.pk == message.pk,
        }
        for row in rows
    ]
