"""What a URL must look like before we call it. Names are judged when connecting, by what they resolve to."""

import re
from ipaddress import IPv4Address, IPv6Address

from django.conf import settings

from config.egress.addresses import Address, is_forbidden

LONGEST = 2048
SHAPE = re.compile(r"(?P<scheme>[^:/?#]*)://(?P<authority>[^/?#]*)(?:[/?#].*)?")
PLACE = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]*\]|[0-9A-Za-z._-]+)(?::(?P<port>[0-9]{1,5}))?")
LABEL = re.compile(r"[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?")
NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")  # the last label of all that inet_aton takes


class UnsafeUrl(ValueError):
    """Its text says why, to whoever gave the URL."""


def require_safe(url: str, *, allow_http: bool) -> None:
    """Stricter than any parser, so that no other reads it differently: plain ASCII only."""
    if len(url) > LONGEST:
        raise UnsafeUrl(f"must have at most {LONGEST} characters")
    if not url.isascii():
        raise UnsafeUrl("must be ASCII: write the host in punycode and escape the rest with %")
    if not url.isprintable() or " " in url or "\\" in url:
        raise UnsafeUrl("must not contain control characters, blanks or backslashes")
    shape = SHAPE.fullmatch(url)
    if shape is None or shape["scheme"].lower() not in ("https", "http"):
        raise UnsafeUrl("must begin with https://")
    if shape["scheme"].lower() == "http" and not allow_http:
        raise UnsafeUrl("must begin with https://: the app does not allow http")
    if "@" in shape["authority"]:
        raise UnsafeUrl("must not contain a user name or password")
    place = PLACE.fullmatch(shape["authority"])
    if place is None:
        raise UnsafeUrl("must have a plain host, and no zone")
    if place["port"] is not None and not 1 <= int(place["port"]) <= 65535:
        raise UnsafeUrl("must have a port from 1 to 65535")
    address = _address(place["host"])
    if address is not None and is_forbidden(address, settings.WEBHOOK_ALLOWED_NETWORKS):
        raise UnsafeUrl("must not lead to a private or reserved address")


def _address(host: str) -> Address | None:
    """The address that stands there literally; None for a name."""
    try:
        if host.startswith("["):
            return IPv6Address(host[1:-1])
        labels = host.removesuffix(".").split(".")
        if NUMBER.fullmatch(labels[-1]):
            return IPv4Address(host)  # refuses short, octal and hexadecimal forms
    except ValueError as problem:
        raise UnsafeUrl("must have an address in its usual notation, or a name") from problem
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise UnsafeUrl("must have a valid host name")
    return None
