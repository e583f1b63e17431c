"""The operation log of what A, S and T do in a user's name by `actAs`, where no action logs it itself."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppViewSet
from journal.audit import log

View = TypeVar("View", bound=AppViewSet)
Path = ParamSpec("Path")
Deed = Callable[Concatenate[View, Request, Path], Response]

NO_DETAIL = frozenset({"actAs", "appKey", "draft"})  # who, which app, and what a user keeps to himself


def logged_for_user(action: str) -> Callable[[Deed[View, Path]], Deed[View, Path]]:
    """For the actions of views. The entry is written in one transaction with the deed."""

    def decorate(deed: Deed[View, Path]) -> Deed[View, Path]:
        @wraps(deed)
        def once(view: View, request: Request, /, *args: Path.args, **kwargs: Path.kwargs) -> Response:
            user_id = _acted_for(view)
            if user_id is None:
                return deed(view, request, *args, **kwargs)
            with transaction.atomic():
                response = deed(view, request, *args, **kwargs)
                detail = {"userId": user_id, **_asked(request, kwargs)}
                log(
                    view.caller,
                    action,
                    app_id=view.app.pk,
                    target_type="ACCOUNT",
                    target_id=user_id,
                    detail=detail,
                )
            return response

        return once

    return decorate


def _acted_for(view: AppViewSet) -> str | None:
    """None where somebody acts for himself, or names nobody and will be told so."""
    named = view.request.query_params.get("actAs")
    own = view.caller.account
    return None if not view.caller.trusted or (own is not None and own.user_id == named) else named


def _asked(request: Request, path: Mapping[str, Any]) -> dict[str, Any]:
    """Path, query and body together: what the deed was asked to change."""
    body = request.data if isinstance(request.data, Mapping) else {}
    asked = {**{_camel(name): value for name, value in path.items()}, **request.query_params.dict(), **body}
    return {name: value for name, value in asked.items() if name not in NO_DETAIL}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
