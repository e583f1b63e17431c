"""A user's wishes: when he is not to be rung, and what a notification may say aloud."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Account
from push.models import Preference
from push.quiet import minute_of


@transaction.atomic
def prefer(*, account: Account, given: Mapping[str, Any]) -> Preference:
    """What is not given stays. `given`: by the API's names."""
    Preference.objects.bulk_create(
        [Preference(app_id=account.app_id, user_id=account.user_id)], ignore_conflicts=True
    )
    preference = Preference.objects.select_for_update().get(app_id=account.app_id, user_id=account.user_id)
    dnd = given.get("dnd", {})
    preference.dnd_enabled = dnd.get("enabled", preference.dnd_enabled)
    preference.dnd_from = minute_of(dnd["from"]) if "from" in dnd else preference.dnd_from
    preference.dnd_to = minute_of(dnd["to"]) if "to" in dnd else preference.dnd_to
    preference.time_zone = dnd.get("timezone", preference.time_zone)
    preference.preview_hidden = given.get("previewHidden", preference.preview_hidden)
    preference.updated_at = timezone.now()
    preference.save()
    return preference
