"""Message: one row, whatever the group's size; MessageRevision: what it said before an edit."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import Account, App
from config.references import Tied
from config.stored import StoredJson
from im.conversations.models import ChatType, Conversation
from im.messages.shown import message_shown

# Revoked, but what it said is still kept for an audit.
AUDITED = Q(revoked_at__isnull=False) & ~Q(content={}, ext="")


class MessageStatus(models.TextChoices):
    NORMAL = "NORMAL"
    REVOKED = "REVOKED"


class MessageQuerySet(models.QuerySet["Message"]):
    def of_app(self, app: App) -> "MessageQuerySet":
        return self.filter(app=app)


class Message(models.Model):
    """`counted` is the conversation's unread counter after this message; `counts` says whether it raised it.

    The ids of sender and target are kept as text beside the keys: they never change, and a page of history
    needs no other table.
    """

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_constraint=False, db_index=False
    )
    seq = models.BigIntegerField()
    sender = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    chat_type = models.CharField(max_length=6, choices=ChatType)
    from_id = models.CharField(max_length=64)
    to_id = models.CharField(max_length=64)
    client_msg_id = models.CharField(max_length=64, db_collation="C")
    fingerprint = models.BinaryField(max_length=16, help_text="of what was first sent")
    msg_type = models.CharField(max_length=8)
    content: "models.JSONField[Any, Any]" = models.JSONField(decoder=StoredJson)
    ext = models.TextField(blank=True, default="")
    at_user_ids: "models.Field[Sequence[str], list[str]]" = ArrayField(
        models.TextField(), default=list, blank=True
    )
    at_all = models.BooleanField(default=False)
    quote_id = models.BigIntegerField(null=True)
    need_receipt = models.BooleanField(default=False)
    status = models.CharField(max_length=7, choices=MessageStatus, default=MessageStatus.NORMAL)
    revision = models.IntegerField(default=1)
    version = models.BigIntegerField(default=0)
    counted = models.BigIntegerField(default=0)
    counts = models.BooleanField(default=True)
    search_text = models.TextField(blank=True, default="")
    grams: "models.Field[Sequence[str], list[str]]" = ArrayField(models.TextField(), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True, default="")
    revoke_reason = models.CharField(max_length=200, blank=True, default="")

    objects = MessageQuerySet.as_manager()
    deduplicated = False

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq"),
            models.UniqueConstraint(fields=["sender", "client_msg_id"], name="message_sent_once"),
            Tied(field="conversation", name="message_conversation_of_its_app"),
            Tied(field="sender", name="message_sender_of_its_app"),
        ]
        indexes = [
            models.Index(fields=["conversation", "created_at"], name="message_time"),
            models.Index(fields=["app", "created_at"], name="message_of_app"),  # decision 21
            models.Index(
                fields=["conversation", "version"], condition=Q(version__gt=0), name="message_changed"
            ),
            models.Index(fields=["revoked_at"], condition=AUDITED, name="message_audited"),
            models.Index(fields=["conversation", "seq"], condition=Q(at_all=True), name="message_to_all"),
            # A small pending list: a search has to read all of it.
            GinIndex(fields=["grams"], name="message_grams", gin_pending_list_limit=256),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.from_id} → {self.to_id}"

    @property
    def is_revoked(self) -> bool:
        return self.status == MessageStatus.REVOKED

    def shown(self) -> dict[str, Any]:
        return message_shown(self)


class MessageRevision(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    revision = models.IntegerField()
    content: "models.JSONField[Any, Any]" = models.JSONField(decoder=StoredJson)
    ext = models.TextField(blank=True, default="")
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.CharField(max_length=200)

    class Meta:
        app_label = "im"
        constraints = [models.UniqueConstraint(fields=["message", "revision"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.message_id} r{self.revision}"


class BatchSendQuerySet(models.QuerySet["BatchSend"]):
    def of_app(self, app: App) -> "BatchSendQuerySet":
        return self.filter(app=app)

    def due(self) -> "BatchSendQuerySet":
        return self.filter(finished_at=None, next_attempt_at__lte=Now()).order_by("next_attempt_at", "pk")


class BatchSend(models.Model):
    """One message for many receivers: sent at once, or by a worker, a part at a time.

    `receivers`: `[chatType, id]` each; `outcomes`: `[status, message's id or null]` of the first of them, so
    far. `said`: msgType, content, ext and the options, as they were asked for.
    """

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    key = models.CharField(max_length=64, db_collation="C")
    sender = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    actor_id = models.CharField(max_length=200)
    session = models.CharField(max_length=32, blank=True, default="")
    by_server = models.BooleanField()
    said: "models.JSONField[Any, Any]" = models.JSONField(decoder=StoredJson)
    receivers: "models.JSONField[Any, Any]" = models.JSONField()
    outcomes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    attempts = models.PositiveIntegerField(default=0, help_text="that failed, one after the other")
    next_attempt_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = BatchSendQuerySet.as_manager()

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["app", "key"], name="batch_send_once"),
            Tied(field="sender", name="batch_send_sender_of_its_app"),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(finished_at=None), name="batch_send_due"),
            models.Index(
                fields=["finished_at"], condition=Q(finished_at__isnull=False), name="batch_send_done"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def shown(self) -> dict[str, Any]:
        """How far it is."""
        decided = list(zip(self.receivers, self.outcomes, strict=False))
        sent = {name: pk for (_, name), (_, pk) in decided if pk is not None}
        errors = [
            {"groupId" if chat_type == ChatType.GROUP else "userId": name, "status": status}
            for (chat_type, name), (status, pk) in decided
            if pk is None
        ]
        return {
            "messageKey": self.key,
            "total": len(self.receivers),
            "success": len(sent),
            "failed": len(errors),
            "errors": errors,
            "messageIds": sent,
        }

    @property
    def waiting(self) -> list[list[str]]:
        rest: list[list[str]] = self.receivers[len(self.outcomes) :]
        return rest
