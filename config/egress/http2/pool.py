"""Who asks, where, and by which of the kept connections."""

import asyncio
from collections.abc import Hashable, Mapping
from time import monotonic

from config.egress.http2.exchange import Exchange
from config.egress.http2.headers import Header
from config.egress.http2.owner import Patience
from config.egress.http2.way import Means, Way
from config.egress.reply import Reply
from config.egress.resolving import LookUp, Resolver
from config.egress.trust import trusting


class Pool:
    """Connections are opened late and kept, by origin and `key` (whoever must not share one with others has
    a key of their own). Addresses are not checked: for URLs that are ours. Belongs to one loop.
    """

    def __init__(
        self, *, ca_file: str = "", look_up: LookUp | None = None, patience: Patience | None = None
    ) -> None:
        self._means = Means(
            Resolver(look_up, checked=False), trusting(ca_file, protocols=("h2",)), patience or Patience()
        )
        self._ways: dict[tuple[str, Hashable], Way] = {}
        self._closed = False

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float, key: Hashable = ""
    ) -> Reply:
        """Never raises, except when it is cancelled. Names of `headers` are in lower case. There is no HTTP/2
        without TLS here.
        """
        scheme, _, place = url.partition("://")
        authority, slash, path = place.partition("/")
        request = _request(authority, slash + path, headers, body)
        if self._closed or request is None or scheme != "https":
            return Reply(error="reset" if self._closed else "protocol")
        start, loop = monotonic(), asyncio.get_running_loop()
        exchange = Exchange(request, body, loop.create_future())
        timer = loop.call_later(timeout, _end, exchange, "timeout")
        try:
            self._way(authority, key).add(exchange)
            await exchange.done
        finally:
            timer.cancel()
            exchange.leave()
        exchange.reply.duration_ms = round((monotonic() - start) * 1000)
        return exchange.reply

    @property
    def connections(self) -> int:
        return sum(len(way.connections) for way in self._ways.values())

    async def close(self, within: float = 1.0) -> None:
        """What is under way may end; nothing new begins. Returns when the connections are gone."""
        self._closed = True
        until = monotonic() + within
        while monotonic() < until and any(way.busy for way in self._ways.values()):
            await asyncio.sleep(0.02)
        for way in list(self._ways.values()):
            way.close()
        until = monotonic() + within
        while self._ways and monotonic() < until:
            await asyncio.sleep(0.001)

    def _way(self, authority: str, key: Hashable) -> Way:
        way = self._ways.get((authority, key))
        if way is None:
            way = Way(authority, self._means, lambda: self._ways.pop((authority, key), None))
            self._ways[authority, key] = way
        return way


def _request(authority: str, path: str, headers: Mapping[str, str], body: bytes) -> list[Header] | None:
    """None where something is in it that no header can carry: a server may end the connection for it."""
    if not all(text.isascii() and text.isprintable() for text in (authority, path, *headers.values())):
        return None
    made = [
        (b":method", b"POST"),
        (b":scheme", b"https"),
        (b":authority", authority.encode()),
        (b":path", path.encode() or b"/"),
        (b"user-agent", b"Hongyan"),
        (b"content-length", b"%d" % len(body)),
    ]
    made.extend((name.encode(), value.encode()) for name, value in headers.items())
    return made


def _end(exchange: Exchange, error: str) -> None:
    exchange.leave()
    exchange.end(error)
