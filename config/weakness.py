"""What makes a set-up unfit for production, read from the environment: usable before there are settings."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from typing import NamedTuple

from config import env

SHORTEST = 32
KEY_BYTES = 32
KNOWN = (
    "changeme",
    "change-me",
    "change_me",
    "insecure",
    "secret",
    "password",
    "example",
    "hongyan",
    "1234567",
)
MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
FRESH_KEY = 'echo "k1:$(openssl rand -base64 32)"'


class Weakness(NamedTuple):
    id: str
    what: str
    hint: str


def found() -> list[Weakness]:
    return [*servers(), *_secrets(), *_encryption_keys(), *_limits()]


def servers() -> Iterator[Weakness]:
    """The demo needs them as well: it brings its own, but never one of the two."""
    for number, (name, form) in enumerate(
        [
            ("DATABASE_URL", "postgres://user:password@host:5432/hongyan"),
            ("REDIS_URL", "redis://:password@host:6379/0"),
        ]
    ):
        if not env.secret(name):
            yield Weakness(
                f"config.E00{1 + number}",
                f"{name} is missing",
                f"Set {name}={form}. Only the demo brings its own servers, when neither is set.",
            )


def _secrets() -> Iterator[Weakness]:
    seen: dict[str, str] = {}
    for number, name in enumerate(("SECRET_KEY", "TOKEN_KEY", "INTERNAL_TOKEN")):
        problem = _problem(name, seen)
        if problem:
            yield Weakness(f"config.E00{3 + number}", f"{name} {problem}", f"Make one with: {MAKE_ONE}")


def _problem(name: str, seen: dict[str, str]) -> str:
    """INTERNAL_TOKEN may hold two, the current and the previous one, while it rotates."""
    whole = env.secret(name)
    values = [part.strip() for part in whole.split(",")] if name == "INTERNAL_TOKEN" else [whole]
    for value in values:
        problem = strength(value)
        if not problem and value in seen:
            problem = f"is the same as {seen[value]}"
        if problem:
            return problem
        seen[value] = name
    return ""


def strength(secret: str) -> str:
    """What is wrong with it, as the end of a sentence; empty when nothing is."""
    if not secret:
        return "is missing"
    if len(secret) < SHORTEST:
        return f"is too short: {len(secret)} characters, at least {SHORTEST} are needed"
    if any(word in secret.lower() for word in KNOWN):
        return "is one that anybody would try"
    if len(set(secret)) < 12:
        return "repeats itself: too few different characters"
    return ""


def _encryption_keys() -> Iterator[Weakness]:
    problem = _keys_problem(env.secret("ENCRYPTION_KEYS"))
    if problem:
        hint = f"A comma-separated list of id:base64, the first one encrypts. Make one with: {FRESH_KEY}"
        yield Weakness("config.E006", f"ENCRYPTION_KEYS {problem}", hint)


def _keys_problem(keys: str) -> str:
    if not keys:
        return "is missing"
    ids: set[str] = set()
    for item in keys.split(","):
        key_id, _, encoded = item.strip().partition(":")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,16}", key_id) or key_id in ids:
            return "needs an id of its own, of 1 to 16 letters and digits, before each key"
        ids.add(key_id)
        problem = _key_problem(encoded)
        if problem:
            return f"holds a key {key_id!r} that {problem}"
    return ""


def _key_problem(encoded: str) -> str:
    try:
        key = b64decode(encoded, validate=True)
    except (NotBase64, ValueError):
        return "is not base64"
    if len(key) != KEY_BYTES:
        return f"has {len(key)} bytes instead of {KEY_BYTES}"
    if len(set(key)) < KEY_BYTES // 2:
        return "is not random"
    return ""


def _limits() -> Iterator[Weakness]:
    if env.text("HONGYAN_LIMITS") == "off":
        yield Weakness(
            "config.E007",
            "HONGYAN_LIMITS=off lifts every rate limit",
            "Unset HONGYAN_LIMITS: benchmarks belong to a demo installation (HONGYAN_DEMO=1).",
        )
