"""Credentials made by hand, without the detour over their door."""

from typing import Any

from accounts.models import App
from push import credentials
from push.models import Credential

# By vendor, what may be shown and what is secret. None of them opens anything anywhere.
FIELDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "APNS": (
        {"keyId": "KEY0000001", "teamId": "TEAM000001", "bundleId": "com.acme.chat"},
        {"privateKey": "x"},
    ),
    "FCM": ({}, {"serviceAccount": {"project_id": "acme"}}),
    "HUAWEI": ({"appId": "100001"}, {"appSecret": "s"}),
    "OPPO": ({"appKey": "oppos-key"}, {"masterSecret": "s"}),
    "XIAOMI": ({"packageName": "com.acme.chat"}, {"appSecret": "s"}),
}


def make_credential(
    app: App,
    vendor: str = "HUAWEI",
    *,
    public: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
    **fields: Any,
) -> Credential:
    shown, hidden = FIELDS.get(vendor, ({}, {}))
    values: dict[str, Any] = {"public": shown if public is None else public, "fingerprint": "f" * 16}
    values["secret"] = credentials.sealed(hidden if secret is None else secret)
    made = Credential.objects.create(app=app, vendor=vendor, **(values | fields))
    credentials.forget(app.pk)
    return made
