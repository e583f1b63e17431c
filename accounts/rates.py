"""How often a caller may call: the app's settings as token buckets, the same for requests and for frames."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from django.conf import settings

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import TooMany
from config.buckets import Bucket, Call, buckets


def admit(caller: Caller, *, send: bool = False) -> None:
    """Takes a token for one call, a send or another. 429 `60007` when there is none."""
    refusal = judge([(caller, send)])[0]
    if refusal is not None:
        raise refusal


def judge(calls: Sequence[tuple[Caller, bool]]) -> list[TooMany | None]:
    """For each call, with whether it is a send, what keeps it out: all in one round trip."""
    return _judged([_needs(caller, send) for caller, send in calls], "too many calls")


def judge_groups(sends: Sequence[tuple[App, str]]) -> list[TooMany | None]:
    """The same for messages into groups: the app and the groupId of each. Only for whom it binds."""
    needs = [[_bucket(app, "group", group_id)] for app, group_id in sends]
    return _judged(needs, "too many messages in this group")


def take(*needs: Bucket, why: str) -> None:
    """Takes a token of each of these buckets, or refuses."""
    refusal = _judged([needs], why)[0]
    if refusal is not None:
        raise refusal


def _judged(needs: Sequence[Call], why: str) -> list[TooMany | None]:
    if settings.LIMITS_OFF:
        return [None] * len(needs)
    waits = buckets.take(needs)
    return [TooMany(f"{why}, wait", retry_after=ceil(wait)) if wait else None for wait in waits]


def _needs(caller: Caller, send: bool) -> list[Bucket]:
    """Whoever is trusted with the app is bound only by the app's own rate, where it has one."""
    app = caller.app
    if app is None:
        return []
    needs = [] if app.setting("rates")["app"] is None else [_bucket(app, "app", "")]
    if caller.account is not None and not caller.trusted:
        needs.append(_bucket(app, "account", str(caller.account.pk)))
        if send:
            needs.append(_bucket(app, "send", str(caller.account.pk)))
    return needs


def _bucket(app: App, kind: str, whose: str) -> Bucket:
    """The braces keep an app's buckets in one slot of a cluster, where one script can reach them all."""
    rate: dict[str, Any] = app.setting("rates")[kind]
    return Bucket(f"rate:{{{app.pk}}}:{kind}:{whose}", rate["rate"], rate["burst"])
