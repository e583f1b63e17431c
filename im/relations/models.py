"""Friend, FriendRequest, Block: what an account has to do with another; RelationState: their common lock."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Account, App
from accounts.nicknames import fold
from config.references import Tied


class AddType(models.TextChoices):
    BOTH = "BOTH"
    SINGLE = "SINGLE"


class RequestStatus(models.TextChoices):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"


class RelationState(models.Model):
    """One for each account that has to do with others. Whoever changes a relation holds the rows of both
    sides, so that limits are counted and `sequence` rises as if there were no other call.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    sequence = models.BigIntegerField(default=0, help_text="how many changes of the friend list so far")

    class Meta:
        app_label = "im"

    def __str__(self) -> str:
        return f"{self.account_id} at {self.sequence}"


class FriendQuerySet(models.QuerySet["Friend"]):
    def of(self, account: Account) -> "FriendQuerySet":
        return self.filter(owner=account, active=True)

    def matching(self, keyword: str) -> "FriendQuerySet":
        """The userId begins with it, or the nickname or the remark has it somewhere."""
        folded = fold(keyword)
        wanted = Q(friend__user_id__startswith=keyword)
        if folded:
            wanted |= Q(friend__nickname_folded__contains=folded) | Q(remark_folded__contains=folded)
        return self.filter(wanted)

    def moved_after(self, moment: datetime) -> "FriendQuerySet":
        """The row changed, or what is shown of the friend did."""
        return self.filter(Q(updated_at__gt=moment) | Q(friend__updated_at__gt=moment))

    def mutual(self) -> "FriendQuerySet":
        back = Friend.objects.filter(owner=OuterRef("friend"), friend=OuterRef("owner"), active=True)
        return self.filter(Exists(back))


class Friend(models.Model):
    """One direction: `friend` is in the list of `owner`. What has ended stays, for lists kept elsewhere."""

    app = models.ForeignKey(
        App, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    owner = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    friend = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    active = models.BooleanField(default=True)
    remark = models.CharField(max_length=96, blank=True, default="")
    remark_folded = models.TextField(blank=True, default="", editable=False)
    group_name = models.CharField(max_length=30, blank=True, default="")
    add_source = models.CharField(max_length=32, blank=True, default="")
    add_wording = models.CharField(max_length=256, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = FriendQuerySet.as_manager()

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["owner", "friend"], name="friend_once"),
            models.CheckConstraint(condition=~Q(owner=F("friend")), name="friend_is_another"),
            Tied(field="owner", name="friend_owner_of_its_app"),
            Tied(field="friend", name="friend_of_its_app"),
        ]
        indexes = [
            models.Index(fields=["owner", "created_at", "id"], condition=Q(active=True), name="friend_list"),
            models.Index(fields=["owner", "updated_at"], condition=Q(active=False), name="friend_gone"),
            models.Index(fields=["friend"], condition=Q(active=True), name="friend_of"),
        ]

    def __str__(self) -> str:
        return f"{self.owner.user_id} → {self.friend.user_id}"

    def call(self, remark: str) -> None:
        """Sets the remark, and what it is found by."""
        self.remark = remark
        self.remark_folded = fold(remark)


class FriendRequest(models.Model):
    """`sender` asks `receiver`; what accepting will make of it stands in the rest."""

    app = models.ForeignKey(
        App, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    sender = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    receiver = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=9, choices=RequestStatus, default=RequestStatus.PENDING)
    add_type = models.CharField(max_length=6, choices=AddType, default=AddType.BOTH)
    remark = models.CharField(max_length=96, blank=True, default="")
    group_name = models.CharField(max_length=30, blank=True, default="")
    source = models.CharField(max_length=32, blank=True, default="")
    wording = models.CharField(max_length=256, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "receiver"], condition=Q(status="PENDING"), name="request_open_once"
            ),
            Tied(field="sender", name="request_sender_of_its_app"),
            Tied(field="receiver", name="request_receiver_of_its_app"),
        ]
        indexes = [
            models.Index(fields=["sender", "id"], name="request_out"),
            models.Index(fields=["receiver", "id"], name="request_in"),
        ]

    def __str__(self) -> str:
        return f"{self.sender.user_id} → {self.receiver.user_id}"

    @property
    def is_open(self) -> bool:
        return self.status == RequestStatus.PENDING


class Block(models.Model):
    """`blocked` is on the blacklist of `owner`."""

    app = models.ForeignKey(
        App, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    owner = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    blocked = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["owner", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(owner=F("blocked")), name="block_is_another"),
            Tied(field="owner", name="block_owner_of_its_app"),
            Tied(field="blocked", name="blocked_of_its_app"),
        ]

    def __str__(self) -> str:
        return f"{self.owner.user_id} → {self.blocked.user_id}"
