"""What a vendor's file reaches the world by: the clients, where its servers are, the tokens it fetched."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from config.egress.client import Client
from config.egress.http2 import Pool
from config.egress.loop import when_it_ends
from config.egress.trust import trusting
from push.vendors.contract import Outcome

Fetch = Callable[[], Coroutine[Any, Any, tuple[str, float]]]  # the token and the seconds that it lives
ANSWER = 1024 * 1024  # bytes: a vendor may name a thousand tokens that it refuses


class Refused(Exception):
    """The vendor gave no token; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("no token")
        self.outcome = outcome


class Tokens:
    """The vendors' access tokens of this process. However many want one at once, one fetch serves them all,
    also where it fails; it is fetched anew before it ends, or when the vendor refuses the one that we have.
    """

    MARGIN = 60.0

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[str, float]] = {}
        self._coming: dict[Hashable, asyncio.Task[str]] = {}

    async def get(self, key: Hashable, fetch: Fetch, *, refused: str = "") -> str:
        """`refused`: the token that was just refused: any other one is newer. Raises what `fetch` raises."""
        token, until = self._kept.get(key, ("", 0.0))
        if token and token != refused and until > monotonic():
            return token
        coming = self._coming.get(key)
        if coming is None:
            coming = self._coming[key] = asyncio.create_task(self._fetch(key, fetch))
        return await asyncio.shield(coming)  # who is cancelled leaves the others theirs

    async def _fetch(self, key: Hashable, fetch: Fetch) -> str:
        try:
            token, life = await fetch()
            self._kept[key] = (token, monotonic() + max(life - self.MARGIN, life / 2))
            return token
        finally:
            del self._coming[key]


class Wire:
    """Belongs to the loop of its first use. `http`: HTTP/1.1 to vendors, without the checks that customers'
    URLs need; `checked`: for URLs that clients gave us (Web Push); `http2`: APNs and FCM. `timeout`: of one
    request, in seconds.
    """

    def __init__(self, *, timeout: float = 10.0) -> None:
        trust = trusting(settings.PUSH_CA_FILE)
        self.http = Client(checked=False, trust=trust, longest=ANSWER)
        self.checked = Client(trust=trust)
        self.http2 = Pool(ca_file=settings.PUSH_CA_FILE)
        self.timeout = timeout
        self.tokens = Tokens()

    async def close(self) -> None:
        await asyncio.gather(self.http.close(), self.checked.close(), self.http2.close())


_wires: dict[asyncio.AbstractEventLoop, Wire] = {}


def wire() -> Wire:
    """The one of this process: to be used in the egress loop only."""
    running = asyncio.get_running_loop()
    found = _wires.get(running)
    if found is None:
        found = _wires[running] = Wire()
        when_it_ends(found.close)
    return found


def at_base(vendor: str, url: str) -> str:
    """The URL on whatever stands in for the vendor (PUSH_VENDOR_BASE_URLS): another scheme, host and port."""
    base = settings.PUSH_VENDOR_BASE_URLS.get(vendor)
    if not base:
        return url
    there, path = urlsplit(base), urlsplit(url)
    return urlunsplit((there.scheme, there.netloc, path.path, path.query, ""))
