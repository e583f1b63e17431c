"""Who is online, asked of whatever the settings name: accounts stand below presence, which knows it."""

from collections.abc import Callable, Collection, Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from redis import RedisError

from accounts.models import Account


def of(accounts: Sequence[Account]) -> Collection[str]:
    """The userIds of those who are online; nobody while Redis is away. All accounts are of one app."""
    if not accounts:
        return ()
    try:
        return _asked(settings.ACCOUNT_ONLINE)(accounts[0].app_id, [account.user_id for account in accounts])
    except RedisError:
        return ()


@cache
def _asked(path: str) -> Callable[[int, list[str]], Collection[str]]:
    found: Callable[[int, list[str]], Collection[str]] = import_string(path)
    return found
