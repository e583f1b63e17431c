"""JoinRequest: the wish for a place in a group."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Account, App
from config.references import Tied
from im.groups.models.group import Group


class RequestStatus(models.TextChoices):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


class JoinRequest(models.Model):
    """`inviter`: the plain member who proposed the account; empty where it asked itself."""

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="join_requests", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    inviter = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    message = models.CharField(max_length=256, blank=True, default="")
    source = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=8, choices=RequestStatus, default=RequestStatus.PENDING)
    handler_id = models.CharField(max_length=200, blank=True, default="")
    handle_message = models.CharField(max_length=256, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "account"], condition=Q(status="PENDING"), name="join_request_open_once"
            ),
            Tied(field="group", name="join_request_group_of_its_app"),
            Tied(field="account", name="join_request_account_of_its_app"),
            Tied(field="inviter", name="join_request_inviter_of_its_app"),
        ]
        indexes = [models.Index(fields=["group", "-created_at", "-id"], name="join_request_list")]

    def __str__(self) -> str:
        return f"{self.account.user_id} → {self.group.group_id}"
