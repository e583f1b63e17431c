"""Apps: made, set up, and given new secrets."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App, EndReason, Mandate, Operator, OperatorRole, Session
from accounts.models.app import DEFAULTS
from accounts.secrets import seal
from config.api.errors import BadParameter, Forbidden, Missing
from config.api.status import OTHER_APP, ROLE_TOO_LOW
from journal import audit

Check = Callable[[Mapping[str, Any]], Mapping[str, Any]]

SDK_APP_IDS = range(
    1_600_000_000, 2_000_000_000
)  # ten digits, and an int32, as every client of the field expects


@dataclass(frozen=True, slots=True)
class Made:
    """An app and its secrets, which can be read only now."""

    app: App
    secret_key: str
    app_secret: str


@transaction.atomic
def create(*, name: str, app_key: str | None = None, by: Operator | None = None) -> Made:
    """Whoever makes an app looks after it."""
    secret_key, app_secret = secrets.token_hex(32), secrets.token_urlsafe(32)
    app_key = app_key or secrets.token_hex(8)
    app = App(app_key=app_key, name=name, secret_key=seal(secret_key), app_secret=seal(app_secret))
    if not _insert(app):
        raise BadParameter("appKey", "is taken")
    if by is not None:
        Mandate.objects.create(operator=by, app=app, role=OperatorRole.ADMINISTRATOR)
        caller = Caller(role="T", app=app, operator=by)
        audit.log(
            caller, "APP_CREATE", app_id=app.pk, target_type="APP", target_id=app_key, detail={"name": name}
        )
    return Made(app, secret_key, app_secret)


def _insert(app: App) -> bool:
    """False when the appKey is taken. A taken sdkAppId is only bad luck."""
    while not App.objects.filter(app_key=app.app_key).exists():
        app.sdk_app_id = secrets.choice(SDK_APP_IDS)
        App.objects.bulk_create([app], ignore_conflicts=True)
        made = App.objects.filter(
            app_key=app.app_key, sdk_app_id=app.sdk_app_id, secret_key=app.secret_key
        ).first()
        if made is not None:
            app.pk = made.pk
            return True
    return False


def administered(app_key: str, *, by: Operator) -> App:
    """An app in which the operator is an administrator. One that he does not look after is none to him."""
    app = by.apps().filter(app_key=app_key).first()
    if app is None:
        raise Missing(OTHER_APP, "no such app")
    if by.mandate_for(app) != OperatorRole.ADMINISTRATOR:
        raise Forbidden(ROLE_TOO_LOW, "only an administrator of the app may do this")
    return app


@transaction.atomic
def rotate_secret(*, app: App, keep_for: timedelta | None, by: Caller) -> str:
    """A new secretKey. The old one's UserSigs stay good for a while, or whoever came in by it is out.

    Logins hold the app's row too: one that was judged by the old secret is over, or is judged again.
    """
    secret_key = secrets.token_hex(32)
    app.refresh_from_db(from_queryset=App.objects.select_for_update())
    app.previous_secret_key = app.secret_key if keep_for else ""
    app.previous_secret_until = timezone.now() + keep_for if keep_for else None
    app.secret_key = seal(secret_key)
    app.save()
    if not keep_for:
        Session.objects.live().filter(app=app).end(EndReason.SECRET_ROTATED)
    detail = {"keepForSeconds": int(keep_for.total_seconds()) if keep_for else 0}
    audit.log(by, "APP_SECRET_ROTATE", app_id=app.pk, target_type="APP", target_id=app.app_key, detail=detail)
    return secret_key


@transaction.atomic
def change_settings(*, app: App, given: Mapping[str, Any], check: Check, by: Caller) -> App:
    """Merges what is given into what holds; `check` judges the whole and leaves out what is no setting."""
    app = App.objects.select_for_update().get(pk=app.pk)
    before = app.settings
    after = check(_merged(before, given))
    app.changed_settings = {name: value for name, value in after.items() if value != DEFAULTS[name]}
    app.save(update_fields=["changed_settings", "updated_at"])
    detail = {"changed": audit.changes(before, after)}
    audit.log(by, "SETTINGS_UPDATE", app_id=app.pk, target_type="APP", target_id=app.app_key, detail=detail)
    return app


def _merged(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Null resets a setting; `rates` are merged one by one."""
    after = {**before, **given}
    if isinstance(given.get("rates"), dict):
        after["rates"] = _without_nulls({**before["rates"], **given["rates"]}, DEFAULTS["rates"])
    return _without_nulls(after, DEFAULTS)


def _without_nulls(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {name: defaults.get(name) if value is None else value for name, value in given.items()}
