"""What a vendor's file reaches the world by: the clients, where its servers are, the tokens it fetched."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from config.egress.client import Client

Fetch = Callable[[], Awaitable[tuple[str, float]]]  # the token and the seconds that it lives


class Refused(Exception):
    """The vendor gave no token; `outcome` says why (an `Outcome`)."""

    def __init__(self, outcome: Any) -> None:
        super().__init__("no token")
        self.outcome = outcome


class Tokens:
    """The vendors' access tokens of this process. However many want one at once, one of them fetches it; and
    it is fetched anew before it ends, or when the vendor refuses the one that we have.
    """

    MARGIN = 60.0

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[str, float]] = {}
        self._locks: dict[Hashable, asyncio.Lock] = {}

    async def get(self, key: Hashable, fetch: Fetch, *, refused: str = "") -> str:
        """`refused`: the token that was just refused: any other one is newer. Raises what `fetch` raises."""
        token = self._good(key, refused)
        if token is not None:
            return token
        async with self._locks.setdefault(key, asyncio.Lock()):
            token = self._good(key, refused)
            if token is None:
                token, life = await fetch()
                self._kept[key] = (token, monotonic() + max(life - self.MARGIN, life / 2))
        return token

    def _good(self, key: Hashable, refused: str) -> str | None:
        token, until = self._kept.get(key, ("", 0.0))
        return token if token and token != refused and until > monotonic() else None


class Wire:
    """Belongs to the egress loop. `http`: HTTP/1.1 to vendors, without the checks that customers' URLs need;
    `checked`: for URLs that clients gave us (Web Push); `http2`: APNs and FCM.
    """

    def __init__(self, *, http: Client, checked: Client) -> None:
        self.http, self.checked = http, checked
        self.tokens = Tokens()


def at_base(vendor: str, url: str) -> str:
    """The URL on whatever stands in for the vendor (PUSH_VENDOR_BASE_URLS): another scheme, host and port."""
    base = settings.PUSH_VENDOR_BASE_URLS.get(vendor)
    if not base:
        return url
    there, path = urlsplit(base), urlsplit(url)
    return urlunsplit((there.scheme, there.netloc, path.path, path.query, ""))
