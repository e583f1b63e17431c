"""Sockets put into the presence store by hand, as a gateway would."""

from accounts.models import Account
from config.redis import client
from im.presence import store
from im.presence.store import Change, Device


def opens(account: Account, device_id: str = "", *, background: bool = False, platform: str = "IOS") -> None:
    """A socket of his on that device."""
    socket = f"{account.user_id}-{device_id}-{background}"
    one = Device("jti", platform, device_id, "node", 1, background, "::1", socket)
    store.apply(client(), [Change(account.app_id, account.user_id, b"", store.member(one))])
