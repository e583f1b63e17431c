"""Idempotency-Key: a creating write is done once for its key, and its repeats get the first one's answer.

The key's row is inserted first, in one transaction with all that the call does. A repeat's insert therefore
waits until the first call is decided: committed, and the repeat finds its answer; refused, crashed or cut
off, and nothing is left of it, the key neither. So an answer is kept exactly when its effects are, provided
that the call writes by its own thread's connection.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, Final, LiteralString, ParamSpec, TypeVar, cast
from unicodedata import category

import orjson
from django.db import transaction
from django.db.utils import OperationalError
from django.utils import timezone
from psycopg.errors import LockNotAvailable
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.callers import Caller
from accounts.models import KeptAnswer
from accounts.secrets import seal, unseal
from config.api.errors import BadParameter, Refusal
from config.api.schema import IDEMPOTENT
from config.api.status import UNAVAILABLE
from config.api.views import ApiViewSet
from config.sql import rows

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 64
KEPT: Final = timedelta(hours=24)
WAIT = "10s"  # for the first call; who waited so long may come back
LEASE = "60s"  # a first call whose process is gone without a word holds its key no longer

BOUNDS: LiteralString = """
SELECT set_config('lock_timeout', %(wait)s, true),
       set_config('idle_in_transaction_session_timeout', %(lease)s, true)
"""
CLAIM: LiteralString = """
INSERT INTO accounts_keptanswer AS kept (scope, fingerprint) VALUES (%(scope)s, %(fingerprint)s)
ON CONFLICT (scope) DO UPDATE
    SET fingerprint = excluded.fingerprint, answer = '', created_at = statement_timestamp()
    WHERE kept.created_at <= %(before)s
RETURNING kept.id
"""

View = TypeVar("View", bound=ApiViewSet)
Path = ParamSpec("Path")
Deed = Callable[Concatenate[View, Request, Path], Response]


def idempotent(deed: Deed[View, Path]) -> Deed[View, Path]:
    """For the actions of views that create something. It stands below `extend_schema`."""

    @wraps(deed)
    def once(view: View, request: Request, /, *args: Path.args, **kwargs: Path.kwargs) -> Response:
        key = key_of(request)
        if key is None:
            return deed(view, request, *args, **kwargs)
        return _once(
            _scope(request, key),
            _fingerprint(request),
            lambda: deed(view, request, *args, **kwargs),
        )

    setattr(once, IDEMPOTENT, True)
    return once


def keeps_its_own(deed: Deed[View, Path]) -> Deed[View, Path]:
    """For an action that takes the key and itself sees to it that a repeat does nothing."""
    setattr(deed, IDEMPOTENT, True)
    return deed


def is_answered(request: Request) -> bool:
    """Whether the call repeats one whose answer is kept."""
    key = key_of(request)
    if key is None:
        return False
    kept = KeptAnswer.objects.filter(scope=_scope(request, key))
    return kept.filter(created_at__gt=timezone.now() - KEPT).exists()


def prune() -> int:
    return KeptAnswer.objects.filter(created_at__lte=timezone.now() - KEPT).delete()[0]


def _once(scope: str, fingerprint: str, call: Callable[[], Response]) -> Response:
    while True:
        with transaction.atomic():
            mine = _claim(scope, fingerprint)
            if mine is not None:
                return _first(mine, call)
        kept = KeptAnswer.objects.filter(scope=scope).first()
        if kept is None:  # pruned in between
            continue
        if kept.fingerprint != fingerprint:
            raise BadParameter(HEADER, "was used before for another call")
        return Response(orjson.loads(unseal(kept.answer)))


def _first(mine: int, call: Callable[[], Response]) -> Response:
    """A refusal takes the key's row back with all the rest."""
    response = call()
    if response.status_code >= 300:
        transaction.set_rollback(True)
    else:
        answer = seal(orjson.dumps(response.data).decode())
        KeptAnswer.objects.filter(pk=mine).update(answer=answer)
    return response


def _claim(scope: str, fingerprint: str) -> int | None:
    """The new row's key, or None where there is an answer. Waits for whoever is about to make one."""
    rows(BOUNDS, {"wait": WAIT, "lease": LEASE})
    before = timezone.now() - KEPT
    try:
        found = rows(CLAIM, {"scope": scope, "fingerprint": fingerprint, "before": before})
    except OperationalError as problem:
        if isinstance(problem.__cause__, LockNotAvailable):
            why = "the first call with this key is still under way, try again"
            raise Refusal(UNAVAILABLE, why, code=503, retry_after=1) from None
        raise
    rows("SET LOCAL lock_timeout = DEFAULT", {})
    return found[0][0] if found else None


def key_of(request: Request) -> str | None:
    key: str | None = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST or any(category(character) == "Cc" for character in key):
        raise BadParameter(HEADER, f"must have 1 to {LONGEST} characters, none of them a control character")
    return key


def _scope(request: Request, key: str) -> str:
    caller = cast(Caller, request.user)
    return _digest([*_identity(caller), request.method, request.path_info.rstrip("/"), key])


def _identity(caller: Caller) -> tuple[Any, ...]:
    app = caller.app.pk if caller.app is not None else None
    if caller.account is not None:
        return app, "account", caller.account.pk
    return app, caller.role, caller.operator.pk if caller.operator is not None else None


def _fingerprint(request: Request) -> str:
    """Of what was asked for, however it was spelt."""
    return _digest([sorted(request.query_params.lists()), request.data])


def _digest(parts: list[Any]) -> str:
    return sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()
