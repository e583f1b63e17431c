"""Group: a named chat of many, with its options; GroupAttributes: what its members keep with it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Account, App
from accounts.nicknames import fold, grams, wanted
from config.references import Tied


class GroupStatus(models.TextChoices):
    ACTIVE = "ACTIVE"
    DISMISSED = "DISMISSED"


class Visibility(models.TextChoices):
    PUBLIC = "PUBLIC"
    PRIVATE = "PRIVATE"


class JoinOption(models.TextChoices):
    FREE = "FREE"
    NEED_APPROVAL = "NEED_APPROVAL"
    DISABLED = "DISABLED"


class Managers(models.TextChoices):
    """Who may do what a group leaves open: invite, write attributes."""

    ADMINS = "ADMINS"
    MEMBERS = "MEMBERS"


class GroupQuerySet(models.QuerySet["Group"]):
    def of_app(self, app: App) -> "GroupQuerySet":
        return self.filter(app=app)

    def there(self) -> "GroupQuerySet":
        return self.filter(status=GroupStatus.ACTIVE)

    def matching(self, keyword: str) -> "GroupQuerySet":
        """The groupId begins with it, or the name has it somewhere, whatever its case and width."""
        folded = fold(keyword)
        by_id = Q(group_id__startswith=keyword)
        if not folded:
            return self.filter(by_id)
        return self.filter(by_id | Q(name_grams__contains=wanted(folded), name_folded__contains=folded))


class Group(models.Model):
    """`member_count` and everything about members change under this row's lock.

    What is said in it, and how far each member has read, is its `conversation`'s.
    """

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="+")
    group_id = models.CharField(max_length=48, db_collation="C")
    name = models.CharField(max_length=64)
    name_folded = models.TextField(blank=True, default="", editable=False)
    name_grams: "models.Field[list[str], list[str]]" = ArrayField(
        models.TextField(), default=list, editable=False
    )
    avatar = models.CharField(max_length=500, blank=True, default="")
    introduction = models.CharField(max_length=240, blank=True, default="")
    announcement = models.CharField(max_length=300, blank=True, default="")
    visibility = models.CharField(max_length=7, choices=Visibility, default=Visibility.PRIVATE)
    join_option = models.CharField(max_length=13, choices=JoinOption, default=JoinOption.NEED_APPROVAL)
    invite_option = models.CharField(max_length=7, choices=Managers, default=Managers.ADMINS)
    attribute_option = models.CharField(max_length=7, choices=Managers, default=Managers.ADMINS)
    history_visible = models.BooleanField(default=False)
    mute_all = models.BooleanField(default=False)
    max_members = models.PositiveIntegerField(default=2_000)
    custom: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    member_count = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=GroupStatus, default=GroupStatus.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    dismissed_at = models.DateTimeField(null=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        app_label = "im"
        constraints = [
            models.UniqueConstraint(fields=["app", "group_id"], name="group_once_in_app"),
            models.UniqueConstraint(fields=["app", "id"], name="group_in_app"),
            Tied(field="owner", name="group_owner_of_its_app"),
        ]
        indexes = [
            GinIndex(fields=["name_grams"], name="group_name"),
            models.Index(
                fields=["app", "-member_count", "-id"],
                condition=Q(status="ACTIVE", visibility="PUBLIC"),
                name="group_public_by_size",
            ),
            models.Index(
                fields=["app", "-created_at", "-id"],
                condition=Q(status="ACTIVE", visibility="PUBLIC"),
                name="group_public_by_age",
            ),
        ]

    def __str__(self) -> str:
        return self.group_id

    def call(self, name: str) -> None:
        """Sets the name, and what it is found by."""
        self.name = name
        self.name_folded = fold(name)
        self.name_grams = grams(self.name_folded)

    @property
    def is_full(self) -> bool:
        return self.member_count >= self.max_members


class GroupAttributes(models.Model):
    """A group's attributes, beside its row since few reads want them; no row before the first write."""

    group = models.OneToOneField(Group, primary_key=True, on_delete=models.CASCADE, related_name="attributes")
    values: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    version = models.BigIntegerField(default=0, help_text="how many writes so far")

    class Meta:
        app_label = "im"

    def __str__(self) -> str:
        return f"attributes of {self.group_id}, version {self.version}"
