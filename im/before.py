"""Before-events of calls that write in a transaction: an app's moderator is asked in front of it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.callers import Caller
from accounts.doors import AppViewSet
from accounts.idempotency import is_answered
from config.api.errors import Refusal
from config.api.status import CONTENT_BLOCKED
from webhooks import asking

View = TypeVar("View", bound=AppViewSet)
Path = ParamSpec("Path")
Deed = Callable[Concatenate[View, Request, Path], Response]
Ask = Callable[Concatenate[View, Request, Path], None]


def asks_before(ask: Ask[View, Path], *names: str) -> Callable[[Deed[View, Path]], Deed[View, Path]]:
    """For the actions of views, above `idempotent`. Nothing is asked where nobody moderates these events, or
    where the call repeats one that was answered. `ask` raises what was refused as a whole.
    """

    def decorate(deed: Deed[View, Path]) -> Deed[View, Path]:
        @wraps(deed)
        def once(view: View, request: Request, /, *args: Path.args, **kwargs: Path.kwargs) -> Response:
            if any(asking.is_asked(view.app.pk, name) for name in names) and not is_answered(request):
                ask(view, request, *args, **kwargs)
            return deed(view, request, *args, **kwargs)

        return once

    return decorate


def denials(by: Caller, name: str, data: Mapping[str, Mapping[str, Any]]) -> dict[str, Refusal]:
    """Of these questions, by what they are about, those that are answered with no. All are put at once."""
    questions = {about: asking.question(by.tenant.pk, name, one) for about, one in data.items()}
    asked = {about: question for about, question in questions.items() if question is not None}
    verdicts = zip(asked, asking.ask_all(list(asked.values())), strict=True)
    return {
        about: Refusal(CONTENT_BLOCKED, verdict.message)
        for about, verdict in verdicts
        if verdict.action == "deny"
    }


def require_allowed(by: Caller, name: str, data: Mapping[str, Any]) -> None:
    """One question. Raises the refusal."""
    for refusal in denials(by, name, {"": data}).values():
        raise refusal
