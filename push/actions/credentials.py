"""Changes of credentials: entered, altered field by field, taken away, tried out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import orjson
from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from journal.audit import changes, log
from push import calling, credentials, lanes, rules
from push.models import Credential
from push.shapes.credentials import kept, outcome_shown
from push.vendors.contract import Access, Kind, Outcome, Stage
from push.vendors.http1 import ours, scrubbed
from push.vendors.registry import vendor as vendor_named
from push.vendors.wire import Wire

SHOWN: Final = 16  # hexadecimal digits of a fingerprint
UNREADABLE: Final = Outcome(
    Kind.AUTH,
    Stage.CREDENTIAL,
    code=credentials.UNREADABLE,
    hint="no key in ENCRYPTION_KEYS opens the stored credential: put the key back, or enter it again",
)


@transaction.atomic
def put(*, app: App, vendor: str, given: Mapping[str, Any], by: Caller) -> Credential:
    """`given`: what shall be otherwise, by the API's names; of a new one all that the vendor wants."""
    rules.require_own_fields(vendor, given)
    _lock_app(app)
    there = Credential.objects.filter(app=app, vendor=vendor).first()
    credential = there or Credential(app=app, vendor=vendor, version=0)
    before = kept(there) if there else {}
    _change(credential, given)
    credential.version += 1
    credential.updated_at = timezone.now()
    credential.checked_at = credential.check_result = None
    credential.save()
    lanes.resume(app.pk, vendor)
    credentials.forget(app.pk)
    detail = {"version": credential.version, "changed": changes(before, kept(credential))}
    _log(by, "PUSH_CREDENTIAL_UPDATE", credential, detail)
    return credential


@transaction.atomic
def delete(*, app: App, vendor: str, by: Caller) -> None:
    _lock_app(app)
    credential = of(app, vendor)
    detail = {"version": credential.version, "fingerprint": credential.fingerprint}
    credential.delete()
    credentials.forget(app.pk)
    _log(by, "PUSH_CREDENTIAL_DELETE", credential, detail)


def check(*, app: App, vendor: str, by: Caller) -> Credential:
    """Asks the vendor whether it takes the credential, also one that is disabled; nobody is rung."""
    credential = of(app, vendor)
    access = credentials.opened(credential)
    outcome = UNREADABLE if access is None else _asked(access)
    return _checked(credential, outcome, timezone.now(), by)


def of(app: App, vendor: str) -> Credential:
    credential = Credential.objects.filter(app=app, vendor=vendor).first()
    if credential is None:
        raise rules.not_configured(vendor)
    return credential


def _asked(access: Access) -> Outcome:
    async def ask(wire: Wire) -> list[Outcome]:
        return [await vendor_named(access.vendor).check(wire, access)]

    outcome = calling.call(access.vendor, 1, ask)[0]
    secrets = ours(access, vendor_named(access.vendor).FIELDS)
    return replace(outcome, message=scrubbed(outcome.message, secrets))


@transaction.atomic
def _checked(credential: Credential, outcome: Outcome, at: datetime, by: Caller) -> Credential:
    """Kept unless it was changed meanwhile: then it was another one that was asked about."""
    result = outcome_shown(outcome)
    same = Credential.objects.filter(pk=credential.pk, version=credential.version)
    if same.update(checked_at=at, check_result=result) and outcome.kind == Kind.OK:
        lanes.resume(credential.app_id, credential.vendor)
    credential.checked_at, credential.check_result = at, result
    _log(by, "PUSH_CREDENTIAL_CHECK", credential, {"version": credential.version, **result})
    return credential


def _change(credential: Credential, given: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in given.items() if name not in rules.NOT_FIELDS}
    merged = {**_stored(credential), **fields}
    merged = {name: value for name, value in merged.items() if value is not None}
    rules.require_good_fields(credential.vendor, merged)
    hidden = {field.name for field in vendor_named(credential.vendor).FIELDS if field.secret}
    secret = {name: value for name, value in merged.items() if name in hidden}
    credential.public = {name: value for name, value in merged.items() if name not in hidden}
    credential.secret, credential.fingerprint = credentials.sealed(secret), _fingerprint(secret)
    credential.enabled = given.get("enabled", credential.enabled)
    credential.environment = given.get("environment", credential.environment)


def _stored(credential: Credential) -> Mapping[str, Any]:
    """Of one that no key opens only what is no secret: the rest has to be entered again."""
    if not credential.secret:
        return {}
    access = credentials.opened(credential)
    return credential.public if access is None else access.fields


def _fingerprint(secret: Mapping[str, Any]) -> str:
    return sha256(orjson.dumps(secret, option=orjson.OPT_SORT_KEYS)).hexdigest()[:SHOWN]


def _lock_app(app: App) -> None:
    """Two who enter the first one at once come one after the other."""
    App.objects.select_for_update(no_key=True).only("pk").get(pk=app.pk)


def _log(by: Caller, action: str, credential: Credential, detail: dict[str, Any]) -> None:
    app_id, vendor = credential.app_id, credential.vendor
    log(by, action, app_id=app_id, target_type="PUSH_CREDENTIAL", target_id=vendor, detail=detail)
