"""Reads the environment: every value typed, every nonsense refused with the variable's name."""

import json
import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks around the items are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str, default: str = "") -> list[IPv4Network | IPv6Network]:
    """A comma-separated list of CIDRs. A variable that is set replaces the default, also an empty one."""
    try:
        return [ip_network(word) for word in words(name, default)]
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name} must be networks such as 10.0.0.0/8: {problem}") from problem


def bases(name: str) -> dict[str, str]:
    """A JSON object of base URLs."""
    try:
        found = json.loads(text(name) or "{}")
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name} must be a JSON object: {problem}") from problem
    if not isinstance(found, dict) or not all(map(_is_base, found.values())):
        raise ImproperlyConfigured(
            f'{name} must name base URLs, such as {{"APNS": "https://127.0.0.1:2197"}}'
        )
    return {key.upper(): url.rstrip("/") for key, url in found.items()}


def _is_base(url: object) -> bool:
    try:
        place = urlsplit(str(url))
        return place.scheme in ("https", "http") and bool(place.hostname) and place.port != 0
    except ValueError:
        return False


def number(name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
    value = text(name) or str(default)
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def flag(name: str, *, default: bool = False) -> bool:
    known = {"1": True, "true": True, "on": True, "yes": True}
    known |= {"0": False, "false": False, "off": False, "no": False}
    value = text(name).lower()
    if value and value not in known:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")
    return known.get(value, default)


def secret(name: str) -> str:
    """The variable itself, or the content of the file that `<name>_FILE` points at."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {problem}") from problem
