"""Group: a named chat of many; GroupMember: somebody's place in it; JoinRequest: the wish for one."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from accounts.models import Account, App
from accounts.nicknames import fold, grams, wanted
from config.clock import now_ms
from config.references import Tied

FOR_EVER = -1
FOUND: Final = ["found_id", "found_names", "found_grams"]


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


class Role(models.TextChoices):
    OWNER = "OWNER"
    ADMIN = "ADMIN"
    MEMBER = "MEMBER"


class RequestStatus(models.TextChoices):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


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
        return f"{self.role} {self.account_id} of {self.group_id}"

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
        return self.muted_until if self.muted_until == FOR_EVER or self.muted_until > now_ms() else 0


class GroupAttributes(models.Model):
    """A group's attributes, beside its row since few reads want them; no row before the first write."""

    group = models.OneToOneField(Group, primary_key=True, on_delete=models.CASCADE, related_name="attributes")
    values: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    version = models.BigIntegerField(default=0, help_text="how many writes so far")

    class Meta:
        app_label = "im"

    def __str__(self) -> str:
        return f"attributes of {self.group_id}, version {self.version}"


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
        return f"{self.account_id} to {self.group_id}: {self.status}"


class Departure(models.Model):
    """A deleted account that has still something to leave; the row goes when all of it is done.

    `created_at`: when it was deleted. Who imports the account anew begins anew: what came later stays.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    operator_id = models.CharField(max_length=200, help_text="who deleted it, as events name him")
    groups = models.BooleanField(default=True, help_text="it may still be in groups")
    messages = models.BooleanField(default=False, help_text="what it said is still to be emptied")
    emptied_upto = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "im"

    def __str__(self) -> str:
        return f"{self.account_id} goes"

    @transaction.atomic
    def done(self, **what: bool) -> None:
        """Strikes off a part of it; a second deletion meanwhile has a departure of its own."""
        same = Departure.objects.filter(pk=self.pk, created_at=self.created_at)
        same.update(**what)
        same.filter(groups=False, messages=False).delete()
