"""Departure: a deleted account still has groups to leave, or words to be emptied."""

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Account


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
