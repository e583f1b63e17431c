"""Logging in with a UserSig, logging out, and the platform's own login."""

from time import time
from typing import LiteralString

from django.db import transaction
from django.utils import timezone

from accounts import events, signatures, throttle
from accounts.actions import rows
from accounts.actions.sessions import Opened, make_room, open_session
from accounts.callers import Caller
from accounts.models import Account, AccountStatus, App, EndReason, Platform, Session
from accounts.models.account import PLATFORM_ACCOUNT
from accounts.models.app import AppStatus
from accounts.signatures import Claims, Malformed, Reason
from config import sql
from config.api.errors import BadParameter, Forbidden, Missing, Unauthenticated
from config.api.status import (
    ACCOUNT_DISABLED,
    ACCOUNT_MISSING,
    CREDENTIAL_MALFORMED,
    CREDENTIAL_REVOKED,
    OTHER_APP,
    ROLE_TOO_LOW,
)

PLATFORM_LIFE = 3600
# A rotation wants the row for itself: it is seen here, or waits and ends the session that is about to be.
STILL: LiteralString = """
SELECT id FROM accounts_app
WHERE id = %(app)s AND secret_key = %(now)s AND previous_secret_key = %(before)s FOR KEY SHARE
"""
SAYS = {
    Reason.EXPIRED: "the UserSig has expired",
    Reason.MALFORMED: "the UserSig is malformed",
    Reason.SIGNATURE_MISMATCH: "the UserSig was not signed with this app's secretKey",
    Reason.USER_MISMATCH: "the UserSig is another user's",
    Reason.APP_MISMATCH: "the UserSig belongs to another app",
    Reason.REVOKED: "the UserSig was revoked by a kick",
}


def log_in(
    *,
    user_sig: str,
    app_key: str | None,
    user_id: str | None,
    platform: str,
    device_id: str,
    life: int | None,
    ip: str,
    user_agent: str,
) -> Opened:
    """What `app_key` and `user_id` don't say is read from the sig. Bad ones are counted, and slowed down."""
    opened = None
    try:
        while opened is None:
            app = _app(app_key, user_sig)
            claims = _judged(app, user_id, user_sig)
            opened = _enter(
                app=app,
                user_id=user_id or claims.identifier,
                issued_at=claims.issued_at,
                platform=platform,
                device_id=device_id,
                life=life,
                ip=ip,
                user_agent=user_agent,
            )
    except Unauthenticated:
        throttle.count_bad_signature(app_key or "", user_id or "", ip)
        raise
    return opened


def _app(app_key: str | None, user_sig: str) -> App:
    active = App.objects.filter(status=AppStatus.ACTIVE)
    if app_key is not None:
        app = active.filter(app_key=app_key).first()
    else:
        app = active.filter(sdk_app_id=_read(user_sig).sdk_app_id).first()
    if app is None:
        raise Unauthenticated(OTHER_APP, "no such app")
    return app


def _read(user_sig: str) -> Claims:
    try:
        return signatures.read(user_sig)
    except Malformed:
        raise Unauthenticated(CREDENTIAL_MALFORMED, SAYS[Reason.MALFORMED]) from None


def _judged(app: App, user_id: str | None, user_sig: str) -> Claims:
    now = timezone.now()
    verdict = signatures.verify(
        user_sig,
        sdk_app_id=app.sdk_app_id,
        user_id=user_id,
        secrets=app.signing_secrets(now),
        now=now.timestamp(),
    )
    if verdict.reason is not None:
        raise Unauthenticated(verdict.reason.value, SAYS[verdict.reason])
    assert verdict.claims is not None  # noqa: S101  a good sig was read
    return verdict.claims


@transaction.atomic
def _enter(
    *,
    app: App,
    user_id: str,
    issued_at: int,
    platform: str,
    device_id: str,
    life: int | None,
    ip: str,
    user_agent: str,
) -> Opened | None:
    """None when the app's secret was rotated meanwhile.

    Under the account's row lock: a kick is either seen, or comes after and ends this session too.
    """
    if not sql.rows(STILL, {"app": app.pk, "now": app.secret_key, "before": app.previous_secret_key}):
        return None
    account = _account(app, user_id)
    if issued_at <= account.sig_not_before:
        raise Unauthenticated(CREDENTIAL_REVOKED, SAYS[Reason.REVOKED])
    if not account.is_active:
        raise Forbidden(ACCOUNT_DISABLED, f"the account is {account.status.lower()}")
    longest = int(app.setting("tokenTtl"))
    if life is not None and life > longest:
        raise BadParameter("tokenTtl", f"must be at most this app's {longest} seconds")
    displaced = make_room(account, platform=platform, device_id=device_id)
    opened = open_session(
        account, platform=platform, device_id=device_id, life=life or longest, ip=ip, user_agent=user_agent
    )
    account.last_login_at = opened.session.created_at
    account.save(update_fields=["last_login_at"])
    events.user_login(opened.session, account, displaced=displaced)
    return opened


def _account(app: App, user_id: str) -> Account:
    account = rows.locked_one(app, user_id)
    if account is not None:
        return account
    if not app.setting("autoCreate"):
        raise Missing(ACCOUNT_MISSING, "no such account, and this app does not make them at login")
    return rows.make_one(app, user_id)


@transaction.atomic
def log_out(*, by: Caller) -> None:
    """Ends the session of the token that was used; the server and operators have none."""
    session = Session.objects.filter(jti=by.session, ended_at=None).select_related("account__app").first()
    if session is None:
        raise Forbidden(ROLE_TOO_LOW, "only an account's own token can be logged out")
    if Session.objects.filter(pk=session.pk).end(EndReason.LOGOUT):
        events.user_logout(session, session.account)


@transaction.atomic
def open_platform_session(*, app: App, ip: str, user_agent: str) -> Opened:
    """For the operational events of an app; its account is made on first use, and is nobody's."""
    account = rows.locked_one(app, PLATFORM_ACCOUNT) or rows.make_one(app, PLATFORM_ACCOUNT)
    return open_session(
        account, platform=Platform.SERVER, device_id="", life=PLATFORM_LIFE, ip=ip, user_agent=user_agent
    )


def judge(*, app: App, user_id: str, user_sig: str) -> signatures.Verdict:
    """What a login with this sig would be told, kicks included; there need not be such an account."""
    account = (
        Account.objects.of_app(app).filter(user_id=user_id).exclude(status=AccountStatus.DELETED).first()
    )
    return signatures.verify(
        user_sig,
        sdk_app_id=app.sdk_app_id,
        user_id=user_id,
        secrets=app.signing_secrets(timezone.now()),
        now=time(),
        not_before=account.sig_not_before if account else None,
    )
