"""The gateway's door: what a request is, which credential it carries, and the pages for plain HTTP."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from im.realtime.socket import Socket
from im.realtime.transport import Link, Page, Request, listen

if TYPE_CHECKING:
    from im.realtime.gateway import Gateway

PATHS = ("/ws/im", "/ws/im/")


async def open_door(gateway: "Gateway", host: str, port: int) -> asyncio.Server:
    def accept(request: Request) -> Link | Page | None:
        if request.path in PATHS:
            return Socket(
                gateway,
                token=credential_of(request),
                origin=origin_of(request),
                ip=forwarded_for(request),
                user_agent=request.headers.get("User-Agent", "")[:300],
            )
        if request.path == "/healthz":
            return Page(b"ok\n")
        if request.path == "/metrics":
            return Page(generate_latest(REGISTRY), CONTENT_TYPE_LATEST)
        return None

    return await listen(host, port, accept)


def credential_of(request: Request) -> str:
    """By header, else after `im.v1` in the protocols (browsers), else by query; "" if a frame brings it."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    offered = ",".join(request.headers.getall("Sec-WebSocket-Protocol", [])).split(",")
    words = [word.strip() for word in offered]
    if "im.v1" in words and words.index("im.v1") + 1 < len(words):
        return words[words.index("im.v1") + 1]
    return parse_qs(request.query).get("token", [""])[0]


def origin_of(request: Request) -> str:
    """The page's origin if it has to be allowed: not our own, by our public address or the host asked for."""
    origin = request.headers.get("Origin", "").strip().rstrip("/").lower()
    own = urlsplit(settings.BASE_URL)
    if not origin or origin == f"{own.scheme}://{own.netloc}".lower():
        return ""
    return "" if _same_host(origin, request.headers.get("Host", "").lower()) else origin


def _same_host(origin: str, asked_for: str) -> bool:
    """A page served by the host that was asked, from the API's port or the gateway's."""
    try:
        page, host = urlsplit(origin), urlsplit(f"//{asked_for}")
        same_port = page.port in (host.port, settings.PORT)
    except ValueError:
        return False
    return page.scheme in ("http", "https") and page.hostname == host.hostname and same_port


def forwarded_for(request: Request) -> str:
    """As on the HTTP side: as many forwarding proxies as TRUSTED_PROXIES says are believed."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = min(settings.TRUSTED_PROXIES, len(hops))
    return hops[-trusted][:45] if trusted else ""
