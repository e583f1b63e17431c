"""Phones in the database by the hundred thousand, and a vendor that the app has a credential for."""

from typing import Any

import psycopg

from accounts.models import App
from accounts.secrets import unseal
from benchmarks.people import the_app
from push import credentials
from push.models import Credential

PHONES = """
INSERT INTO push_device (app_id, device_id, user_id, platform, vendor, token, token_hash, keys, environment,
  bundle_id, locale, time_zone, app_version, os_version, brand, model, sdk_version, tagged,
  notification_enabled, status, invalid_reason, fail_streak, last_error_code, history, registered_at,
  updated_at)
SELECT %(app)s, %(prefix)s || n, %(prefix)s || n, 'ANDROID', 'HUAWEI', t.token,
  encode(sha256(t.token::bytea), 'hex'), '{}', 'PROD', '', 'zh-CN', 'Asia/Shanghai', '', '', '', '', '',
  %(tags)s, true, 'ACTIVE', '', 0, '', '[]', now(), now()
FROM generate_series(1, %(count)s) n
CROSS JOIN LATERAL (SELECT repeat('0', 100) || %(prefix)s || n AS token) t
"""


def reachable() -> App:
    """The app, with an account at Huawei that opens nothing."""
    app = the_app()
    if not Credential.objects.filter(app=app).exists():
        secret = credentials.sealed({"appSecret": "nothing"})
        Credential.objects.create(
            app=app, vendor="HUAWEI", public={"appId": "1"}, secret=secret, fingerprint="benchmark"
        )
    return app


def secret_of(app: App) -> str:
    return unseal(app.app_secret)


def phones(
    connection: "psycopg.Connection[Any]", app: App, count: int, *, prefix: str, tags: list[str]
) -> None:
    """One for each user; user and phone have the same name."""
    named = [f"{app.pk}:{tag}" for tag in tags]
    connection.execute(PHONES, {"app": app.pk, "prefix": prefix, "count": count, "tags": named})
    connection.execute("VACUUM ANALYZE push_device")
