"""Operator: who signs in to the console, and which apps he may look after."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from accounts.models.app import App


class OperatorRole(models.TextChoices):
    VIEWER = "VIEWER"
    SUPPORT = "SUPPORT"
    OPERATOR = "OPERATOR"
    ADMINISTRATOR = "ADMINISTRATOR"


class Operator(AbstractUser):
    """A Django user. A superuser looks after every app.

    His name is `first_name`. `language` and `time_zone` are how the console speaks to him, empty for the
    browser's and for UTC. `epoch` goes up where all his sessions and tokens are to end.
    """

    language = models.CharField(max_length=16, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    must_use_two_factor = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    epoch = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "operator"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions and tokens carry it: one that was opened by another password or before is over."""
        opened_by = f"{self.password}\n{self.epoch}"
        return salted_hmac("hongyan.operator", opened_by, secret=secret, algorithm="sha256").hexdigest()

    @property
    def stamp(self) -> str:
        """What his tokens carry."""
        return self.get_session_auth_hash()[:16]

    def apps(self) -> "models.QuerySet[App]":
        """Those the operator looks after."""
        return App.objects.all() if self.is_superuser else App.objects.filter(mandates__operator=self)

    def administers(self) -> "models.QuerySet[App]":
        """Those whose people, secrets and settings are his business."""
        if self.is_superuser:
            return App.objects.all()
        own = Mandate.objects.filter(operator=self, role=OperatorRole.ADMINISTRATOR)
        return App.objects.filter(pk__in=own.values("app"))

    def mandate_for(self, app: App) -> str | None:
        """The operator's role in an app, ADMINISTRATOR for superusers, None where he has no business."""
        if self.is_superuser:
            return OperatorRole.ADMINISTRATOR
        return self.mandates.filter(app=app).values_list("role", flat=True).first()


class Mandate(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="mandates")
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="mandates")
    role = models.CharField(max_length=13, choices=OperatorRole)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "app"], name="mandate_once")]

    def __str__(self) -> str:
        return f"{self.operator} {self.role} {self.app}"
