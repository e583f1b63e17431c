"""How a user's wishes look."""

from typing import Any

from accounts.models import Account
from push.models import Preference
from push.quiet import spelt


def of_account(account: Account) -> dict[str, Any]:
    """Who never said anything has the usual ones."""
    known = Preference.objects.filter(app_id=account.app_id, user_id=account.user_id).first()
    return preference_shown(known or Preference(app_id=account.app_id, user_id=account.user_id))


def preference_shown(preference: Preference) -> dict[str, Any]:
    return {
        "userId": preference.user_id,
        "dnd": {
            "enabled": preference.dnd_enabled,
            "from": spelt(preference.dnd_from),
            "to": spelt(preference.dnd_to),
            "timezone": preference.time_zone,
        },
        "previewHidden": preference.preview_hidden,
    }
