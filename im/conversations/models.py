"""Conversation: what two people or a group say to each other; Member: one person's view of it, in cursors."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import Account, App
from config.references import Tied
from im.groups.models import Group

if TYPE_CHECKING:
    from im.messages.models import Message


class ChatType(models.TextChoices):
    SINGLE = "SINGLE"
    GROUP = "GROUP"


class Conversation(models.Model):
    """`last_seq` and `counted` advance under this row's lock, in the transaction of what they number."""

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    chat_type = models.CharField(max_length=6, choices=ChatType)
    low = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    high = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    group = models.OneToOneField(
        Group, null=True, on_delete=models.PROTECT, related_name="conversation", db_constraint=False
    )
    last_seq = models.BigIntegerField(default=0)
    counted = models.BigIntegerField(default=0, help_text="how many messages so far count as unread")
    version = models.BigIntegerField(default=0, help_text="how many edits and revokes so far")
    # No constraint: it would be checked at every send, and no message goes before its conversation.
    last_message: "models.ForeignKey[Message | None, Message | None]" = models.ForeignKey(
        "im.Message",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    last_message_seq = models.BigIntegerField(default=0)
    last_message_at = models.DateTimeField(null=True)
    at_all_seq = models.BigIntegerField(default=0)
    rules_version = models.BigIntegerField(
        default=0,
        help_text="how often it changed so far who may write; a send that looked before starts over",
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="conversation_of_two"),
            models.UniqueConstraint(fields=["app", "id"], name="conversation_in_app"),
            Tied(field="low", name="conversation_low_of_its_app"),
            Tied(field="high", name="conversation_high_of_its_app"),
            Tied(field="group", name="conversation_group_of_its_app"),
            models.CheckConstraint(
                name="conversation_of_its_kind",
                condition=Q(chat_type="SINGLE", group=None, low__lte=F("high"), high__isnull=False)
                | Q(chat_type="GROUP", group__isnull=False, low=None, high=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chat_type} {self.pk}"


class MemberQuerySet(models.QuerySet["Member"]):
    def of(self, account: Account) -> "MemberQuerySet":
        return self.filter(account=account, active=True)

    def with_floor(self) -> "models.QuerySet[Any]":
        """Adds `floor`: what has a seq up to it is invisible to the member."""
        shown = Coalesce(F("conversation__group__history_visible"), Value(value=False))
        joined = Case(
            When(Q(hist=True), then=Value(0)), default=F("join_seq"), output_field=models.BigIntegerField()
        )
        return self.annotate(hist=shown).annotate(floor=Greatest(F("clear_seq"), joined))


class Member(models.Model):
    """Cursors and settings; no row of it is written when others send.

    `unread` is `conversation.counted - read_counted - uncounted`: `uncounted` is what that difference counts
    wrongly: revoked messages, and own ones that the server sent for the member.
    """

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="members", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    chat_type = models.CharField(max_length=6, choices=ChatType)
    target_id = models.CharField(max_length=64, db_collation="C")
    active = models.BooleanField(default=True)
    join_seq = models.BigIntegerField(default=0)
    clear_seq = models.BigIntegerField(default=0)
    removed_seq = models.BigIntegerField(default=0, help_text="off the list until a later message")
    read_seq = models.BigIntegerField(default=0)
    read_counted = models.BigIntegerField(default=0)
    uncounted = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    spoke_at = models.DateTimeField(null=True)
    mention_seq = models.BigIntegerField(default=0)
    pinned_at = models.DateTimeField(null=True)
    muted = models.BooleanField(default=False)
    muted_until = models.DateTimeField(null=True)
    ignore_at = models.BooleanField(default=False, help_text="muted so that no mention rings either")
    hidden_seq = models.BigIntegerField(null=True, help_text="hidden at this seq")
    unhide_on_message = models.BooleanField(default=True)
    draft = models.CharField(max_length=4096, blank=True, default="")
    draft_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = MemberQuerySet.as_manager()

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["conversation", "account"], name="member_once"),
            models.UniqueConstraint(fields=["account", "target_id", "chat_type"], name="member_by_target"),
            models.UniqueConstraint(fields=["account", "id"], name="member_of_account"),
            Tied(field="conversation", name="member_conversation_of_its_app"),
            Tied(field="account", name="member_account_of_its_app"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.conversation_id}"


class ConversationGroup(models.Model):
    """A member's conversation filed under a name of his own; a name that files nothing is gone."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="filed", db_constraint=False)
    name = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["account", "name", "member"], name="filed_once"),
            Tied(field="member", by="account", name="filed_of_its_account"),
        ]

    def __str__(self) -> str:
        return self.name


class DeviceCursor(models.Model):
    """How far a device has synced a conversation; the empty device is the account's own cursor."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="cursors")
    device_id = models.CharField(max_length=128, blank=True, default="")
    seq = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        constraints = [models.UniqueConstraint(fields=["member", "device_id"], name="cursor_once")]

    def __str__(self) -> str:
        return f"{self.device_id} at {self.seq}"
