"""What may stand in a profile, asked of whatever the settings name: accounts stand below moderation."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Account

SCREENED = ("nickname", "signature")


def screened(account: Account, fields: Mapping[str, Any], *, operator_id: str) -> Mapping[str, Any]:
    """The fields, worded as they may be. Only what changes is looked at. Raises the refusal."""
    new = {name: fields[name] for name in SCREENED if fields.get(name)}
    texts = {name: text for name, text in new.items() if text != getattr(account, name)}
    if not texts:
        return fields
    ask = _asked(settings.ACCOUNT_SCREENING)
    return {**fields, **ask(account.app_id, account.user_id, texts, operator_id=operator_id)}


@cache
def _asked(path: str) -> Callable[..., Mapping[str, str]]:
    found: Callable[..., Mapping[str, str]] = import_string(path)
    return found
