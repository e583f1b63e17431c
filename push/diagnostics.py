"""Finds a device by its token, with all that is known of it. The token itself goes no further."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from accounts.models import App
from config.api.errors import BadParameter
from config.sql import rows
from push.models import Delivery, Device, DeviceLog
from push.models.device import START, hash_of

MOST: Final = 20
DELIVERIES: Final = 10
WHOLE: Final = 20  # no vendor's token is shorter
HEX: Final = re.compile(r"[0-9a-f]+")
LAST: Final = "\U0010ffff"

LAST_LOGS: LiteralString = """
SELECT l.id FROM unnest(%(apps)s::bigint[], %(hashes)s::text[]) AS t(app, hash)
CROSS JOIN LATERAL (SELECT id FROM push_devicelog WHERE token_hash = t.hash AND app_id = t.app
  ORDER BY at DESC, id DESC LIMIT %(most)s) l
"""
LAST_DELIVERIES: LiteralString = """
SELECT l.id FROM unnest(%(devices)s::bigint[]) AS t(device)
CROSS JOIN LATERAL (SELECT id FROM push_delivery WHERE device_id = t.device ORDER BY id DESC LIMIT %(most)s) l
"""


@dataclass(slots=True)
class Match:
    device: Device
    deliveries: list[Delivery] = field(default_factory=list)
    logs: list[DeviceLog] = field(default_factory=list)


def search(*, token: str, app: App | None, vendor: str | None, logs: int) -> list[Match]:
    """`token`: all of it or its sha256; of an app also how either begins. A constant number of statements."""
    devices = Device.objects.select_related("app").order_by("-updated_at", "-pk")
    devices = devices.filter(**_given(app=app, vendor=vendor))
    low = token.lower()  # as one of APNs is kept, and a hash
    whole = Q(token_hash__in=[hash_of(token), hash_of(low), low])
    found = list(devices.filter(whole)[:MOST])
    if not found and app is not None:
        found = list(_beginning_with(devices, token)[:MOST])
    elif not found and len(token) < WHOLE:
        raise BadParameter("appKey", "is required where only the beginning of a token is given")
    matches = [Match(device) for device in found]
    _add_deliveries(matches)
    _add_logs(matches, logs)
    return matches


def _given(**wanted: Any) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}


def _beginning_with(devices: QuerySet[Device], start: str) -> QuerySet[Device]:
    """By the index of how tokens begin, and by that of their hashes."""
    short, low = start[:START], start.lower()
    by_token = Q(start__gte=short, start__lt=short + LAST, token__startswith=start)
    found = _keys(devices.annotate(start=Left("token", START)).filter(by_token))
    if HEX.fullmatch(low) and len(low) <= 64:
        found |= _keys(devices.filter(token_hash__gte=low, token_hash__lt=low + LAST))
    return devices.filter(pk__in=found)


def _keys(devices: QuerySet[Device]) -> set[int]:
    return set(devices.values_list("pk", flat=True)[:MOST])


def _add_deliveries(matches: Sequence[Match]) -> None:
    keys = [match.device.pk for match in matches]
    last = rows(LAST_DELIVERIES, {"devices": keys, "most": DELIVERIES}) if keys else []
    by_device = defaultdict(list)
    for delivery in Delivery.objects.filter(pk__in=[pk for (pk,) in last]).order_by("-pk"):
        by_device[delivery.device_id].append(delivery)
    for match in matches:
        match.deliveries = by_device[match.device.pk]


def _add_logs(matches: Sequence[Match], most: int) -> None:
    """All that was logged of the token, whoever had it."""
    places = [(match.device.app_id, match.device.token_hash) for match in matches]
    asked = {"apps": [app for app, _ in places], "hashes": [hash_ for _, hash_ in places], "most": most}
    last = rows(LAST_LOGS, asked) if places and most else []
    by_token: Mapping[tuple[int, str], list[DeviceLog]] = defaultdict(list)
    for entry in DeviceLog.objects.filter(pk__in=[pk for (pk,) in last]).order_by("-at", "-pk"):
        by_token[entry.app_id, entry.token_hash].append(entry)
    for match in matches:
        match.logs = by_token[match.device.app_id, match.device.token_hash]
