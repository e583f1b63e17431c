"""What an operator may do in an app: each role may what the ones before it may.

VIEWER reads. SUPPORT helps single users: kicks, mutes, revokes, reviews, sends a delivery again. OPERATOR
runs the app: lists of words, groups, broadcasts, webhooks, templates. ADMINISTRATOR also has its secrets,
settings, credentials, and its people.
"""

from collections.abc import Mapping
from typing import Final

from accounts.models.operator import OperatorRole
from config.api.errors import Forbidden
from config.api.status import ROLE_TOO_LOW

LADDER: Final = (
    OperatorRole.VIEWER,
    OperatorRole.SUPPORT,
    OperatorRole.OPERATOR,
    OperatorRole.ADMINISTRATOR,
)
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

Mandates = Mapping[str, OperatorRole]


def suffices(role: str | None, needed: str) -> bool:
    return role is not None and LADDER.index(OperatorRole(role)) >= LADDER.index(OperatorRole(needed))


def needed_for(view: object, action: str, method: str) -> OperatorRole:
    """By a view's `mandates`, where its action stands there; else VIEWER to read and OPERATOR to write."""
    mandates: Mandates = getattr(view, "mandates", {})
    usual = OperatorRole.VIEWER if method.upper() in SAFE else OperatorRole.OPERATOR
    return mandates.get(action, usual)


def require(role: str | None, needed: str) -> None:
    if not suffices(role, needed):
        raise Forbidden(ROLE_TOO_LOW, f"needs the role {needed} in this app")
