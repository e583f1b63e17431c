"""Why a push did not ring, and what to do about it: our reasons and the vendors' codes, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.console.cells import Text
from push.console.words import translated
from push.models import Vendor
from push.vendors.codes import verdict
from push.vendors.contract import Kind


@dataclass(frozen=True)
class Why:
    """`cause` in words, `remedy` what can be done; either may be empty. `at`: the page that mends it."""

    cause: Text = ""
    remedy: Text = ""
    at: str = ""


CREDENTIAL: Final = "credential"
TOO_LONG: Final = Why(
    _("The data do not fit into the vendor's payload."), _("Send less: texts are shortened, data never.")
)
REASONS: Final[Mapping[str, Why]] = {
    "UNKNOWN_USER": Why(
        _("There is no such user any more, or he is not in the conversation."),
        _("Check the userId. A user who has no account is known as soon as a phone of his registers."),
    ),
    "NO_DEVICE": Why(
        _("No phone of this user is registered."),
        _("The app has to register its phone after the login: POST /api/push/register."),
    ),
    "ALL_INVALID": Why(
        _("The vendors refuse the tokens of all of his phones."),
        _(
            "The app has to register again with a new token: at its next "
            "start, or after it is installed anew."
        ),
    ),
    "NOTIFICATION_DISABLED": Why(
        _("Notifications are switched off on the phone."),
        _("The user has to allow them in the phone's settings; the app tells us when it registers."),
    ),
    "VENDOR_NOT_CONFIGURED": Why(
        _("The app has no enabled credential for this vendor."), _("Enter it, or enable it."), CREDENTIAL
    ),
    "CREDENTIAL_UNREADABLE": Why(
        _("No key of the server opens the stored credential."),
        _("Put the old key back into ENCRYPTION_KEYS, or enter the secret again."),
        CREDENTIAL,
    ),
    "VENDOR_PAUSED": Why(
        _("Nothing is sent to this vendor just now: its lane is paused."),
        _("The pause says why and until when; a credential that passes its check ends it."),
        CREDENTIAL,
    ),
    "DND": Why(
        _("It is in the user's quiet hours."), _("A send with respectDnd = false passes; so do calls.")
    ),
    "ONLINE": Why(_("The app is open on that device, and was told over its socket."), ""),
    "MUTED": Why(_("The user has muted this conversation."), ""),
    "BLOCKED": Why(_("The receiver has the sender on his blacklist."), ""),
    "READ": Why(_("The user had read it already."), ""),
    "REVOKED": Why(_("The message was revoked before it was sent."), ""),
    "DISABLED": Why(_("The message itself asks for no push (offlinePush.disabled)."), ""),
    "DUPLICATE": Why(_("The user was told of the same event before."), ""),
    "SELF": Why(_("Nobody is rung for what he says himself."), ""),
    "EXPIRED": Why(
        _("Its time to live ran out before the vendor took it."),
        _("Look at the retries below: the vendor was away, or the workers were. Give it a longer ttl."),
    ),
    "REBOUND": Why(_("The phone became another user's before it was sent."), ""),
    "UNREGISTERED": Why(
        _("The phone unregistered before it was sent."), _("The app registers again after the next login.")
    ),
    "REPLACED": Why(_("The token was registered again, by another device."), ""),
    "EVICTED": Why(_("The user has registered ten other devices since."), ""),
    "TASK_CANCELLED": Why(_("The task was cancelled before it was sent."), ""),
    "INVALID_TOKEN": Why(
        _("The vendor says that the token is dead: the app was uninstalled, or has a new one."),
        _(
            "The app has to register again with a new token: at its next "
            "start, or after it is installed anew."
        ),
    ),
    "TOO_LONG": TOO_LONG,
    "too_long": TOO_LONG,
    "REFUSED": Why(
        _("The vendor refuses this push."), _("Its code and words say why; change the push and send again.")
    ),
    "UNANSWERED": Why(
        _("It went out several times, and no answer came."),
        _("It may have rung. Look at the vendor's status page."),
    ),
    "DOUBTED": Why(
        _("So many tokens were called dead at once that the credential is doubted."),
        _("Is it this app's, and of this environment? Enter the right one and check it."),
        CREDENTIAL,
    ),
    "no_text": Why(_("The vendor shows nothing without a title or a body."), _("Give it a text.")),
    "no_silent_messages": Why(
        _("This vendor carries notifications only, no silent messages."), _("Give it a text.")
    ),
    "reserved_name": Why(
        _("A name in the data is one that the vendor keeps for itself."), _("Rename it in the data.")
    ),
    "no_live_activity": Why(_("This token is for live activities only."), _("Send it options.liveActivity.")),
    "bad_bundle_id": Why(
        _("The device's bundleId is none that Apple knows."),
        _("The app has to register with its own bundleId."),
    ),
    "bad_keys": Why(
        _("The browser's subscription has keys that are none."),
        _("The page has to subscribe and register again."),
    ),
    "no_token": Why(
        _("What the app registered is no token of this vendor."),
        _("The app has to register the token that the vendor's SDK gives it."),
    ),
    "private_key": Why(_("The private key is none."), _("Enter it again, whole."), CREDENTIAL),
    "dns": Why(_("The vendor's name was not found."), _("Look at this server's DNS.")),
    "connect": Why(
        _("The vendor was not reached from this server."),
        _("Look at the firewall and the way out to the internet."),
    ),
    "tls": Why(
        _("The vendor's certificate was not trusted."),
        _("Look at the proxy in between, and at PUSH_CA_FILE."),
    ),
    "timeout": Why(
        _("The vendor did not answer in time."), _("Look at its status page, and at the firewall.")
    ),
    "blocked_address": Why(
        _("The address leads to where no call may go."),
        _("A browser's endpoint must be a public https address."),
    ),
    "PARSE": Why(_("The vendor's receipt could not be read."), ""),
}
OF_KIND: Final[Mapping[Kind, Text]] = {
    Kind.INVALID_TOKEN: _("The vendor refuses the token."),
    Kind.RETRY: _("The vendor has trouble of its own; it is tried again."),
    Kind.THROTTLED: _("The vendor takes no more for now; it is tried again later."),
    Kind.AUTH: _("The vendor refuses the credential."),
    Kind.PERMANENT: _("The vendor refuses this push."),
    Kind.UNKNOWN: _("Nobody knows what became of it."),
}
MEND: Final[Mapping[Kind, Text]] = {
    Kind.AUTH: _("Enter the right credential, check it, and send again."),
    Kind.INVALID_TOKEN: _(
        "The app has to register again with a new token: at its next start, or after it is installed anew."
    ),
}
REFUSED: Final = Why(OF_KIND[Kind.AUTH], MEND[Kind.AUTH], CREDENTIAL)
SIGNING_IN: Final = ("AUTH", "CREDENTIAL")
PAUSES: Final[Mapping[str, Text]] = {
    "THROTTLED": _("The vendor wants fewer requests. It goes on by itself."),
    "DAY": _("The vendor has had enough for today. It goes on at the vendor's next day."),
    "AUTH": _(
        "The vendor refuses the credential. Enter the right one; a check that it passes ends the pause."
    ),
    "INVALID_TOKENS": _(
        "So many tokens were refused at once that the credential is probably another app's, or of another "
        "environment. None of them is given up meanwhile. A check that it passes ends the pause."
    ),
}


def why(vendor: str, code: str, reason: str = "", hint: str = "", stage: str = "") -> Why:
    """By the vendor's code where its table has it, by our reason else; a `hint` of the log helps."""
    name = Vendor(vendor).credential.value if vendor in Vendor.values else ""
    found = verdict(name, code) if name and code else None
    ours = REASONS.get(code) or REASONS.get(reason) or (REFUSED if stage in SIGNING_IN else Why())
    if found is None or found.kind is Kind.OK:
        return Why(ours.cause, translated(hint) or ours.remedy, ours.at)
    cause = translated(found.hint) if found.hint else OF_KIND[found.kind]
    remedy = translated(hint) if hint and hint != found.hint else MEND.get(found.kind, "")
    return Why(cause, remedy, CREDENTIAL if found.kind is Kind.AUTH else "")


def of_status(reason: str) -> tuple[str, Why]:
    """Of a user's standing: `VENDOR_PAUSED:HUAWEI`. The vendor, and the reason in words."""
    name, _colon, vendor = reason.partition(":")
    return vendor, REASONS.get(name, Why(gettext("Another reason: %(reason)s.") % {"reason": name}))
