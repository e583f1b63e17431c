"""Why a UserSig is refused, and what mends it: as a login would judge it, told in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts import signatures
from accounts.actions.login import judge
from accounts.models import Account, AccountStatus, App
from accounts.models.app import AppStatus
from accounts.signatures import Malformed, Reason
from config.api.status import ACCOUNT_DISABLED, ACCOUNT_MISSING, OTHER_APP, SUCCESS
from config.clock import moment, now_ms
from config.console.cells import Text

# By reason: what is wrong, and what to do about it.
WORDS: Final[dict[Reason, tuple[Text, Text]]] = {
    Reason.EXPIRED: (
        _("It has expired."),
        _("Have your server make a new one. If that happens often, give them a longer life."),
    ),
    Reason.MALFORMED: (
        _("It is no UserSig that can be read."),
        _("Look whether all of it was copied, without spaces, quotes or URL encoding."),
    ),
    Reason.SIGNATURE_MISMATCH: (
        _("It was not signed with the secretKey of this app."),
        _("Compare the secretKey that your server signs with: it was rotated, or is another app's."),
    ),
    Reason.USER_MISMATCH: (
        _("It belongs to another user."),
        _("A UserSig is good for one user only: sign in as the user named in it, or make one for this user."),
    ),
    Reason.APP_MISMATCH: (
        _("It belongs to another app."),
        _("Make it with the sdkAppId and secretKey of this app."),
    ),
    Reason.REVOKED: (
        _("It was made before the user was kicked, and the kick made older ones useless."),
        _("Have your server make a new one for him."),
    ),
}
AHEAD: Final = (
    _("It says that it was made in the future."),
    _("Set the clock of the server that makes UserSigs: it is ahead by more than 5 minutes."),
)
PARTS: Final[dict[str, Text]] = {
    "outer form": _("It has characters that no UserSig has, or is cut off."),
    "zlib": _("What it packs cannot be unpacked: a part is missing or was changed."),
    "not JSON": _("What it packs is no JSON."),
    "TLS.ver": _("Its version is not 2.0."),
    "TLS.userbuf": _("It is a permit for a room, which is another product's."),
}


@dataclass(frozen=True)
class Finding:
    """`good`: a login would be let in. `code` is the sub-code it would hear."""

    good: bool
    code: str
    said: Text
    remedy: Text = ""
    more: Text = ""


@dataclass(frozen=True)
class Decoded:
    identifier: str
    sdk_app_id: int
    issued_at: datetime
    expires_at: datetime
    expire: int
    left: int


def find(app: App, user_sig: str, user_id: str) -> tuple[Finding, Decoded | None]:
    """For `user_id`, or for whom the sig names."""
    claims = _claims(user_sig)
    if isinstance(claims, Malformed):
        return _refused(Reason.MALFORMED, more=PARTS.get(str(claims), str(claims))), None
    verdict = judge(app=app, user_id=user_id or claims.identifier, user_sig=user_sig)
    decoded = _decoded(claims)
    if verdict.reason is None:
        return _of_account(app, claims.identifier), decoded
    if verdict.reason is Reason.MALFORMED:
        return Finding(False, Reason.MALFORMED.value, *AHEAD), decoded
    return _refused(verdict.reason), decoded


def _claims(user_sig: str) -> signatures.Claims | Malformed:
    try:
        return signatures.read(user_sig)
    except Malformed as problem:
        return problem


def _decoded(claims: signatures.Claims) -> Decoded:
    return Decoded(
        identifier=claims.identifier,
        sdk_app_id=claims.sdk_app_id,
        issued_at=moment(claims.issued_at * 1000),
        expires_at=moment(claims.expires_at * 1000),
        expire=claims.expire,
        left=max(0, claims.expires_at - now_ms() // 1000),
    )


def _refused(reason: Reason, *, more: Text = "") -> Finding:
    said, remedy = WORDS[reason]
    return Finding(False, reason.value, said, remedy, more)


def _of_account(app: App, user_id: str) -> Finding:
    """The sig is good; whether it leads anywhere is another question."""
    account = Account.objects.of_app(app).named(user_id)
    if app.status != AppStatus.ACTIVE:
        return Finding(False, OTHER_APP, _("The UserSig is good, but the app is switched off."))
    if account is None and not app.setting("autoCreate"):
        return Finding(
            False,
            ACCOUNT_MISSING,
            _("The UserSig is good, but there is no such account."),
            _("Import the account, or let the app make accounts at login (its settings)."),
        )
    if account is None:
        return Finding(True, SUCCESS, _("It is good. The account is made when it signs in."))
    if account.status == AccountStatus.DISABLED:
        return Finding(
            False, ACCOUNT_DISABLED, _("The UserSig is good, but the account is disabled."), _("Enable it.")
        )
    if account.status == AccountStatus.DELETED:
        return Finding(
            False,
            ACCOUNT_DISABLED,
            _("The UserSig is good, but the account was deleted."),
            _("Import it again: the user id comes back, empty."),
        )
    return Finding(True, SUCCESS, _("It is good: who has it can sign in."))


def named(apps: Sequence[App], decoded: Decoded | None) -> App | None:
    """The app that the sig names, if it is one of these."""
    return next((app for app in apps if decoded and app.sdk_app_id == decoded.sdk_app_id), None)
