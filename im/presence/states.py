"""Presence as REST tells it: what Redis knows of the sockets, and PostgreSQL of the accounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.authentication import app_by_key
from accounts.models import Account, App
from config.api.errors import Missing
from config.api.status import ACCOUNT_MISSING, OTHER_APP
from config.clock import ms_or_none
from im.presence import store
from im.presence.store import Device, State
from push.listening import reachable


def states(app: App, user_ids: Sequence[str], *, detail: bool) -> dict[str, Any]:
    """Row 68. Who is unknown is named apart; repeats are answered once."""
    asked = list(dict.fromkeys(user_ids))
    known = Account.objects.of_app(app).there().filter(user_id__in=asked)
    last_seen = dict(known.values_list("user_id", "last_seen_at"))
    devices = store.of(app.pk, [user_id for user_id in asked if user_id in last_seen])
    found = _states(app, devices)
    results = []
    for user_id, there in devices.items():
        result = {
            "userId": user_id,
            "state": found[user_id],
            "lastSeenAt": ms_or_none(last_seen[user_id]),
        }
        results.append({**result, "devices": [_in_detail(device) for device in there]} if detail else result)
    unknown = [user_id for user_id in asked if user_id not in last_seen]
    return {
        "results": results,
        "errors": [{"userId": user_id, "status": ACCOUNT_MISSING} for user_id in unknown],
    }


def presence(app_key: str, user_id: str) -> dict[str, Any]:
    """Row 94. A user nobody knows is offline; an app nobody knows is missing."""
    app = app_by_key(app_key)
    if app is None:
        raise Missing(OTHER_APP, "no such app")
    account = Account.objects.of_app(app).there().filter(user_id=user_id).first()
    devices = store.of(app.pk, [user_id])[user_id] if account else []
    state = _states(app, {user_id: devices})[user_id] if account else State.OFFLINE
    return {
        "appKey": app_key,
        "userId": user_id,
        "online": state is State.ONLINE,
        "state": state,
        "devices": [_internally(device) for device in devices],
        "lastSeenAt": ms_or_none(account.last_seen_at) if account else None,
    }


def _states(app: App, there: Mapping[str, Sequence[Device]]) -> dict[str, State]:
    """Who has no socket but a phone that can be rung is PUSH_ONLINE."""
    found = {user_id: store.state_of(devices) for user_id, devices in there.items()}
    away = [user_id for user_id, state in found.items() if state is State.OFFLINE]
    phones = reachable(app.pk, away) if away else set()
    return found | dict.fromkeys(phones, State.PUSH_ONLINE)


def _in_detail(device: Device) -> dict[str, Any]:
    return {
        "platform": device.platform,
        "deviceId": device.device_id,
        "state": device.state,
        "ip": device.ip,
        "connectedAt": device.connected_at,
    }


def _internally(device: Device) -> dict[str, Any]:
    return {
        "platform": device.platform,
        "deviceId": device.device_id,
        "nodeId": device.node_id,
        "connectedAt": device.connected_at,
        "background": device.background,
    }
