"""Makes of a send's checked body what is told, to whom and how: shorthands, templates, what fits together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import orjson
from django.utils import timezone

from accounts.models import App
from config.api.errors import BadParameter
from config.clock import moment, ms
from push import templating
from push.models import Template, Vendor
from push.vendors.registry import VENDORS

TTL: Final = 86_400
AHEAD: Final = timedelta(days=30)
KEPT: Final = ("ttl", "priority", "onlyOffline", "respectDnd", "liveActivity", "vendorOptions")
SPOKEN: Final = ("title", "body", "i18n", "loc")
LONGEST: Final = {"title": 100, "body": 1_000}
NO_PART: Final = frozenset({"requestId", "appKey"})  # of what two sends must have in common to be the same


@dataclass(frozen=True, slots=True)
class Draft:
    """`key`: what it is known by when it comes again, empty for nothing. `later`: it is scheduled."""

    request_id: str
    key: str
    body_hash: str
    audience: Mapping[str, Any]
    content: Mapping[str, Any]
    options: Mapping[str, Any]
    send_at: datetime
    later: bool
    dry: bool

    @property
    def ttl(self) -> int:
        return int(self.options.get("ttl", TTL))

    @property
    def expires_at(self) -> datetime:
        return self.send_at + timedelta(seconds=self.ttl)


def draft(app: App, given: Mapping[str, Any], *, body: Mapping[str, Any], key: str | None) -> Draft:
    """`given`: the checked `body`. `key`: the Idempotency-Key, which is a requestId too."""
    options = given.get("options", {})
    request_id = _request_id(given.get("requestId"), key)
    send_at, later = _when(options.get("scheduleAt"))
    dry = options.get("dryRun", False)
    return Draft(
        request_id=request_id or uuid4().hex,
        key=f"request:{request_id}" if request_id and not dry else "",
        body_hash=_hash(body),
        audience=_audience(given),
        content=_content(app, given),
        options=_kept(options, send_at),
        send_at=send_at,
        later=later,
        dry=dry,
    )


def _kept(options: Mapping[str, Any], send_at: datetime) -> dict[str, Any]:
    """A Live Activity's states are in the order of their times, whichever of them is tried again."""
    kept = {name: options[name] for name in KEPT if name in options}
    if "liveActivity" in kept:
        kept["liveActivity"] = {"timestamp": ms(send_at), **kept["liveActivity"]}
    return kept


def _request_id(asked: str | None, key: str | None) -> str:
    if asked and key and asked != key:
        raise BadParameter("requestId", "differs from the Idempotency-Key")
    return asked or key or ""


def _when(schedule_at: int | None) -> tuple[datetime, bool]:
    now = timezone.now()
    if schedule_at is None or moment(schedule_at) <= now:
        return now, False
    if moment(schedule_at) > now + AHEAD:
        raise BadParameter("options.scheduleAt", "must be within 30 days")
    return moment(schedule_at), True


def _hash(body: Mapping[str, Any]) -> str:
    said = {name: value for name, value in body.items() if name not in NO_PART}
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _audience(given: Mapping[str, Any]) -> dict[str, Any]:
    ways = [name for name in ("audience", "userId", "userIds") if name in given]
    if len(ways) != 1:
        raise BadParameter("audience", "name exactly one: audience, or the short userId or userIds")
    if "audience" in given:
        return dict(given["audience"])
    return {"userIds": given["userIds"] if "userIds" in given else [given["userId"]]}


def _content(app: App, given: Mapping[str, Any]) -> dict[str, Any]:
    """`notification` and `data`, each only if there is something in it."""
    options = given.get("options", {})
    _check_vendor_options(options.get("vendorOptions", {}))
    notification = {**given.get("notification", {})}
    for name in ("title", "body"):
        if name in given:
            if name in notification:
                raise BadParameter(name, f"stands in notification.{name} too")
            notification[name] = given[name]
    if "template" in options:
        notification |= _templated(app, notification, options["template"])
    content = {"notification": notification, "data": given.get("data", {})}
    filled = {name: value for name, value in content.items() if value}
    _check_told(filled, live="liveActivity" in options)
    return filled


def _check_told(content: Mapping[str, Any], *, live: bool) -> None:
    notification = content.get("notification", {})
    spoken = any(notification.get(name) for name in SPOKEN)
    if notification and not spoken and "badge" not in notification:
        raise BadParameter("notification", "needs a title, a body or a badge")
    if not (content or live):
        raise BadParameter(
            "notification", "there is nothing to tell: give a notification, a template or data"
        )


def _templated(app: App, notification: Mapping[str, Any], use: Mapping[str, Any]) -> dict[str, Any]:
    for name in SPOKEN:
        if name in notification:
            raise BadParameter(f"notification.{name}", "is the template's to say")
    template = Template.objects.filter(app=app, code=use["code"]).first()
    if template is None:
        raise BadParameter("options.template.code", "no such template")
    params = {name: _said(value) for name, value in use.get("params", {}).items()}
    return _cut(templating.expand(template.content, params))


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cut(texts: Mapping[str, Any]) -> dict[str, Any]:
    """What the parameters made too long, to the length that a text may have."""
    cut: dict[str, Any] = {name: texts[name][:most] for name, most in LONGEST.items() if name in texts}
    if "i18n" in texts:
        cut["i18n"] = {locale: _cut(spoken) for locale, spoken in texts["i18n"].items()}
    return cut


def _check_vendor_options(options: Mapping[str, Mapping[str, Any]]) -> None:
    for name, wanted in options.items():
        vendor = VENDORS.get(Vendor(name).credential)
        taken = vendor.OPTIONS if vendor is not None else frozenset()
        for key in wanted:
            if key not in taken:
                raise BadParameter(
                    f"options.vendorOptions.{name}.{key[:64]}", "is not an option of this vendor"
                )
