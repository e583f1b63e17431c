"""Switches an endpoint off that is gone, or does nothing but fail. Its operator may switch it on again."""

from django.db import transaction
from django.utils import timezone

from webhooks import subscribing
from webhooks.actions import settling
from webhooks.models import DisabledReason, Endpoint, Mode


@transaction.atomic
def disable(endpoint_id: int, reason: DisabledReason) -> bool:
    """What waits is held for it. False if it was disabled or deleted before, or is a moderator that fails:
    nobody would be asked then, and all it may have failed at are tests.
    """
    found = Endpoint.objects.filter(pk=endpoint_id, enabled=True, deleted_at=None)
    if reason == DisabledReason.FAILING:
        found = found.filter(mode=Mode.AFTER)
    if not found.update(enabled=False, disabled_reason=reason, updated_at=timezone.now()):
        return False
    settling.hold(endpoint_id)
    subscribing.forget(Endpoint.objects.values_list("app_id", flat=True).get(pk=endpoint_id))
    return True
