"""Asks a customer's server before something happens: its before-events."""

from collections.abc import Mapping
from typing import Any

from webhooks.asking.calling import Asked, ask_all, begin, is_passed_over, recall, settle
from webhooks.asking.questions import Question, question
from webhooks.asking.verdicts import ALLOWED, Verdict
from webhooks.subscribing import moderator

__all__ = [
    "ALLOWED",
    "Asked",
    "Question",
    "Verdict",
    "ask",
    "ask_all",
    "begin",
    "is_asked",
    "is_passed",
    "question",
    "recall",
    "settle",
]


def is_asked(app_id: int, event: str) -> bool:
    """Whether the app has a moderator for it."""
    return moderator(app_id, event) is not None


def is_passed(app_id: int, event: str) -> bool:
    """Whether its moderator is left alone now, and everything is allowed that it has not denied before."""
    asked = moderator(app_id, event)
    return asked is not None and is_passed_over(asked)


def ask(app_id: int, event: str, data: Mapping[str, Any], *, key: str = "") -> Verdict:
    """Waits for the verdict. Allowed where nobody is to be asked."""
    asked = question(app_id, event, data, key=key)
    return ask_all([asked])[0] if asked is not None else ALLOWED
