"""GroupMember: somebody's place in a group, with his role and what he is found by."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from accounts.models import Account, App
from accounts.nicknames import fold, grams, wanted
from config.clock import now_ms
from config.references import Tied
from im.groups.models.group import Group
from im.moderation.rules import lasts

FOUND: Final = ["found_id", "found_names", "found_grams"]


class Role(models.TextChoices):
    OWNER = "OWNER"
    ADMIN = "ADMIN"
    MEMBER = "MEMBER"


def _of_group(group: int, words: Sequence[str]) -> list[str]:
    return [f"{group}:{word}" for word in words]


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def of(self, group: Group) -> "GroupMemberQuerySet":
        return self.filter(group=group, active=True)

    def found_by(self, group: Group, keyword: str) -> "GroupMemberQuerySet":
        """Members of a group: the userId begins with it, or nickname or name card has it somewhere."""
        folded = fold(keyword)
        near, has = (
            Q(found_grams__contains=_of_group(group.pk, wanted(keyword))),
            Q(found_id__startswith=keyword),
        )
        if folded:
            if folded != keyword:
                near |= Q(found_grams__contains=_of_group(group.pk, wanted(folded)))
            has |= Q(found_names__contains=folded)
        # Apart, so that only the short ones are asked of each row that the index finds.
        return self.of(group).filter(near, has)

    def with_view(self) -> "models.QuerySet[Any]":
        """Adds how each one keeps the group's conversation: what is shown of a member, and only to him."""
        own = Q(group__conversation__members__account=F("account"))
        rows: models.QuerySet[Any] = self.select_related("account").annotate(
            view=FilteredRelation("group__conversation__members", condition=own),
            read_seq=F("view__read_seq"),
            spoke_at=F("view__spoke_at"),
            ignored=F("view__muted"),
            ignored_until=F("view__muted_until"),
        )
        return rows


class GroupMember(models.Model):
    """Stays when its member leaves, inactive: a mute outlives leaving and coming back.

    `muted_until`: epoch ms; 0 is not muted, -1 for ever. `found_…`: what he is found by, a copy of names that
    stand elsewhere; the grams have the group's key before them, so that the index finds this group's only.
    """

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="places", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    active = models.BooleanField(default=True)
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    name_card = models.CharField(max_length=64, blank=True, default="")
    custom: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    muted_until = models.BigIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    found_id = models.CharField(max_length=64, blank=True, default="", editable=False, db_collation="C")
    found_names = models.TextField(blank=True, default="", editable=False, db_collation="C")
    found_grams: "models.Field[list[str], list[str]]" = ArrayField(
        models.TextField(), default=list, editable=False
    )

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["group", "account"], name="group_member_once"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(role="OWNER", active=True), name="group_has_one_owner"
            ),
            Tied(field="group", name="group_member_group_of_its_app"),
            Tied(field="account", name="group_member_account_of_its_app"),
        ]
        indexes = [
            models.Index(fields=["account", "group"], condition=Q(active=True), name="group_joined"),
            models.Index(fields=["group", "joined_at", "id"], condition=Q(active=True), name="group_members"),
            # Without its waiting list: who came a moment ago is found as fast as the others.
            GinIndex(fields=["found_grams"], fastupdate=False, name="group_member_found"),
        ]

    def __str__(self) -> str:
        return f"{self.account.user_id} · {self.group.group_id}"

    def find_by(self, account: Account) -> None:
        """What he is found by from now on; the account is the member's own."""
        card = fold(self.name_card)
        self.found_id = account.user_id
        self.found_names = f"{account.nickname_folded}\n{card}"
        words = {*grams(account.user_id), *grams(account.nickname_folded), *grams(card)}
        self.found_grams = _of_group(self.group_id, sorted(words))

    @property
    def mute_until(self) -> int:
        """As the wire has it: a mute that has passed is none."""
        return self.muted_until if lasts(self.muted_until, now_ms()) else 0
