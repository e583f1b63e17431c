"""Account: an IM user of an app."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.app import App
from accounts.nicknames import fold, grams, wanted

PLATFORM_ACCOUNT = "platform"


# What a profile starts from, and what `null` resets a field to.
EMPTY: dict[str, Any] = {
    "nickname": "",
    "nickname_folded": "",
    "nickname_grams": list,
    "avatar": "",
    "gender": 0,
    "birthday": None,
    "location": "",
    "signature": "",
    "language": "",
    "allow_type": None,
    "level": 0,
    "role": 0,
    "custom": dict,
    "admin": False,
}


class AccountStatus(models.TextChoices):
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"
    DELETED = "DELETED"


class AllowType(models.TextChoices):
    ALLOW_ANY = "ALLOW_ANY"
    NEED_CONFIRM = "NEED_CONFIRM"
    DENY_ANY = "DENY_ANY"


class AccountQuerySet(models.QuerySet["Account"]):
    def of_app(self, app: App) -> "AccountQuerySet":
        return self.filter(app=app)

    def named(self, user_id: str) -> "Account | None":
        return self.filter(user_id=user_id).select_related("app").first()

    def matching(self, keyword: str) -> "AccountQuerySet":
        """The userId begins with it, or the nickname has it somewhere, whatever its case and width."""
        folded = fold(keyword)
        by_id = Q(user_id__startswith=keyword)
        if not folded:
            return self.filter(by_id)
        return self.filter(
            by_id | Q(nickname_grams__contains=wanted(folded), nickname_folded__contains=folded)
        )

    def there(self) -> "AccountQuerySet":
        """Neither deleted nor the platform's own."""
        return self.exclude(status=AccountStatus.DELETED).exclude(user_id=PLATFORM_ACCOUNT)


class Account(models.Model):
    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="accounts")
    user_id = models.CharField(max_length=64, db_collation="C")
    nickname = models.CharField(max_length=64, blank=True, default="")
    nickname_folded = models.TextField(blank=True, default="", editable=False)
    nickname_grams: "models.Field[list[str], list[str]]" = ArrayField(
        models.TextField(), default=list, editable=False
    )
    avatar = models.CharField(max_length=500, blank=True, default="")
    gender = models.PositiveSmallIntegerField(default=0)
    birthday = models.PositiveIntegerField(null=True, blank=True, help_text="yyyyMMdd")
    location = models.CharField(max_length=64, blank=True, default="")
    signature = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=35, blank=True, default="")
    allow_type = models.CharField(
        max_length=12, choices=AllowType, null=True, blank=True, help_text="empty: the app's"
    )
    level = models.IntegerField(default=0)
    role = models.IntegerField(default=0)
    custom: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    admin = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=AccountStatus, default=AccountStatus.ACTIVE)
    sig_not_before = models.BigIntegerField(
        default=0, help_text="UserSigs dated at or before this second are dead"
    )
    last_login_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["app", "user_id"], name="account_once_in_app"),
            models.UniqueConstraint(fields=["app", "id"], name="account_in_app"),
        ]
        indexes = [GinIndex(fields=["nickname_grams"], name="account_nickname")]

    def __str__(self) -> str:
        return self.user_id

    def call(self, nickname: str) -> None:
        """Sets the nickname, and what it is found by."""
        self.nickname = nickname
        self.nickname_folded = fold(nickname)
        self.nickname_grams = grams(self.nickname_folded)

    def empty(self) -> None:
        """Forgets everything that described the person. The id and what it did stay."""
        for name, blank in EMPTY.items():
            setattr(self, name, blank() if callable(blank) else blank)

    @property
    def is_active(self) -> bool:
        return self.status == AccountStatus.ACTIVE

    @property
    def effective_allow_type(self) -> str:
        return self.allow_type or str(self.app.setting("allowType"))
